"""撤回、意见书: what ends a petition, recorded by one person and confirmed by a second.

In:   a contact that records a withdrawal, or the written opinion of the competent organ.
Out:  what the confirmation binds, what waits.
Cost: one indexed query each.
"""

from __future__ import annotations

from datetime import UTC

from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.offline import ContactOutcome
from huiying.work.casework.references.models import Contact, Reference

KIND = "withdrawal"


def withdrawal_of(reference: Reference) -> Contact | None:
    """Return the newest ending that a second person confirms, confirmed or not."""
    rows = reference.contacts.filter(signoff__isnull=False).order_by("-pk")
    return rows.select_related(
        "by", "signoff__decided_by", "reference__incident", "reference__petition__clock", "file"
    ).first()


def waits(row: Contact) -> bool:
    """Tell whether an ending was neither confirmed nor returned yet."""
    return row.signoff is not None and row.signoff.decision == Decision.PENDING


def counts(row: Contact) -> bool:
    """Tell whether a contact stands by itself or was confirmed."""
    return row.signoff is None or row.signoff.decision == Decision.APPROVED


def withdrawal_hash(row: Contact) -> str:
    """Return the hash of an ending as it was recorded, in the step it would end.

    Of an opinion its number, organ, day and scanned file as well.
    """
    petition = row.reference.petition
    content: dict[str, object] = {
        "schema": 1,
        "contact": row.pk,
        "reference": row.reference.number,
        "review_step": 0 if petition is None else petition.review_step,
        "way": row.way,
        "at": row.at.astimezone(UTC).isoformat(),
        "note": row.note,
    }
    if row.outcome == ContactOutcome.OPINION:
        content["opinion"] = {
            "document": row.document,
            "organ": row.organ,
            "issued_on": row.issued_on.isoformat() if row.issued_on else "",
            "file": row.file.sha256 if row.file else "",
        }
    return hash_of_content(content)
