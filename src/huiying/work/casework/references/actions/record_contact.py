"""联系当事人: record an attempt to reach the petitioner, its result, and the next one due.

As long as no answer was given, the next attempt is owed: nobody is dropped by silence. What a
petition asks is answered by a letter of this house (``work.petitions.replies``), or by the
opinion of the competent organ: scanned, with its number, its day and the proof of delivery.
Such an opinion, and a withdrawal, count once a second person confirmed them (信访工作条例 art.
32, 34); what was told by phone is a contact and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention, StoredFile
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.policy.procedure.offline import (
    CONTACT,
    ContactMethod,
    ContactOutcome,
    ReferenceKind,
)
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import (
    check_due,
    role_holder,
    start_dated_clock,
    unit_holder,
)
from huiying.work.casework.core.text import MAX_LINE, mask_text
from huiying.work.casework.references.actions.bind_reference import claim_reference
from huiying.work.casework.references.models import Contact, Reference
from huiying.work.casework.references.withdrawals import KIND, withdrawal_hash

MAX_PLACE = 100
MAX_DOCUMENT = 60
MAX_ORGAN = 100
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
    organ: str = ""  # that gave it
    issued_on: date | None = None  # the day that it bears
    file: WrittenFile | None = None  # the opinion as it was scanned


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

    A petition whose opinion or withdrawal is recorded stays open, and its legal period runs
    on, until somebody else confirms it.

    Raises:
        Refused: If it lies in the future, a reception has no place, an opinion was given by
            phone or has no number, or that of a petition no organ, day, scanned file or proof
            of delivery; if a withdrawal has no note, no next attempt is named though nothing
            was answered, or the binding was taken back.
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
        organ=" ".join(attempt.organ.split())[:MAX_ORGAN],
        issued_on=attempt.issued_on,
        file=_keep(reference, attempt, now),
        at=attempt.at,
        next_at=attempt.next_at,
        recorded_at=now,
        by=officer,
    )
    _start_next_clock(reference, attempt, officer, now)
    if _asks_second_person(reference, attempt):
        _ask_second_person(row, officer, now)
    else:
        _settle(reference, attempt)
    data = {"way": row.way, "outcome": row.outcome}
    if row.document:
        data |= _opinion_data(row)
    verb = "reference.opinion_recorded" if row.document else "reference.contacted"
    record(reference, verb, officer, now, **data)
    return row


def _opinion_data(row: Contact) -> dict[str, str]:
    """Return what the record holds of an opinion: its number, organ, days and file."""
    return {
        "document": row.document,
        "organ": row.organ,
        "issued": row.issued_on.isoformat() if row.issued_on else "",
        "delivered": row.at.isoformat(),
        "file": row.file.sha256 if row.file else "",
    }


def _keep(reference: Reference, attempt: ContactInput, now: datetime) -> StoredFile | None:
    if attempt.file is None:
        return None
    return keep_file(
        bureau_id=reference.bureau_id,
        written=attempt.file,
        retention=Retention.THIRTY_YEARS,
        now=now,
    )


def _check_ending(reference: Reference, attempt: ContactInput) -> None:
    """Hold a written opinion and a withdrawal to what proves them."""
    is_opinion = attempt.outcome == ContactOutcome.OPINION
    if is_opinion and attempt.way == ContactMethod.PHONE:
        raise Refused(_("处理意见书须书面送达；电话里说的，登记为联系。"))
    if is_opinion and not attempt.document.strip():
        raise Refused(_("请写明处理意见书的文号。"))
    if not is_opinion and (attempt.document.strip() or attempt.file or attempt.issued_on):
        raise Refused(_("文号、日期和扫描件只在处理意见书送达时填写。"))
    if attempt.outcome == ContactOutcome.WITHDRAWN and not attempt.note.strip():
        raise Refused(_("请填写信访人撤回的方式和依据材料。"))
    if is_opinion and is_claim(reference):
        _check_opinion(reference, attempt)


def _check_opinion(reference: Reference, attempt: ContactInput) -> None:
    """Hold the opinion that ends a petition to the paper: who gave it, when, how it arrived."""
    if not attempt.organ.strip():
        raise Refused(_("请填写出具意见书的机关。"))
    if attempt.issued_on is None:
        raise Refused(_("请填写意见书上的日期。"))
    if attempt.file is None:
        raise Refused(_("须附意见书扫描件；没有书面材料的，不得登记送达。"))
    if not attempt.note.strip():
        raise Refused(_("请填写送达凭证，如挂号信编号、签收回执。"))
    if attempt.issued_on > attempt.at.astimezone(LOCAL).date():
        raise Refused(_("意见书的日期不得晚于送达时间。"))
    opened = reference.legal_clock.starts_at if reference.legal_clock is not None else None
    if opened is None:
        return
    if attempt.at < opened or attempt.issued_on < opened.astimezone(LOCAL).date():
        raise Refused(_("处理意见书日期不得早于期限开始日期。"))


def is_claim(reference: Reference) -> bool:
    """Tell whether what came in is a petition, here or elsewhere: it is answered in writing."""
    by_origin = ReferenceKind(reference.origin).is_petition
    return by_origin or reference.petition_id is not None


def _start_next_clock(
    reference: Reference, attempt: ContactInput, officer: Officer, now: datetime
) -> None:
    reference.clock = None
    if attempt.next_at is not None:
        holder = unit_holder(officer.unit) if officer.unit else role_holder(Role.OFFICE)
        matter = reference.incident.current
        reference.clock = start_dated_clock(matter, CONTACT, attempt.next_at, holder, now)
    reference.save(update_fields=["clock"])


def _settle(reference: Reference, attempt: ContactInput) -> None:
    settles = attempt.outcome.settles(ReferenceKind(reference.origin))
    if not settles or is_claim(reference) or reference.settled_at is not None:
        return
    reference.settled_at = attempt.at
    reference.save(update_fields=["settled_at"])


def _asks_second_person(reference: Reference, attempt: ContactInput) -> bool:
    ends = attempt.outcome in (ContactOutcome.OPINION, ContactOutcome.WITHDRAWN)
    petition = reference.petition
    settled = reference.settled_at if petition is None else petition.settled_at
    return ends and is_claim(reference) and settled is None


def _ask_second_person(row: Contact, officer: Officer, now: datetime) -> None:
    """Put an ending before a second person; one that waits already gives way to it."""
    reference = row.reference
    is_opinion = row.outcome == ContactOutcome.OPINION
    label = (
        house_text("来件 %(number)s 的意见书送达：%(label)s")
        if is_opinion
        else house_text("撤回来件 %(number)s：%(label)s")
    )
    row.signoff = request_approval(
        bureau_id=row.bureau_id,
        kind=KIND,
        about_ref=reference.number,
        label=label % {"number": reference.number, "label": reference.label},
        content_hash=withdrawal_hash(row),
        officer=officer,
        clock=None,
        now=now,
    )
    row.save(update_fields=["signoff"])
