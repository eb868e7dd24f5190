"""What nobody decided is handled as proposed, and every running period has a holder."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.outbox.models import BoardAlarm, Channel, Message
from huiying.jobs.clocks import rises
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.core.models import Incident
from tests.scenarios.incidents import QUEUE, WATER, candidate_of, incident_of
from tests.scenarios.rises import risen

MINUTE = timedelta(minutes=1)


def unheld(cast):
    return [clock.pk for clock in rises.unheld_clocks(cast.bureau.pk)]


@pytest.mark.clause("4(3)c")
def test_at_its_end_the_leaders_and_the_desk_hear_of_it_once(yunchuan, now):
    Channel.objects.create(
        bureau=yunchuan.bureau, kind="SMTP", name="值班邮箱", target="duty@yunchuan.example"
    )
    rise = risen(yunchuan, now)
    assert rises.turn(now + 29 * MINUTE) == 0

    assert rises.turn(now + 31 * MINUTE) == 1
    assert rises.turn(now + 32 * MINUTE) == 0

    rise.incident.refresh_from_db()
    assert rise.incident.treated_as == 3
    alarm = BoardAlarm.objects.get(key=f"rise:{rise.pk}:3")
    assert "到期未研判，按重大办理" in alarm.text
    assert Message.objects.filter(subject__startswith="【按重大办理】").exists()
    record = AuditRecord.objects.get(verb="incident.treated_as")
    assert record.data == {"to": 3, "from": 1}


def test_periods_in_the_hands_of_the_desk_or_a_unit_have_a_holder(yunchuan, now):
    rise = risen(yunchuan, now)
    notify_unit(
        incident=rise.incident,
        unit=yunchuan.reception,
        guidance="",
        officer=yunchuan.lu,
        now=now,
    )
    merge_into_incident(
        candidate=candidate_of(yunchuan, WATER),
        incident=rise.incident,
        reason="同一事",
        officer=yunchuan.lu,
        now=now,
    )

    assert unheld(yunchuan) == []


def test_a_unit_out_of_use_holds_nothing_and_the_desk_is_alarmed_once(yunchuan, now):
    incident = incident_of(yunchuan, QUEUE)
    clock = incident.notice_clock
    unit = yunchuan.waterworks
    hand_over_clock(clock=clock, holder=Holder(unit.name, unit=unit), now=now)
    type(unit).objects.filter(pk=unit.pk).update(active=False)

    assert unheld(yunchuan) == [clock.pk]
    assert [rises.check_holders(now), rises.check_holders(now)] == [1, 0]
    alarm = BoardAlarm.objects.get(key=f"clock:{clock.pk}:unheld")
    assert "时限无人经办" in alarm.text


def test_an_officer_who_left_and_nobody_at_all_hold_nothing(yunchuan, now):
    incident = incident_of(yunchuan, QUEUE)
    clock = incident.notice_clock
    hand_over_clock(clock=clock, holder=Holder("陆", officer=yunchuan.lu), now=now)
    assert unheld(yunchuan) == []

    type(yunchuan.lu).objects.filter(pk=yunchuan.lu.pk).update(is_active=False)
    assert unheld(yunchuan) == [clock.pk]

    hand_over_clock(clock=clock, holder=Holder(), now=now + MINUTE)
    assert unheld(yunchuan) == [clock.pk]


def test_a_notice_period_of_a_settled_matter_that_nothing_would_meet_is_found(yunchuan, now):
    incident = incident_of(yunchuan, QUEUE)

    Incident.objects.filter(pk=incident.pk).update(stage=Stage.CLOSED)

    assert unheld(yunchuan) == [incident.notice_clock_id]
