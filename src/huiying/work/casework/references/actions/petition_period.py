"""The legal periods of a petition or a visit that an incident is bound to (信访工作条例).

收到 → 15 日内告知是否受理 → 受理起 60 日办结 → 批准后最多再延 30 日; 复查、复核 30 日. The
clock of a step ends when the next one begins; what ran out before stays late for ever.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.start import start_clock
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.procedure.offline import ReferenceKind
from huiying.policy.time.deadlines import (
    PETITION_DECISION,
    PETITION_EXTENSION,
    PETITION_RECEIPT,
    PETITION_REVIEW,
)
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import clock_subject, role_holder, unit_holder
from huiying.work.casework.references.actions.bind_reference import claim_reference
from huiying.work.casework.references.models import Reference

MAX_AGE_DAYS = 366


@transaction.atomic
def start_receipt_period(
    *, reference: Reference, received: date, officer: Officer, now: datetime
) -> Clock:
    """Begin the 15 days in which the petitioner is told whether it is accepted (art. 23).

    Raises:
        Refused: If it is no petition and no visit, has a period already, or the day lies
            ahead or more than a year ago.
    """
    if not ReferenceKind(reference.origin).is_petition:
        raise Refused(_("只有信访件和来访有法定期限。"))
    if reference.legal_clock is not None:
        raise Refused(_("这件已经在计法定期限。"))
    clock = _start(reference, PETITION_RECEIPT, _start_of(received, now), officer, now)
    record(reference, "reference.received", officer, now)
    return clock


@transaction.atomic
def accept_petition(
    *,
    reference: Reference,
    accepted: date,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock:
    """受理, and the petitioner was told: the 60 days of the decision begin (art. 34).

    Raises:
        Refused: If the receipt is not what runs, or the day lies before it was received.
        Stale: If somebody acted on it since.
    """
    clock = _running(reference, PETITION_RECEIPT, _("这件不在等受理告知。"))
    at = _start_of(accepted, now)
    if at < clock.starts_at:
        raise Refused(_("受理日期不能早于收到的日期。"))
    claim_reference(reference, revision)
    stop_clock(
        clock=clock,
        at=max(at, clock.starts_at),
        reason=Reason("clocks.petition_accepted"),
        now=now,
    )
    started = _start(reference, PETITION_DECISION, at, officer, now)
    record(reference, "reference.accepted", officer, now)
    return started


@transaction.atomic
def extend_petition(
    *,
    reference: Reference,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock:
    """延期: a leader lets the decision take at most 30 days more, once, with the reason.

    The 30 days follow the 60; a decision that is late already cannot be extended.

    Raises:
        Refused: If the 60 days do not run or have run out, or no reason is given.
        Stale: If somebody acted on it since.
        PermissionDenied: If the officer is no leader.
    """
    require(officer, Capability.APPROVE)
    clock = _running(reference, PETITION_DECISION, _("这件不在计办结期限，或已经延过期。"))
    if not reason.strip():
        raise Refused(_("请写明延期的理由；理由须告知信访人。"))
    if now > clock.due_at:
        raise Refused(_("办结期限已过，不能再延期。"))
    claim_reference(reference, revision)
    due = clock.due_at
    cancel_clock(
        clock=clock,
        reason=Reason("clocks.extended", {"why": masked_text(reason.strip())[:200]}),
        now=now,
    )
    started = _start(reference, PETITION_EXTENSION, due, officer, now)
    record(reference, "reference.extended", officer, now, reason=reason.strip())
    return started


@transaction.atomic
def ask_review(
    *,
    reference: Reference,
    asked: date,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock:
    """复查、复核: the petitioner asked for a review; it is owed an answer anew (art. 35, 36).

    Raises:
        Refused: If it was not answered yet, or the day lies before the answer.
        Stale: If somebody acted on it since.
    """
    if not ReferenceKind(reference.origin).is_petition or reference.settled_at is None:
        raise Refused(_("已经答复的信访件和来访才能登记复查、复核申请。"))
    at = _start_of(asked, now)
    if at.astimezone(LOCAL).date() < reference.settled_at.astimezone(LOCAL).date():
        raise Refused(_("申请日期不能早于答复的日期。"))
    claim_reference(reference, revision)
    reference.settled_at = None
    reference.save(update_fields=["settled_at"])
    started = _start(reference, PETITION_REVIEW, at, officer, now)
    record(reference, "reference.review_asked", officer, now)
    return started


def stop_legal_clock(
    reference: Reference, *, at: datetime, reason: Reason, now: datetime
) -> None:
    """Stop the legal clock of a reference whose answer was given; a plain one has none."""
    if reference.legal_clock is not None:
        stop_clock(clock=reference.legal_clock, at=at, reason=reason, now=now)


def _running(reference: Reference, code: str, otherwise: str) -> Clock:
    clock = reference.legal_clock
    runs = clock is not None and clock.state == ClockState.RUNNING and clock.rule_code == code
    if clock is None or not runs:
        raise Refused(otherwise)
    if clock.paused_at is not None:
        raise Refused(_("期限依法停着，请先恢复。"))
    return clock


def _start(
    reference: Reference, code: str, at: datetime, officer: Officer, now: datetime
) -> Clock:
    incident = reference.incident.current
    book = book_of(reference.bureau_id, now)
    rule = book.deadline(code)
    reference.legal_clock = start_clock(
        bureau_id=reference.bureau_id,
        kind=code.lower(),
        name=rule.name,
        rule=rule,
        rule_version=str(book.version),
        starts_at=at,
        calendar=calendar_of(reference.bureau_id),
        subject=clock_subject(incident),
        holder=unit_holder(officer.unit) if officer.unit else role_holder(Role.OFFICE),
        now=now,
    )
    reference.save(update_fields=["legal_clock"])
    return reference.legal_clock


def _start_of(day: date, now: datetime) -> datetime:
    """Return the first moment of a local day that is not ahead and not older than a year."""
    ago = (now.astimezone(LOCAL).date() - day).days
    if not 0 <= ago <= MAX_AGE_DAYS:
        raise Refused(_("日期不能在将来，也不能早于一年前。"))
    return datetime.combine(day, time(0), LOCAL)
