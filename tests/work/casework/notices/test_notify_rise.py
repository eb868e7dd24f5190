"""升级并通报: the notice of a raise goes to every unit in charge, and alone meets its time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Stale
from huiying.base.outbox.queries import standing_alarms
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.notify_rise import (
    raise_as_proposed,
    regrade_and_notify,
)
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import return_notice
from huiying.work.casework.notices.models import Notice, ProofKind
from huiying.work.incidents.grading.rise_models import RiseState
from huiying.work.incidents.grading.rises import treat_as_raised
from tests.scenarios.incidents import incident_of
from tests.scenarios.rises import ask_to_keep, risen

MINUTE = timedelta(minutes=1)


@pytest.fixture
def told(yunchuan, now):
    """An incident of which the reception and the waterworks were notified."""
    incident = incident_of(yunchuan)
    for unit in (yunchuan.reception, yunchuan.waterworks):
        notice = notify_unit(
            incident=incident, unit=unit, guidance="请核实。", officer=yunchuan.lu, now=now
        )
        deliver(notice, yunchuan, now)
    return incident


def deliver(notice, cast, now):
    record_delivery(
        notice=notice, kind=ProofKind.PHONE, who="值班室", at=now, officer=cast.lu, now=now
    )


def raise_it(rise, officer, now):
    return raise_as_proposed(rise=rise, shown_grade=rise.grade, officer=officer, now=now)


@pytest.mark.clause("4(3)c")
def test_every_unit_in_charge_is_notified_and_the_leading_ones_notice_meets_the_time(
    yunchuan, now, told
):
    rise = risen(yunchuan, now + MINUTE, told)

    raised = raise_it(rise, yunchuan.lu, now + 5 * MINUTE)

    told.refresh_from_db()
    rise.refresh_from_db()
    assert raised.waits is None
    assert [one.unit for one in raised.notices] == [yunchuan.reception, yunchuan.waterworks]
    assert all("由一般升为重大" in one.guidance for one in raised.notices)
    assert (told.grade, rise.state, rise.settled_by) == (3, RiseState.RAISED, yunchuan.lu)
    assert rise.clock.state == ClockState.RUNNING
    assert raised.notices[1].notice_clock.due_at == now + 35 * MINUTE

    deliver(raised.notices[0], yunchuan, now + 8 * MINUTE)

    rise.clock.refresh_from_db()
    assert (rise.clock.state, rise.clock.breached_at) == (ClockState.MET, None)
    assert not standing_alarms(yunchuan.bureau.pk).exists()


def test_a_notice_about_something_else_does_not_meet_it(yunchuan, now, told):
    rise = risen(yunchuan, now + MINUTE, told)
    notice = notify_unit(
        incident=told,
        unit=yunchuan.online,
        guidance="另一件事。",
        officer=yunchuan.lu,
        now=now + MINUTE,
    )

    deliver(notice, yunchuan, now + 2 * MINUTE)

    rise.clock.refresh_from_db()
    assert rise.clock.state == ClockState.RUNNING
    assert standing_alarms(yunchuan.bureau.pk).exists(), "nobody acted upon the matter itself"


def test_a_notice_that_was_sent_before_does_not_meet_it_when_it_is_opened(yunchuan, now):
    incident = incident_of(yunchuan)
    notice = notify_unit(
        incident=incident,
        unit=yunchuan.reception,
        guidance="请核实。",
        officer=yunchuan.lu,
        now=now,
    )
    rise = risen(yunchuan, now + MINUTE, incident)

    deliver(notice, yunchuan, now + 2 * MINUTE)

    rise.clock.refresh_from_db()
    incident.notice_clock.refresh_from_db()
    assert rise.clock.state == ClockState.RUNNING
    assert incident.notice_clock.state == ClockState.MET, "its own time was met"


def test_before_any_notice_the_first_one_after_the_raise_meets_it(yunchuan, now):
    rise = risen(yunchuan, now + MINUTE)
    incident = rise.incident

    assert raise_it(rise, yunchuan.lu, now + 2 * MINUTE).notices == []
    incident.refresh_from_db()
    notice = notify_unit(
        incident=incident,
        unit=yunchuan.reception,
        guidance="",
        officer=yunchuan.lu,
        now=now + 3 * MINUTE,
    )
    deliver(notice, yunchuan, now + 4 * MINUTE)

    rise.clock.refresh_from_db()
    assert notice.notice_clock_id == rise.clock_id
    assert rise.clock.state == ClockState.MET


def test_a_unit_that_sent_its_notice_back_is_not_in_charge(yunchuan, now, told):
    notice = Notice.objects.get(unit=yunchuan.waterworks)
    return_notice(notice=notice, reason="不属我局。", officer=yunchuan.water, now=now)
    rise = risen(yunchuan, now + MINUTE, told)

    raised = raise_it(rise, yunchuan.lu, now + 2 * MINUTE)

    assert [one.unit for one in raised.notices] == [yunchuan.reception]


def test_raising_ends_the_request_to_keep_and_only_one_of_two_settles_it(yunchuan, now, told):
    rise = risen(yunchuan, now + MINUTE, told)
    asked = ask_to_keep(rise, yunchuan.lu, now + 2 * MINUTE)

    raise_it(rise, yunchuan.shen, now + 3 * MINUTE)

    asked.signoff.refresh_from_db()
    assert asked.signoff.decision == "VOID"
    with pytest.raises(Stale):
        raise_it(rise, yunchuan.lu, now + 4 * MINUTE)


def test_raised_late_it_is_handled_as_signed_and_the_breach_stays(yunchuan, now, told):
    rise = risen(yunchuan, now + MINUTE, told)
    treat_as_raised(rise, now + 31 * MINUTE)

    raised = raise_it(rise, yunchuan.lu, now + 40 * MINUTE)
    deliver(raised.notices[0], yunchuan, now + 41 * MINUTE)

    told.refresh_from_db()
    rise.clock.refresh_from_db()
    assert (told.grade, told.treated_as) == (Grade.MAJOR, None)
    assert rise.clock.breached_at == now + 31 * MINUTE


def test_a_raise_by_an_officers_own_judgement_is_told_to_the_units_too(yunchuan, now, told):
    rise = risen(yunchuan, now + MINUTE, told)

    raised = regrade_and_notify(
        incident=told,
        grade=Grade.MAJOR,
        reason="已有人受伤",
        ground=GradeGround.VERIFIED,
        officer=yunchuan.lu,
        now=now + 2 * MINUTE,
    )

    rise.refresh_from_db()
    assert rise.state == RiseState.RAISED
    assert len(raised.notices) == 2


def test_a_unit_that_knows_the_matter_is_not_late_with_what_it_is_told_now(yunchuan, now, told):
    later = now + timedelta(days=2)
    Notice.objects.filter(unit=yunchuan.reception).update(state="SIGNED")

    raised = regrade_and_notify(
        incident=told,
        grade=Grade.SIGNIFICANT,
        reason="扩散",
        ground=GradeGround.CONSULTED,
        officer=yunchuan.lu,
        now=later,
    )

    assert all(one.notice_clock.due_at > later for one in raised.notices)
