"""The legal periods of a petition or a visit that an incident is bound to (信访工作条例).

Each binds who acts: 本局 15 日内登记、转送、交办 → 有权处理的机关 15 日内告知是否受理，
或五个工作日内提出职权异议 → 受理起 60 日办结 → 批准后最多再延 30 日; 上一级机关复查、复核各
30 日. The clock of a step ends when the next one begins; what ran out before stays late.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of, calendar_of, version_book
from huiying.policy.procedure.offline import ReferenceKind
from huiying.policy.time.deadlines import (
    PETITION_DECISION,
    PETITION_EXTENSION,
    PETITION_RECEIPT,
    PETITION_REVIEW,
    DeadlineRule,
)
from huiying.policy.time.petitions import (
    REGISTRATION,
    ForwardManner,
    ReviewStep,
    counted_end,
    last_day_to_object,
)
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import clock_subject, role_holder, unit_holder
from huiying.work.casework.core.text import MAX_LINE, mask_text
from huiying.work.casework.references.actions.bind_reference import claim_reference
from huiying.work.casework.references.models import Reference

MAX_AGE_DAYS = 366
MAX_BODY = 100
LATE_DAYS = 3
"""A step recorded more days than this after its day says why."""


@dataclass(frozen=True, slots=True)
class Forwarding:
    """To which body a petition goes, how and on which day."""

    competent: Unit
    manner: ForwardManner
    day: date
    result_due: date | None = None  # of an assignment
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class ExtensionGrant:
    """By how many days the decision may take longer, why, and when the petitioner heard it."""

    days: int
    reason: str
    informed: date


@transaction.atomic
def start_registration_period(
    *, reference: Reference, received: date, officer: Officer, now: datetime
) -> Clock:
    """Begin the 15 days in which the bureau transfers or assigns the petition (art. 22).

    Raises:
        Refused: If it is no petition and no visit, has a period already, or the day lies
            ahead or more than a year ago.
    """
    if not ReferenceKind(reference.origin).is_petition:
        raise Refused(_("只有信访件和来访有法定期限。"))
    if reference.legal_clock is not None:
        raise Refused(_("这件已经在计法定期限。"))
    at = _start_of(received, now)
    reference.received_on = received
    clock = _start(reference, REGISTRATION, at, _bureau_of(officer), now)
    record(reference, "reference.registered", officer, now)
    return clock


@transaction.atomic
def forward_petition(
    *,
    reference: Reference,
    forwarding: Forwarding,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock:
    """转送、交办: the competent body has 15 days to tell the petitioner (art. 22, 23).

    Raises:
        Refused: If it is not the registration that runs, the day lies before the receipt or
            more than ``LATE_DAYS`` back without a reason, or an assignment names no day for
            the result.
        Stale: If somebody acted on it since.
    """
    clock = _running(reference, REGISTRATION.code, _("该来件不在待转送、交办状态。"))
    at = _start_of(forwarding.day, now)
    if at < clock.starts_at:
        raise Refused(_("转送、交办日期不得早于收到日期。"))
    late = _late_reason(forwarding.day, forwarding.late_reason, now)
    is_assigned = forwarding.manner == ForwardManner.ASSIGNED
    if is_assigned and (
        forwarding.result_due is None or forwarding.result_due <= forwarding.day
    ):
        raise Refused(_("交办须写明反馈结果的日期，在交办之后。"))
    claim_reference(reference, revision)
    stop_clock(clock=clock, at=at, reason=Reason("clocks.petition_forwarded"), now=now)
    reference.competent = forwarding.competent
    reference.forwarded_on = forwarding.day
    reference.result_due = forwarding.result_due if is_assigned else None
    started = _start_by_book(reference, PETITION_RECEIPT, at, officer, now)
    data = {
        "manner": str(forwarding.manner),
        "unit": forwarding.competent.name,
        "day": forwarding.day.isoformat(),
    }
    verb = "reference.forwarded_late" if late else "reference.forwarded"
    record(reference, verb, officer, now, **data, **late)
    return started


@transaction.atomic
def object_to_petition(
    *,
    reference: Reference,
    objected: date,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock:
    """职权异议: the body is not competent; the bureau's 15 days run on from their own start.

    Raises:
        Refused: If the body's 15 days do not run, no reason is given, or the five working days
            are over (art. 23).
        Stale: If somebody acted on it since.
    """
    clock = _running(reference, PETITION_RECEIPT, _("该来件不在待受理告知状态。"))
    forwarded, received = reference.forwarded_on, reference.received_on
    if forwarded is None or received is None:
        raise Refused(_("该来件未转送、交办其他单位。"))
    _start_of(objected, now)
    why = mask_text(" ".join(reason.split()), MAX_LINE)
    if not why:
        raise Refused(_("请写明异议的理由。"))
    if (
        not forwarded
        <= objected
        <= last_day_to_object(forwarded, calendar_of(reference.bureau_id))
    ):
        raise Refused(_("异议须在收到转送、交办之日起五个工作日内提出（第二十三条）。"))
    claim_reference(reference, revision)
    cancel_clock(
        clock=clock, reason=Reason("clocks.petition_objected", {"why": why[:200]}), now=now
    )
    reference.competent = reference.forwarded_on = reference.result_due = None
    at = datetime.combine(received, time(0), LOCAL)
    started = _start(reference, REGISTRATION, at, _bureau_of(officer), now)
    record(reference, "reference.objected", officer, now, reason=why)
    return started


@transaction.atomic
def accept_petition(
    *,
    reference: Reference,
    accepted: date,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    late_reason: str = "",
) -> Clock:
    """受理, and the petitioner was told: the 60 days of the decision begin (art. 34).

    Raises:
        Refused: If the receipt is not what runs, or the day lies before it was received or
            more than ``LATE_DAYS`` back without a reason.
        Stale: If somebody acted on it since.
    """
    clock = _running(reference, PETITION_RECEIPT, _("该来件不在待受理告知状态。"))
    at = _start_of(accepted, now)
    if at < clock.starts_at:
        raise Refused(_("受理日期不得早于收到日期。"))
    late = _late_reason(accepted, late_reason, now)
    claim_reference(reference, revision)
    stop_clock(
        clock=clock,
        at=max(at, clock.starts_at),
        reason=Reason("clocks.petition_accepted"),
        now=now,
    )
    started = _start_by_book(reference, PETITION_DECISION, at, officer, now)
    day = accepted.isoformat()
    verb = "reference.accepted_late" if late else "reference.accepted"
    record(reference, verb, officer, now, day=day, **late)
    return started


@transaction.atomic
def extend_petition(
    *,
    reference: Reference,
    grant: ExtensionGrant,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock:
    """延期: a leader lets the decision take at most 30 days more, once, with the reason told.

    The days follow the 60 as they are counted: a last day off that moved to the next workday
    makes the extension no longer. A decision that is late already cannot be extended.

    Raises:
        Refused: If the 60 days do not run or have run out, the days are none or too many, no
            reason is given, or the petitioner was not told.
        Stale: If somebody acted on it since.
        PermissionDenied: If the officer is no leader.
    """
    require(officer, Capability.APPROVE)
    clock = _running(reference, PETITION_DECISION, _("该来件不在计算办结期限，或已延期。"))
    reason = grant.reason.strip()
    if not reason:
        raise Refused(_("请写明延期的理由；理由须告知信访人。"))
    if now > clock.due_at:
        raise Refused(_("办结期限已过，不得再延期。"))
    if _start_of(grant.informed, now) < clock.starts_at:
        raise Refused(_("告知信访人的日期不得早于受理日期。"))
    book = book_of(reference.bureau_id, now)
    rule = book.deadline(PETITION_EXTENSION)
    if not 1 <= grant.days <= rule.amount:
        raise Refused(_("延长的天数须为 1 至 %(most)s 日。") % {"most": rule.amount})
    claim_reference(reference, revision)
    counted = version_book(reference.bureau_id, clock.rule_version) or book
    end = counted_end(clock.starts_at, counted.deadline(PETITION_DECISION))
    why = Reason("clocks.extended", {"why": masked_text(reason)[:200]})
    cancel_clock(clock=clock, reason=why, now=now)
    started = _start(
        reference,
        replace(rule, amount=grant.days),
        end,
        _competent_of(reference, officer),
        now,
    )
    data = {"reason": reason, "days": grant.days, "informed": grant.informed.isoformat()}
    record(reference, "reference.extended", officer, now, **data)
    return started


@transaction.atomic
def ask_review(
    *,
    reference: Reference,
    asked: date,
    superior: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock:
    """复查、复核: the superior body owes an answer within 30 days, twice at most (art. 35, 36).

    Raises:
        Refused: If it was not answered yet, the day lies before the answer, no superior body is
            named, or a re-review was asked for before.
        Stale: If somebody acted on it since.
    """
    if not ReferenceKind(reference.origin).is_petition or reference.settled_at is None:
        raise Refused(_("已答复的信访件和来访方可登记复查、复核申请。"))
    if reference.review_step >= ReviewStep.RE_REVIEW:
        raise Refused(_("复核意见是终结意见，不再受理（第三十六条）。"))
    body = " ".join(superior.split())[:MAX_BODY]
    if not body:
        raise Refused(_("请填写复查、复核的上一级机关。"))
    at = _start_of(asked, now)
    if at.astimezone(LOCAL).date() < reference.settled_at.astimezone(LOCAL).date():
        raise Refused(_("申请日期不得早于答复日期。"))
    claim_reference(reference, revision)
    reference.settled_at = None
    reference.review_step += 1
    reference.save(update_fields=["settled_at", "review_step"])
    rule = book_of(reference.bureau_id, now).deadline(PETITION_REVIEW)
    started = _start(reference, rule, at, Holder(body), now)
    data = {"step": ReviewStep(reference.review_step).name, "body": body}
    record(reference, "reference.review_asked", officer, now, **data)
    return started


def stop_legal_clock(
    reference: Reference, *, at: datetime, reason: Reason, now: datetime
) -> None:
    """Stop the legal clock of a reference whose answer was given; a plain one has none."""
    if reference.legal_clock is not None:
        stop_clock(clock=reference.legal_clock, at=at, reason=reason, now=now)


def _late_reason(day: date, reason: str, now: datetime) -> dict[str, str]:
    """Return why a step is recorded so late, for the record; nothing for one in time.

    Raises:
        Refused: If it is late and no reason is given: an older day ends one period earlier
            than it ended, perhaps in time when it was not.
    """
    if (now.astimezone(LOCAL).date() - day).days <= LATE_DAYS:
        return {}
    why = mask_text(" ".join(reason.split()), MAX_LINE)
    if not why:
        raise Refused(
            _("日期早于 %(days)d 天前的，请填写补登理由和依据材料。") % {"days": LATE_DAYS}
        )
    return {"reason": why}


def _running(reference: Reference, code: str, otherwise: str) -> Clock:
    clock = reference.legal_clock
    runs = clock is not None and clock.state == ClockState.RUNNING and clock.rule_code == code
    if clock is None or not runs:
        raise Refused(otherwise)
    if clock.paused_at is not None:
        raise Refused(_("期限依法暂停中，请先恢复。"))
    return clock


def _bureau_of(officer: Officer) -> Holder:
    return unit_holder(officer.unit) if officer.unit else role_holder(Role.OFFICE)


def _competent_of(reference: Reference, officer: Officer) -> Holder:
    """Return the body that a petition was forwarded to; the bureau's own unit if it was not."""
    return (
        _bureau_of(officer) if reference.competent is None else unit_holder(reference.competent)
    )


