"""Each time of a patrol is recorded once, or explained once it was missed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.collection.patrols.actions.record import record_patrol
from huiying.work.collection.patrols.models import Patrol, PatrolResult
from huiying.work.collection.patrols.place_lines import PlaceDetails
from tests.factories import T0
from tests.work.collection.patrols.planning import begin

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NEXT_DAY = T0 + timedelta(days=1)


@pytest.fixture
def plan(yunchuan):
    """Every day at 10:00 and 17:00, from an hour before T0."""
    return begin(yunchuan, now=T0 - timedelta(hours=1))


def walk(cast, plan, result=PatrolResult.NOTHING, note="", at=T0, now=T0 + 5 * MINUTE):
    return record_patrol(plan=plan, at=at, result=result, note=note, officer=cast.lu, now=now)


def test_a_patrol_is_recorded_once_with_who_and_when(yunchuan, plan):
    row = walk(yunchuan, plan)

    with pytest.raises(Refused, match="本次巡查已登记"):
        walk(yunchuan, plan, now=T0 + 6 * MINUTE)

    assert (row.slot_at, row.at, row.by) == (T0, T0 + 5 * MINUTE, yunchuan.lu)
    record = AuditRecord.objects.get(verb="patrol.recorded")
    assert (record.data["slot"], record.data["result"]) == ("11-24 10:00", str(row.result))


def test_a_time_that_is_not_planned_or_has_not_come_is_not_recorded(yunchuan, plan):
    with pytest.raises(Refused, match="该安排无此次巡查"):
        walk(yunchuan, plan, at=T0 + MINUTE)
    with pytest.raises(Refused, match="未到本次巡查时间"):
        walk(yunchuan, plan, at=T0 + timedelta(hours=7))

    assert not Patrol.objects.exists()


def test_what_was_missed_is_explained_and_never_walked_afterwards(yunchuan, plan):
    explained = {"result": PatrolResult.EXPLAINED, "note": "断网"}
    with pytest.raises(Refused, match="本次巡查尚在时限内"):
        walk(yunchuan, plan, **explained)
    with pytest.raises(Refused, match="不得补登"):
        walk(yunchuan, plan, now=NEXT_DAY)
    with pytest.raises(Refused, match="请填写发现情况"):
        walk(yunchuan, plan, PatrolResult.EXPLAINED, " ", now=NEXT_DAY)

    row = walk(yunchuan, plan, now=NEXT_DAY, **explained)

    assert (row.result, row.note) == (PatrolResult.EXPLAINED, "断网")


def test_what_was_found_is_said_in_words(yunchuan, plan):
    found = PatrolResult.FOUND

    with pytest.raises(Refused, match="请填写发现情况"):
        walk(yunchuan, plan, found)

    assert walk(yunchuan, plan, found, " 三楼停水 ").note == "三楼停水"


def test_a_place_left_out_makes_the_round_partly_done(yunchuan):
    places = [PlaceDetails("民生求助版"), PlaceDetails("短视频评论"), PlaceDetails("话题广场")]
    plan = begin(yunchuan, now=T0 - timedelta(hours=1), places=places)
    first = plan.places.get(position=1)

    row = record_patrol(
        plan=plan,
        at=T0,
        result=PatrolResult.NOTHING,
        note="",
        officer=yunchuan.lu,
        now=T0,
        looked=[first.pk, 10**9],  # a place of another plan is none of this one
    )

    assert (row.result, row.unseen) == (PatrolResult.PARTLY, 2)
    assert [look.place for look in row.looks.all()] == [first]


def test_all_places_looked_at_is_a_whole_round(yunchuan, plan):
    row = walk(yunchuan, plan)

    assert (row.result, row.unseen) == (PatrolResult.NOTHING, 0)
