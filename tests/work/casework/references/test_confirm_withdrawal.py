"""A petition's legal period ends by a withdrawal only when a second person confirms it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.base.signoff.queries import pending_for
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.offline import ContactOutcome, ReferenceKind
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.references.actions.bind_reference import (
    bind_reference,
    unbind_reference,
)
from huiying.work.casework.references.actions.confirm_withdrawal import (
    WITHDRAWAL_KIND,
    decide_withdrawal,
)
from huiying.work.casework.references.actions.petition_period import start_registration_period
from huiying.work.casework.references.queries import unanswered_references
from huiying.work.casework.references.withdrawals import withdrawal_of
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.tasks import deliver_opinion, make_contact

pytestmark = pytest.mark.django_db

LATER = T0 + timedelta(hours=2)
NEXT_DAY = T0 + timedelta(days=1)
standing_rows, rows, yunchuan, incident = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


def withdrawn_letter(cast, incident, number="信访 9"):
    letter = bind_reference(
        incident=incident,
        origin=ReferenceKind.PETITION,
        outside_number=number,
        label="自来水发黄",
        officer=cast.lu,
        now=T0,
    )
    today = T0.astimezone(LOCAL).date()
    start_registration_period(reference=letter, received=today, officer=cast.lu, now=T0)
    make_contact(cast, letter, ContactOutcome.WITHDRAWN, now=LATER)
    return letter


def decide(letter, officer, *, approve=True, reason="", shown=None):
    row = withdrawal_of(letter)
    decide_withdrawal(
        row,
        approve=approve,
        reason=reason,
        shown_hash=shown or WITHDRAWAL_KIND.content_hash(row),
        officer=officer,
        now=NEXT_DAY,
    )
    letter.refresh_from_db()
    letter.legal_clock.refresh_from_db()


def test_a_withdrawal_that_one_person_recorded_leaves_the_period_running(yunchuan, incident):
    letter = withdrawn_letter(yunchuan, incident)

    letter.legal_clock.refresh_from_db()
    assert (letter.legal_clock.state, letter.settled_at) == (ClockState.RUNNING, None)
    assert letter in unanswered_references(incident)
    assert not pending_for(yunchuan.bureau.pk, officer=yunchuan.lu).exists()
    waiting = pending_for(yunchuan.bureau.pk, officer=yunchuan.shen).get()
    assert (waiting.kind, waiting.about_ref) == ("withdrawal", letter.number)
    assert WITHDRAWAL_KIND.may_decide(waiting, yunchuan.shen)
    assert not WITHDRAWAL_KIND.may_decide(waiting, yunchuan.water)


def test_the_period_ends_when_somebody_else_confirms(yunchuan, incident):
    letter = withdrawn_letter(yunchuan, incident)

    decide(letter, yunchuan.shen)

    assert (letter.legal_clock.state, letter.legal_clock.stopped_at) == (
        ClockState.MET,
        NEXT_DAY,
    )
    assert letter.settled_at == NEXT_DAY
    assert letter not in unanswered_references(incident)
    assert AuditRecord.objects.filter(verb="reference.withdrawal_confirmed").exists()


def test_who_recorded_a_withdrawal_does_not_confirm_it(yunchuan, incident):
    letter = withdrawn_letter(yunchuan, incident)

    with pytest.raises(Refused, match="起草人、送审人不得审定本人稿件"):
        decide(letter, yunchuan.lu)


def test_one_hand_with_two_accounts_confirms_no_withdrawal(yunchuan, incident):
    letter = withdrawn_letter(yunchuan, incident)
    Officer.objects.filter(pk=yunchuan.shen.pk).update(
        password_reset_at=T0, password_reset_by=yunchuan.lu
    )

    with pytest.raises(Refused, match="重设过"):
        decide(letter, Officer.objects.get(pk=yunchuan.shen.pk))


def test_a_returned_withdrawal_ends_nothing(yunchuan, incident):
    letter = withdrawn_letter(yunchuan, incident)

    decide(letter, yunchuan.shen, approve=False, reason="回拨过，没有撤回。")

    assert (letter.legal_clock.state, letter.settled_at) == (ClockState.RUNNING, None)
    assert not pending_for(yunchuan.bureau.pk).exists()
    with pytest.raises(Stale):
        decide(letter, yunchuan.shen)


def test_an_opinion_or_an_undone_binding_leaves_no_withdrawal_waiting(yunchuan, incident):
    letter = withdrawn_letter(yunchuan, incident)
    deliver_opinion(yunchuan, letter, now=LATER)
    assert SignoffRequest.objects.earliest("pk").decision == Decision.VOID

    unbind_reference(reference=letter, reason="绑错了", officer=yunchuan.lu, now=NEXT_DAY)
    other = withdrawn_letter(yunchuan, incident, "信访 10")
    unbind_reference(reference=other, reason="绑错了", officer=yunchuan.lu, now=LATER)

    assert not pending_for(yunchuan.bureau.pk).exists()
    with pytest.raises(Refused, match="关联已取消"):
        decide(other, yunchuan.shen)