def _start_by_book(
    reference: Reference, code: str, at: datetime, officer: Officer, now: datetime
) -> Clock:
    rule = book_of(reference.bureau_id, now).deadline(code)
    return _start(reference, rule, at, _competent_of(reference, officer), now)


def _start(
    reference: Reference, rule: DeadlineRule, at: datetime, holder: Holder, now: datetime
) -> Clock:
    reference.legal_clock = start_clock(
        bureau_id=reference.bureau_id,
        kind=rule.code.lower(),
        name=rule.name,
        rule=rule,
        rule_version=str(book_of(reference.bureau_id, now).version),
        starts_at=at,
        calendar=calendar_of(reference.bureau_id),
        subject=clock_subject(reference.incident.current),
        holder=holder,
        now=now,
    )
    reference.save(
        update_fields=[
            "legal_clock",
            "received_on",
            "forwarded_on",
            "competent",
            "result_due",
        ]
    )
    return reference.legal_clock


def _start_of(day: date, now: datetime) -> datetime:
    """Return the first moment of a local day that is not ahead and not older than a year."""
    ago = (now.astimezone(LOCAL).date() - day).days
    if not 0 <= ago <= MAX_AGE_DAYS:
        raise Refused(_("日期不得晚于今日，也不得早于一年前。"))
    return datetime.combine(day, time(0), LOCAL)
