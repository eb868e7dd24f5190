"""What most posts of a matter want, as its candidate noted it: for sorting lists only.

In:   the facts of a candidate, or incident ids.    Out:  a kind, "" when most posts tell none.
Cost: one query for any number of incidents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from huiying.work.incidents.models import Candidate


def kind_of(facts: Mapping[str, Any]) -> str:
    """Return what most posts that were read want."""
    return _most(facts.get("kinds"))


def kinds_of(incident_ids: Iterable[int]) -> dict[int, str]:
    """Return what most posts of each incident want, by its first candidate."""
    rows = Candidate.objects.filter(incident_id__in=list(incident_ids)).order_by("-pk")
    found = rows.values_list("incident_id", "facts__kinds")
    return {key: _most(kinds) for key, kinds in found if key is not None}


def _most(kinds: Mapping[str, int] | None) -> str:
    best = max(kinds or {}, key=lambda kind: ((kinds or {})[kind], kind), default="")
    return "" if best == "report" else best
