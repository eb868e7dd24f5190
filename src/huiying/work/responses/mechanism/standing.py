"""Whether the district mechanism's review lets a text out: the gate of Article 8.

In:   a draft.    Out:  how the gate stands, and by which review.
Cost: three queries; none for a matter that needs no review.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft
from huiying.work.responses.mechanism.models import MechanismReview, Opinion

STANDING = (Decision.PENDING, Decision.APPROVED)


class Gate(StrEnum):
    """How the gate stands for one text."""

    NOT_NEEDED = "NOT_NEEDED"  # 一般
    OPEN = "OPEN"
    ABSENT = "ABSENT"  # goes out first and is ratified afterwards
    WAITING = "WAITING"  # agreed as recorded; a second person has not confirmed the record
    REFUSED = "REFUSED"  # the office does not agree to this text, or only with changes
    NUMBER_ONLY = "NUMBER_ONLY"
    MISSING = "MISSING"

    @property
    def lets_out(self) -> bool:
        """Tell whether the text may be published."""
        return self in (Gate.NOT_NEEDED, Gate.OPEN, Gate.ABSENT)


@dataclass(frozen=True, slots=True)
class MechanismStanding:
    """The state of the gate, and the review that it rests on."""

    gate: Gate
    review: MechanismReview | None = None


def needs_mechanism(draft: Draft) -> bool:
    """Tell whether the release of a draft follows the mechanism: 较大 and above."""
    return Grade(draft.answer.incident.current.grade_in_force) >= Grade.SIGNIFICANT


def mechanism_reviews_of(draft: Draft) -> list[MechanismReview]:
    """Return everything that was recorded of a draft, the newest opinion first."""
    rows = draft.mechanism_reviews.select_related(
        "file", "recorded_by", "voided_by", "signoff__decided_by", "signoff__requested_by"
    )
    return newest_first(rows)


def newest_first(rows: Iterable[MechanismReview]) -> list[MechanismReview]:
    """Return reviews by the moment of the opinion."""
    return sorted(rows, key=lambda row: (row.at or row.recorded_at, row.pk), reverse=True)


def mechanism_standing(draft: Draft) -> MechanismStanding:
    """Return how the gate stands for the text as it is.

    The newest opinion on it counts. One that is not a plain yes closes the gate at once; a yes
    opens it when a second person confirmed the record. Whoever had a no of the mechanism may
    not go out without it afterwards, also with another text.
    """
    if not needs_mechanism(draft):
        return MechanismStanding(Gate.NOT_NEEDED)
    return standing_by(draft, mechanism_reviews_of(draft), hash_of_content(content_of(draft)))


def standing_by(
    draft: Draft, rows: list[MechanismReview], content_hash: str
) -> MechanismStanding:
    """Return how the gate stands by reviews that were read, the newest first; reads nothing."""
    if not needs_mechanism(draft):
        return MechanismStanding(Gate.NOT_NEEDED)
    valid = _valid(rows)
    current = next((row for row in valid if _counts(row, content_hash)), None)
    gate = _gate_of(current)
    if gate in (Gate.MISSING, Gate.WAITING) and draft.procedure_absent and not _objected(valid):
        return MechanismStanding(Gate.ABSENT, current)
    if gate != Gate.MISSING:
        return MechanismStanding(gate, current)
    typed = next((row for row in rows if row.signoff is None), None)
    return MechanismStanding(Gate.NUMBER_ONLY if typed else Gate.MISSING, typed)


def has_objection(draft: Draft) -> bool:
    """Tell whether the mechanism's last word on a draft, of any text, is not a plain yes."""
    return _objected(_valid(mechanism_reviews_of(draft)))


def review_content(row: MechanismReview) -> dict[str, Any]:
    """Return what the second person signs: the text by its hash, and all that was recorded."""
    return {
        "schema": 1,
        "text": row.content_hash,
        "number": row.number,
        "office": row.office_name,
        "at": row.at.astimezone(UTC).isoformat() if row.at else "",
        "opinion": row.opinion,
        "words": row.words,
        "document": row.document,
        "file": row.file.sha256 if row.file else "",
        "no_file_reason": row.no_file_reason,
        "recorded_by": f"officer:{row.recorded_by_id}",
    }


def require_mechanism(draft: Draft) -> MechanismReview | None:
    """Return the review that lets the text out; None if it needs none or goes out without.

    Raises:
        Refused: If the gate is closed, or the review is no longer what was signed.
    """
    standing = mechanism_standing(draft)
    if not standing.gate.lets_out:
        raise Refused(f"{gate_lack(standing)} {_('未发布。')}")
    row = standing.review if standing.gate == Gate.OPEN else None
    if row is not None and not _as_signed(row):
        raise Refused(_("机制审核的登记内容与核签时不一致，未发布。请审计员核对审计记录。"))
    return row


def gate_lack(standing: MechanismStanding) -> str:
    """Return what a closed gate waits for, as a sentence."""
    review = standing.review
    pending = review and review.signoff and review.signoff.decision == Decision.PENDING
    if standing.gate == Gate.REFUSED and pending:
        return _(
            "登记为未同意本稿，尚未经第二人核签；无法核对的，由第二人退回，登记不生"
            "效（制度第八条）。"
        )
    return {
        Gate.WAITING: _("机制审核已登记，等第二人核签（制度第八条）。"),
        Gate.REFUSED: _("机制审核未同意本稿（制度第八条）。请按意见修改，重新送审核。"),
        Gate.NUMBER_ONLY: _("仅有文号，未登记审核机关、时间和意见（制度第八条）。"),
        Gate.MISSING: _("尚未登记区委办、政府办机制的审核（制度第八条）。"),
    }.get(standing.gate, "")


def _counts(row: MechanismReview, content_hash: str) -> bool:
    stands = row.signoff is not None and row.signoff.decision in STANDING
    return stands and row.voided_at is None and row.content_hash == content_hash


def _gate_of(row: MechanismReview | None) -> Gate:
    if row is None or row.signoff is None:
        return Gate.MISSING
    if row.opinion != Opinion.AGREED:
        return Gate.REFUSED
    return Gate.OPEN if row.signoff.decision == Decision.APPROVED else Gate.WAITING


def _as_signed(row: MechanismReview) -> bool:
    request = row.signoff
    return request is not None and hash_of_content(review_content(row)) == request.content_hash


def _valid(rows: list[MechanismReview]) -> list[MechanismReview]:
    """Return what an office said, but what a second person could not confirm."""
    return [row for row in rows if row.signoff and row.signoff.decision != Decision.RETURNED]


def _objected(valid: list[MechanismReview]) -> bool:
    """Tell whether the last word is not a yes; one that one person recorded is no word yet."""
    last = next((row for row in valid if not _is_unconfirmed_yes(row)), None)
    return last is not None and last.opinion != Opinion.AGREED


def _is_unconfirmed_yes(row: MechanismReview) -> bool:
    confirmed = row.signoff is not None and row.signoff.decided_at is not None
    return row.opinion == Opinion.AGREED and not confirmed
