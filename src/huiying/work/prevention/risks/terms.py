"""The terms of a risk, and which changes lower it, put it off or take it off.

In:   a risk, its terms before and after.    Out:  JSON; the kind of what takes two persons.
Cost: none, the row is read with its unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.prevention.levels import RiskLevel
from huiying.work.prevention.risks.models import Risk, RiskState, VersionKind

COLUMNS: Final = (
    "title",
    "description",
    "topic",
    "unit_id",
    "owner_id",
    "probability",
    "impact",
    "score",
    "level",
    "signs",
    "measures",
    "residual_probability",
    "residual_impact",
    "residual",
    "next_review",
    "state",
)
Terms = Mapping[str, Any]


def terms_of(row: Risk) -> dict[str, Any]:
    """Return what officers set; the owner by his key, since a record names no person."""
    terms = {name: getattr(row, name) for name in COLUMNS}
    return {**terms, "state": str(row.state), "next_review": row.next_review.isoformat()}


def terms_hash(terms: Terms) -> str:
    """Return the hash of the terms of a risk."""
    return hash_of_content({"schema": 1, **{name: terms[name] for name in COLUMNS}})


def loosened(before: Terms, after: Terms) -> VersionKind | None:
    """Return which kind of loosening a change is, the gravest; None = it may count at once."""
    if after["state"] == RiskState.SETTLED and before["state"] != RiskState.SETTLED:
        return VersionKind.SETTLED
    if RiskLevel(after["level"]).rank < RiskLevel(before["level"]).rank:
        return VersionKind.LOWERED
    if after["next_review"] > before["next_review"]:
        return VersionKind.PUT_OFF
    return None
