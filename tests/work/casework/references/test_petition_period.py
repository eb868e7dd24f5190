"""The legal periods of a petition: receipt, decision, one extension, review."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.procedure.offline import ReferenceKind
from huiying.reasons.reason import Reason
from huiying.work.casework.references.actions.bind_reference import bind_reference
from huiying.work.casework.references.actions.petition_period import (
    accept_petition,
    ask_review,
    extend_petition,
    start_receipt_period,
    stop_legal_clock,
)
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import QUEUE, incident_of
from tests.scenarios.tasks import deliver_opinion, make_reference

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)
EARLIER = date(2026, 11, 20)


def letter_of(cast):
    return bind_reference(
        incident=incident_of(cast, QUEUE),
        origin=ReferenceKind.PETITION,
        outside_number="信访 42",
        label="排队太久",
        officer=cast.lu,
        now=T0,
    )


standing_rows, rows, yunchuan, letter = module_rows(letter_of)


def receive(cast, letter, day=EARLIER):
    return start_receipt_period(reference=letter, received=day, officer=cast.lu, now=T0)


def accept(cast, letter, day=TODAY, **more):
    return accept_petition(reference=letter, accepted=day, officer=cast.lu, now=T0, **more)


def extend(cast, letter, officer=None, reason="须鉴定", now=T0 + DAY, **more):
    who = officer or cast.cheng
    return extend_petition(reference=letter, reason=reason, officer=who, now=now, **more)


def review(cast, letter, day=TODAY, **more):
    return ask_review(reference=letter, asked=day, officer=cast.lu, now=T0, **more)


def test_receipt_is_told_within_fifteen_days_of_the_day_it_came_in(yunchuan, letter):
    clock = receive(yunchuan, letter)

    assert (clock.rule_code, clock.holder_unit) == ("PETITION_RECEIPT", yunchuan.office)
    assert clock.starts_at == datetime(2026, 11, 19, 16, 0, tzinfo=UTC), "midnight in 云川"
    assert f"{clock.due_at:%Y-%m-%d}" == "2026-12-07", "5 December is a Saturday"
    assert AuditRecord.objects.get(verb="reference.received").ref == letter.number
    with pytest.raises(Refused, match="已经在计"):
        receive(yunchuan, letter)


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2025, 11, 20)])
def test_no_period_begins_ahead_or_more_than_a_year_ago(yunchuan, letter, day):
    with pytest.raises(Refused, match="将来"):
        receive(yunchuan, letter, day)

    assert letter.legal_clock is None


def test_a_ticket_of_the_hotline_has_no_period_and_no_review(yunchuan, letter):
    ticket = make_reference(yunchuan, letter.incident)

    with pytest.raises(Refused, match="只有信访件和来访"):
        receive(yunchuan, ticket)
    with pytest.raises(Refused, match="已经答复的信访件"):
        review(yunchuan, ticket)


def test_acceptance_meets_the_receipt_and_begins_the_decision(yunchuan, letter):
    with pytest.raises(Refused, match="不在等受理告知"):
        accept(yunchuan, letter)
    receipt = receive(yunchuan, letter)
    with pytest.raises(Refused, match="不能早于收到"):
        accept(yunchuan, letter, date(2026, 11, 19))

    decision = accept(yunchuan, letter)

    receipt.refresh_from_db()
    assert (receipt.state, receipt.stopped_at) == (ClockState.MET, decision.starts_at)
    assert (decision.rule_code, letter.legal_clock) == ("PETITION_DECISION", decision)
    assert f"{decision.due_at:%Y-%m-%d}" == "2027-01-25", "23 January is a Saturday"
    assert AuditRecord.objects.filter(verb="reference.accepted").count() == 1
    with pytest.raises(Refused, match="不在等受理告知"):
        accept(yunchuan, letter)


def test_a_leader_extends_the_decision_once_before_it_runs_out(yunchuan, letter):
    receive(yunchuan, letter)
    decision = accept(yunchuan, letter)
    with pytest.raises(PermissionDenied):
        extend(yunchuan, letter, yunchuan.lu)
    with pytest.raises(Refused, match="理由"):
        extend(yunchuan, letter, reason=" ")
    with pytest.raises(Refused, match="办结期限已过"):
        extend(yunchuan, letter, now=decision.due_at + DAY)

    extension = extend(yunchuan, letter)

    decision.refresh_from_db()
    assert decision.state == ClockState.CANCELLED
    assert extension.starts_at == decision.due_at
    assert f"{extension.due_at:%Y-%m-%d}" == "2027-02-24"
    assert AuditRecord.objects.get(verb="reference.extended").data == {"reason": "须鉴定"}
    with pytest.raises(Refused, match="已经延过期"):
        extend(yunchuan, letter)


def test_a_review_is_owed_an_answer_anew(yunchuan, letter):
    with pytest.raises(Refused, match="已经答复"):
        review(yunchuan, letter)
    deliver_opinion(yunchuan, letter)
    letter.refresh_from_db()
    with pytest.raises(Refused, match="不能早于答复"):
        review(yunchuan, letter, date(2026, 11, 23))

    clock = review(yunchuan, letter)

    letter.refresh_from_db()
    assert (clock.rule_code, letter.settled_at) == ("PETITION_REVIEW", None)
    assert letter.legal_clock == clock
    assert AuditRecord.objects.filter(verb="reference.review_asked").count() == 1


def test_of_two_who_act_on_a_letter_the_second_is_refused(yunchuan, letter):
    receive(yunchuan, letter)
    seen = letter.revision
    accept(yunchuan, letter, revision=seen)

    with pytest.raises(Stale):
        extend(yunchuan, letter, revision=seen)

    letter.refresh_from_db()
    assert letter.legal_clock.rule_code == "PETITION_DECISION"


def test_the_legal_clock_ends_with_the_answer_and_a_plain_reference_has_none(yunchuan, letter):
    ticket = make_reference(yunchuan, letter.incident)
    clock = receive(yunchuan, letter)
    before = Clock.objects.filter(state=ClockState.RUNNING).count()

    for reference in (letter, ticket):
        stop_legal_clock(reference, at=T0 + DAY, reason=Reason("clocks.answered"), now=T0 + DAY)

    clock.refresh_from_db()
    assert (clock.state, clock.stopped_at) == (ClockState.MET, T0 + DAY)
    assert Clock.objects.filter(state=ClockState.RUNNING).count() == before - 1
