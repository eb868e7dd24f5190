"""联系当事人: record an attempt to reach the petitioner, its result, and the next one due.

As long as no answer was given, the next attempt is owed: nobody is dropped by silence. The
legal period of a petition ends only with the written opinion (处理意见书) or with a withdrawal
that a second person confirmed; what was told by phone is a contact and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.actions.void import void_about
from huiying.policy.petitions.kinds import PetitionStage
from huiying.policy.procedure.offline import (
    CONTACT,
    ContactMethod,
    ContactOutcome,
    ReferenceKind,
)
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import (
    check_due,
    role_holder,
    start_dated_clock,
    unit_holder,
)
from huiying.work.casework.core.text import MAX_LINE, mask_text
from huiying.work.casework.references.actions.bind_reference import claim_reference
from huiying.work.casework.references.actions.petition_period import settle_petition_of
from huiying.work.casework.references.models import Contact, Reference
from huiying.work.casework.references.withdrawals import KIND, withdrawal_hash

MAX_PLACE = 100
MAX_DOCUMENT = 60
STOP_REASONS = {
    ContactOutcome.ANSWERED: Reason("clocks.answered"),
    ContactOutcome.REACHED: Reason("clocks.reached"),
    ContactOutcome.NOT_REACHED: Reason("clocks.not_reached"),
    ContactOutcome.REFUSED: Reason("clocks.wants_no_answer"),
    ContactOutcome.OPINION: Reason("clocks.opinion_delivered"),
    ContactOutcome.WITHDRAWN: Reason("clocks.petition_withdrawn"),
}


@dataclass(frozen=True, slots=True)
class ContactInput:
    """An attempt, as it was typed."""

    way: ContactMethod
    outcome: ContactOutcome
    at: datetime
    note: str = ""
    place: str = ""  # of a reception
    next_at: datetime | None = None
    document: str = ""  # number of the written opinion


@transaction.atomic
def record_contact(
    *,
    reference: Reference,
    attempt: ContactInput,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Contact:
    """Record one attempt; a settled reference may be contacted again.

    A petition that is withdrawn stays open, and its legal period runs on, until somebody else
    confirms the withdrawal.

    Raises:
        Refused: If it lies in the future, a reception has no place, an opinion has no number
            or was given by phone, a withdrawal has no note, no next attempt is named though
            nothing was answered, or the binding was taken back.
        Stale: If somebody recorded another attempt since.
    """
    if attempt.at > now:
        raise Refused(_("联系时间不得晚于当前时间。"))
    if attempt.way == ContactMethod.RECEPTION and not attempt.place.strip():
        raise Refused(_("接待须写明地点。"))
    _check_ending(reference, attempt)
    if attempt.next_at is None and attempt.outcome.needs_next and reference.settled_at is None:
        raise Refused(_("尚未答复的，请填写下次联系时间。"))
    if attempt.next_at is not None:
        check_due(attempt.next_at, now)
    claim_reference(reference, revision)
    if reference.clock is not None:
        stop_clock(
            clock=reference.clock, at=attempt.at, reason=STOP_REASONS[attempt.outcome], now=now
        )
    row = Contact.objects.create(
        bureau_id=reference.bureau_id,
        reference=reference,
        way=str(attempt.way),
        outcome=str(attempt.outcome),
        note=mask_text(attempt.note, MAX_LINE),
        place=mask_text(attempt.place, MAX_PLACE),
        document=" ".join(attempt.document.split())[:MAX_DOCUMENT],
        at=attempt.at,
        next_at=attempt.next_at,
        recorded_at=now,
        by=officer,
    )
    _start_next_clock(reference, attempt, officer, now)
    if _ends_by_withdrawal(reference, attempt):
        _ask_second_person(row, officer, now)
    else:
        _settle(reference, attempt, officer, now)
    data = {"way": row.way, "outcome": row.outcome}
    record(reference, "reference.contacted", officer, now, **data)
    return row


def _check_ending(reference: Reference, attempt: ContactInput) -> None:
    """Hold a written opinion and a withdrawal to what proves them."""
    is_opinion = attempt.outcome == ContactOutcome.OPINION
    if is_opinion and attempt.way == ContactMethod.PHONE:
        raise Refused(_("处理意见书须书面送达；电话里说的，登记为联系。"))
    if is_opinion and not attempt.document.strip():
        raise Refused(_("请写明处理意见书的文号。"))
    if not is_opinion and attempt.document.strip():
        raise Refused(_("文号只在处理意见书送达时填写。"))
    if attempt.outcome == ContactOutcome.WITHDRAWN and not attempt.note.strip():
        raise Refused(_("请填写信访人撤回的方式和依据材料。"))
    opened = reference.legal_clock.starts_at if reference.legal_clock is not None else None
    if is_opinion and opened is not None and attempt.at < opened:
        raise Refused(_("处理意见书日期不得早于期限开始日期。"))


def _start_next_clock(
    reference: Reference, attempt: ContactInput, officer: Officer, now: datetime
) -> None:
    reference.clock = None
    if attempt.next_at is not None:
        holder = unit_holder(officer.unit) if officer.unit else role_holder(Role.OFFICE)
        matter = reference.incident.current
        reference.clock = start_dated_clock(matter, CONTACT, attempt.next_at, holder, now)
    reference.save(update_fields=["clock"])


def _settle(
    reference: Reference, attempt: ContactInput, officer: Officer, now: datetime
) -> None:
    settles = attempt.outcome.settles(ReferenceKind(reference.origin))
    if not settles or reference.settled_at is not None:
        return
    reference.settled_at = attempt.at
    reference.save(update_fields=["settled_at"])
    settle_petition_of(
        reference,
        stage=PetitionStage.ANSWERED,
        at=attempt.at,
        reason=STOP_REASONS[attempt.outcome],
        officer=officer,
        now=now,
    )
    void_about(bureau_id=reference.bureau_id, kind=KIND, about_ref=reference.number, now=now)


def _ends_by_withdrawal(reference: Reference, attempt: ContactInput) -> bool:
    withdrawn = attempt.outcome == ContactOutcome.WITHDRAWN
    is_petition = ReferenceKind(reference.origin).is_petition
    return withdrawn and is_petition and reference.settled_at is None


def _ask_second_person(row: Contact, officer: Officer, now: datetime) -> None:
    """Put a withdrawal before a second person; one that waits already gives way to it."""
    reference = row.reference
    row.signoff = request_approval(
        bureau_id=row.bureau_id,
        kind=KIND,
        about_ref=reference.number,
        label=house_text("撤回来件 %(number)s：%(label)s")
        % {"number": reference.number, "label": reference.label},
        content_hash=withdrawal_hash(row),
        officer=officer,
        clock=None,
        now=now,
    )
    row.save(update_fields=["signoff"])
