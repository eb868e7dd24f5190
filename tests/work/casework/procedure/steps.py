"""A task, as the tests of the procedure assign it."""

from __future__ import annotations

from datetime import timedelta

from huiying.work.casework.tasks.actions.assign import assign_task
from tests.factories import T0

LATER = T0 + timedelta(minutes=30)


def assigned(cast, proposal, *, now=LATER):
    return assign_task(
        proposal=proposal,
        unit=cast.waterworks,
        task="送水",
        due=now + timedelta(days=1),
        officer=cast.shen,
        now=now,
    )
