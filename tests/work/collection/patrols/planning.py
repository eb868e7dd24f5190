"""A patrol plan, as the tests of patrols begin it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from huiying.work.collection.patrols.actions.plan import PlanDetails, begin_plan
from huiying.work.collection.patrols.place_lines import PlaceDetails
from tests.factories import T0

DAILY = PlanDetails(
    "本地论坛",
    [PlaceDetails("民生求助版", "https://bbs.example.cn/f3", "")],
    [time(17), time(10), time(10)],
    [1, 0, 2, 3, 4, 5, 6],
    30,
)


def begin(cast, now=T0, **changed):
    return begin_plan(wanted=replace(DAILY, **changed), officer=cast.shen, now=now)
