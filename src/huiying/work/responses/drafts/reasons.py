"""The reasons that were given on a draft, each bound to a digest of the words it is for."""

from __future__ import annotations

from huiying.policy.core.hashing import hash_of_text
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.models import Exemption, ExemptionKind


def digest_of_words(words: str) -> str:
    """Return what a reason is bound to: every character of the words but spaces."""
    return hash_of_text("".join(words.split()))


def reasons_of(draft: Draft, kind: ExemptionKind) -> dict[str, Exemption]:
    """Return the reasons that were given on a draft, by what they are bound to."""
    rows = draft.exemptions.filter(kind=kind).select_related("officer")
    return {row.digest: row for row in rows}
