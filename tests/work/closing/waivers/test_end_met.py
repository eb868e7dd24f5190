"""A waiver whose condition was met meanwhile ends, and no leader signs it any more."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.base.signoff.models import Decision
from huiying.jobs.clocks import after_closing
from huiying.policy.closing.gate import Condition
from huiying.work.closing.waivers.actions.end_met import end_met_waivers
from huiying.work.closing.waivers.actions.waive import ask_waiver
from tests.scenarios.closing import make_release, make_solved_notice
from tests.scenarios.incidents import incident_of
from tests.work.closing.gate.steps import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiver(yunchuan, now):
    """A request to waive the public answer, of a matter that was solved."""
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    return ask_waiver(
        incident=incident,
        condition=Condition.ANSWERED,
        reason="只涉及一户",
        officer=yunchuan.shen,
        now=now,
    )


def test_what_is_still_missing_goes_on_waiting(waiver, now):
    assert end_met_waivers(bureau_id=waiver.bureau_id, now=now) == 0

    waiver.signoff.refresh_from_db()
    assert waiver.signoff.decision == Decision.PENDING


def test_it_ends_with_its_clock_and_is_on_record_once(yunchuan, waiver, now):
    make_release(yunchuan, waiver.incident, now=now)

    for _turn in range(2):
        after_closing.turn(now)

    waiver.signoff.refresh_from_db()
    clock = Clock.objects.get(pk=waiver.signoff.clock_id)
    assert (waiver.signoff.decision, clock.state) == (Decision.VOID, ClockState.CANCELLED)
    assert AuditRecord.objects.filter(verb="waiver.met").count() == 1


def test_a_leader_cannot_waive_what_is_met_before_the_job_has_run(yunchuan, waiver, now):
    make_release(yunchuan, waiver.incident, now=now)

    with pytest.raises(Refused, match="该条已满足"):
        sign(yunchuan, waiver, yunchuan.leader, now)
