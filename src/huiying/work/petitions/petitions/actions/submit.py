"""Take in what somebody sends: by the web, or recorded by an officer for who wrote or came.

In:   a submission, its files already encrypted on disk.
Out:  a petition or an accusation, its receipt with the query code.
Cost: about ten writes; nothing is fetched.

An accusation is found here, by what it was sent as and by its words, before a petition is made.
A receipt shows the query code, not the number: nobody who sees one learns which it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.models import Retention
from huiying.base.numbers import take_number
from huiying.policy.petitions.codes import grouped
from huiying.policy.petitions.kinds import PetitionKind, StepKind
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.accusations.actions.receive import receive_accusation
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.clocks import bureau_holder, first_rule, start_petition_clock
from huiying.work.petitions.core.models import Petition, PetitionFile
from huiying.work.petitions.core.query_codes import (
    code_proof,
    digest_of_code,
    new_code,
    ticket_digest,
)
from huiying.work.petitions.core.sealed_texts import seal_original
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.core.submission import (
    Submission,
    check_submission,
    working_text,
    working_title,
)
from huiying.work.petitions.petitions.queries import find_by_code

NUMBER_KIND = "petition"
PREFIX = "XF"
TWICE = gettext_lazy("该编号的工单已登记，未重复登记。")


@dataclass(frozen=True, slots=True)
class SubmissionReceipt:
    """What who sent it in takes along: the query code, and what to expect until when.

    ``row`` is for the caller, and for officers who recorded it; a receipt names no number.
    """

    code: str  # in groups, as it is printed; stored nowhere
    rule_name: str  # Chinese
    basis: str  # Chinese
    due_at: datetime
    row: Petition | Accusation


class SentBefore(Refused):
    """The same form was taken in before; ``repeated_receipt`` says under which code."""


@transaction.atomic
def submit_petition(
    *,
    bureau: Bureau,
    submission: Submission,
    now: datetime,
    officer: Officer | None = None,
    code: str = "",
) -> SubmissionReceipt:
    """Take in a submission.

    Args:
        officer: Who records it for somebody; None = it was sent by the web.
        code: The letters of its query code (``code_of_form``); "" = new ones.

    Raises:
        Refused: If it cannot be taken in (``check_submission``), or a ticket of this number
            was taken in before.
        SentBefore: If something was taken in under this code.
        Classified: If it carries a classification mark; nothing of it was kept.
    """
    check_submission(submission, now)
    refuse_second_ticket(bureau.pk, submission)
    code = code or new_code()
    if submission.is_accusation:
        row = _receive(bureau, submission, code, officer, now)
        return _receipt_of(row, code)
    petition = store_petition(
        bureau=bureau,
        submission=submission,
        code_digest=digest_of_code(bureau.pk, code),
        officer=officer,
        now=now,
    )
    return _receipt_of(petition, code)


def refuse_second_ticket(bureau_id: int, submission: Submission) -> None:
    """Refuse a ticket that was taken in before, also one that was an accusation: alike.

    Raises:
        Refused: As for a petition of this number.
    """
    channel, number = str(submission.channel), submission.outside_number
    digest = ticket_digest(bureau_id, channel, number)
    if digest and Accusation.objects.filter(bureau_id=bureau_id, ticket_digest=digest).exists():
        raise Refused(str(TWICE))


def store_petition(
    *,
    bureau: Bureau,
    submission: Submission,
    code_digest: str,
    officer: Officer | None,
    now: datetime,
) -> Petition:
    """Store what is no accusation, inside the transaction of the caller, who has checked it.

    Args:
        code_digest: Of the query code that was given out for it.

    Raises:
        Refused: If a ticket of this number was taken in before.
        SentBefore: If something was taken in under this code.
    """
    petition = _create(bureau, submission, code_digest, officer, now)
    _keep_files(petition, submission, now)
    rule = first_rule(bureau.pk, PetitionKind(petition.kind), now)
    holder = bureau_holder(bureau.pk, officer)
    start_petition_clock(petition, rule, submission.received_at, holder, now)
    add_step(petition, StepKind.RECEIVED, submission.received_at, officer)
    record(
        petition,
        "petition.received",
        officer,
        now,
        kind=petition.kind,
        channel=petition.channel,
    )
    return petition


def repeated_receipt(*, bureau: Bureau, code: str) -> SubmissionReceipt | None:
    """Return the receipt of what was taken in under a code; None if nothing was."""
    row = find_by_code(bureau, code)
    return None if row is None else _receipt_of(row, code)


def _receipt_of(row: Petition | Accusation, code: str) -> SubmissionReceipt:
    if isinstance(row, Petition):
        clock = row.clock
        if clock is None:
            raise ValueError("a petition that was sent has a clock")
        return SubmissionReceipt(grouped(code), clock.name, clock.basis, clock.due_at, row)
    name, basis = _("转送有权处理的机关"), "《信访工作条例》第二十二条"
    return SubmissionReceipt(grouped(code), name, basis, row.transfer_due, row)


def _receive(
    bureau: Bureau, submission: Submission, code: str, officer: Officer | None, now: datetime
) -> Accusation:
    try:
        with transaction.atomic():
            return receive_accusation(
                bureau=bureau, submission=submission, code=code, officer=officer, now=now
            )
    except IntegrityError:
        raise _sent_before() from None


def _sent_before() -> SentBefore:
    return SentBefore(_("这份内容已经收到，没有重复登记。"))


def _create(
    bureau: Bureau,
    submission: Submission,
    code_digest: str,
    officer: Officer | None,
    now: datetime,
) -> Petition:
    if submission.kind is None:
        raise ValueError("an accusation is no petition")
    original = submission.original
    year = now.astimezone(LOCAL).year
    number = f"{PREFIX}{take_number(bureau_id=bureau.pk, kind=NUMBER_KIND, year=year)}"
    sealed = seal_original(bureau.pk, original, number)
    try:
        with transaction.atomic():
            return Petition.objects.create(
                bureau=bureau,
                number=number,
                kind=str(submission.kind),
                channel=str(submission.channel),
                outside_number=" ".join(submission.outside_number.split())[:60],
                code_digest=code_digest,
                code_proof=code_proof(bureau.pk, code_digest, number),
                data_key=sealed.key,
                original=sealed.body,
                title=working_title(original),
                text=working_text(original),
                people=submission.people,
                can_be_reached=original.can_be_reached,
                received_at=submission.received_at,
                received_by=officer,
            )
    except IntegrityError:
        same = Petition.objects.filter(bureau=bureau, code_digest=code_digest)
        if code_digest and same.exists():
            raise _sent_before() from None
        raise Refused(str(TWICE)) from None


def _keep_files(petition: Petition, submission: Submission, now: datetime) -> None:
    for written in submission.files:
        file = keep_file(
            bureau_id=petition.bureau_id,
            written=written,
            retention=Retention.TEN_YEARS,
            now=now,
        )
        PetitionFile.objects.create(
            bureau_id=petition.bureau_id, petition=petition, file=file, at=now
        )
