"""登记机制审核: what an office of the district said of exactly these words (Art. 8).

In:   a submitted draft, the office, its opinion and paper.
Out:  a review that waits for a second person; a yes opens the gate only with his signature.
Cost: about five writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.models import Superior
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention
from huiying.base.numbers import take_number
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.text import MAX_LINE, checked_text
from huiying.work.responses.core.bureau_only import refuse_agencies
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.mechanism.models import MechanismReview, Opinion
from huiying.work.responses.mechanism.standing import STANDING, needs_mechanism, review_content

KIND = "mechanism"
SUBMITTED = (DraftState.SUBMITTED, DraftState.APPROVED)
MAX_WORDS, MAX_DOCUMENT = 1_000, 80


@dataclass(frozen=True, slots=True)
class ReviewInput:
    """What an office said, when, by which paper; its scan, or why there is none."""

    office: Superior
    at: datetime
    opinion: Opinion
    document: str
    words: str = ""
    file: WrittenFile | None = None
    no_file_reason: str = ""


@transaction.atomic
def record_mechanism_review(
    *, draft: Draft, review_input: ReviewInput, shown_hash: str, officer: Officer, now: datetime
) -> MechanismReview:
    """Record an opinion on the text as it was submitted, and ask a second person to confirm.

    Raises:
        PermissionDenied: If the officer may not draft.
        Refused: If he works for an agency, the draft was not submitted or its matter needs no
            review, the office is not on the bureau's list, the moment is before the submission
            or has not come, the number is missing, an opinion other than a yes has no words, or
            neither a file nor a reason for its absence is given.
        Stale: If the text is no longer the one that was shown.
    """
    require(officer, Capability.DRAFT)
    refuse_agencies(officer)
    draft, request = _submitted(draft, shown_hash)
    office = review_input.office
    if office.bureau_id != draft.bureau_id or not office.active:
        raise Refused(_("无此上级机关。请从名单中选择；名单见“领导小组”页。"))
    _check_moment(review_input.at, request, now)
    opinion = Opinion(review_input.opinion)
    needs_words = opinion != Opinion.AGREED
    row = MechanismReview(
        bureau_id=draft.bureau_id,
        number=_number(draft, now),
        draft=draft,
        content_hash=shown_hash,
        office=office,
        office_name=" · ".join(filter(None, (office.name, office.office))),
        at=review_input.at,
        opinion=opinion,
        words=checked_text(
            review_input.words,
            MAX_WORDS,
            _("请填写审核意见要求修改的内容和理由。") if needs_words else "",
        ),
        document=_document(review_input.document),
        no_file_reason=_reason(review_input),
        recorded_by=officer,
        recorded_at=now,
    )
    if review_input.file is not None:
        row.file = keep_file(
            bureau_id=draft.bureau_id,
            written=review_input.file,
            retention=Retention.THIRTY_YEARS,
            now=now,
        )
    row.signoff = _ask_second_person(row, officer, now)
    row.save()
    data = {"office": row.office_name, "opinion": str(opinion), "document": row.document}
    file = {"file": row.file.sha256} if row.file else {"no_file": row.no_file_reason}
    record(
        row,
        VERBS[opinion],
        officer,
        now,
        **data,
        **file,
        at=row.at.isoformat() if row.at else "",
        hash=row.signoff.content_hash,
        text=row.content_hash,
    )
    return row


VERBS = {
    Opinion.AGREED: "mechanism.agreed",
    Opinion.CHANGES: "mechanism.changes_wanted",
    Opinion.REFUSED: "mechanism.refused",
}


def _submitted(draft: Draft, shown_hash: str) -> tuple[Draft, SignoffRequest]:
    """Hold the draft, so that no edit slips in between the text and what is said of it."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related(
        "signoff", "answer__bureau", "answer__speaker", "answer__incident__merged_into"
    )
    held = rows.get(pk=draft.pk)
    if not needs_mechanism(held):
        raise Refused(_("一般事件的回应无需机制审核。"))
    request = held.signoff
    if held.state not in SUBMITTED or request is None or request.decision not in STANDING:
        raise Refused(_("机制审核须在送审后、发布前登记。"))
    if not shown_hash == hash_of_content(content_of(held)) == request.content_hash:
        raise Stale(_("文字已更新，本次未登记。请阅读最新全文。"))
    return held, request


def _check_moment(at: datetime, request: SignoffRequest, now: datetime) -> None:
    """Take a moment by the minute: nobody writes down the second of a telephone call."""
    if not request.requested_at.replace(second=0, microsecond=0) <= at <= now:
        raise Refused(_("审核时间须在送审之后、当前时间之前。"))


def _document(text: str) -> str:
    words = " ".join(strip_unsafe(text).split())
    if not words:
        raise Refused(_("请填写审核文书的文号或登记号。"))
    return checked_text(words, MAX_DOCUMENT)


def _reason(review_input: ReviewInput) -> str:
    if review_input.file is not None:
        return ""
    return checked_text(
        review_input.no_file_reason, MAX_LINE, _("请附审核文书扫描件，或写明无扫描件的原因。")
    )


def _ask_second_person(row: MechanismReview, officer: Officer, now: datetime) -> SignoffRequest:
    title = row.draft.answer.incident.title
    return request_approval(
        bureau_id=row.bureau_id,
        kind=KIND,
        about_ref=row.number,
        label=house_text("机制审核 %(number)s：%(title)s")
        % {"number": row.number, "title": title},
        content_hash=hash_of_content(review_content(row)),
        officer=officer,
        clock=None,
        now=now,
    )


def _number(draft: Draft, now: datetime) -> str:
    year = now.astimezone(LOCAL).year
    return f"J{take_number(bureau_id=draft.bureau_id, kind=KIND, year=year)}"
