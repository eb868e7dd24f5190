"""撤回: the withdrawal of a petition as a second person confirms it.

In:   a contact that records a withdrawal.    Out:  what the confirmation binds, what waits.
Cost: one indexed query each.
"""

from __future__ import annotations

from datetime import UTC

from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.work.casework.references.models import Contact, Reference

KIND = "withdrawal"


def withdrawal_of(reference: Reference) -> Contact | None:
    """Return the newest withdrawal that a second person confirms, confirmed or not."""
    rows = reference.contacts.filter(signoff__isnull=False).order_by("-pk")
    return rows.select_related(
        "by", "signoff__decided_by", "reference__incident", "reference__petition__clock"
    ).first()


def waits(row: Contact) -> bool:
    """Tell whether a withdrawal was neither confirmed nor returned yet."""
    return row.signoff is not None and row.signoff.decision == Decision.PENDING


def counts(row: Contact) -> bool:
    """Tell whether a contact stands by itself or was confirmed."""
    return row.signoff is None or row.signoff.decision == Decision.APPROVED


def withdrawal_hash(row: Contact) -> str:
    """Return the hash of a withdrawal as it was recorded, in the step it would end."""
    petition = row.reference.petition
    content = {
        "schema": 1,
        "contact": row.pk,
        "reference": row.reference.number,
        "review_step": 0 if petition is None else petition.review_step,
        "way": row.way,
        "at": row.at.astimezone(UTC).isoformat(),
        "note": row.note,
    }
    return hash_of_content(content)
