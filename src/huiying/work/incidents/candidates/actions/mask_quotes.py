"""Take the second look at what reasons quote of posts: placements, and the triage items above.

In:   posts that were placed.    Out:  their stored reasons without names.
Cost: about 1 ms a quote; one query each for placements and triage items.

Reasons quote neighbours as the window held them, a proposed grade the clauses that it rests on.
Who looks twice changes nothing twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Final

from django.db import transaction

from huiying.base.accounts.core.models import Bureau
from huiying.base.db.locks import lock_row
from huiying.work.collection.communities.own_places import mask_for
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.placements.models import Placement

QUOTED: Final = ("lead", "words", "name")
"""The parameters of a reason that hold words of a post."""

Rows = list[dict[str, Any]]


def mask_quotes(post_ids: Collection[int]) -> None:
    """Mask the reasons of these posts' placements, and those of the events that hold them."""
    events: defaultdict[int, set[int]] = defaultdict(set)
    for placed in Placement.objects.filter(post_id__in=post_ids):
        events[placed.bureau_id].add(placed.event_id)
    for bureau_id, event_ids in events.items():
        with transaction.atomic():
            lock_row(Bureau, bureau_id, referable=True)  # no other process changes the reasons
            for placed in Placement.objects.filter(post_id__in=post_ids, bureau_id=bureau_id):
                reasons = masked_reasons(placed.reasons, bureau_id)
                if reasons != placed.reasons:
                    Placement.objects.filter(pk=placed.pk).update(reasons=reasons)
            rows = Candidate.objects.filter(bureau_id=bureau_id, event_id__in=event_ids)
            for row in rows.only("why", "proposal", "facts"):
                _mask_candidate(row, bureau_id)


def _mask_candidate(row: Candidate, bureau_id: int) -> None:
    changed = {
        "why": masked_reasons(row.why, bureau_id),
        "proposal": _masked_phrases(row.proposal, bureau_id),
        "facts": _masked_phrases(row.facts, bureau_id),
    }
    changed = {name: new for name, new in changed.items() if new != getattr(row, name)}
    if changed:
        Candidate.objects.filter(pk=row.pk).update(**changed)


def _masked_phrases(data: dict[str, Any], bureau_id: int) -> dict[str, Any]:
    """Return a proposal or facts with the names masked in the phrases that they quote."""
    phrases = data.get("phrases")
    if not phrases:
        return data
    masked = mask_for(bureau_id, [phrase for _post, phrase in phrases.values()])
    pairs = zip(phrases.items(), masked, strict=True)
    return {**data, "phrases": {kind: [post, one.text] for (kind, (post, _)), one in pairs}}


def masked_reasons(rows: Rows, bureau_id: int) -> Rows:
    """Return stored reasons with the names masked in what they quote."""
    quotes = sorted({text for row in rows for text in _quotes(row.get("params", {}))})
    masked = dict(zip(quotes, (one.text for one in mask_for(bureau_id, quotes)), strict=True))
    return [
        {**row, "params": _replaced(row["params"], masked)} if "params" in row else row
        for row in rows
    ]


def _quotes(params: dict[str, Any]) -> Iterator[str]:
    for name in QUOTED:
        value = params.get(name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, str))


def _replaced(params: dict[str, Any], masked: dict[str, str]) -> dict[str, Any]:
    changed = dict(params)
    for name in QUOTED:
        value = changed.get(name)
        if isinstance(value, str):
            changed[name] = masked[value]
        elif isinstance(value, list):
            changed[name] = [masked.get(one, one) if isinstance(one, str) else one
                             for one in value]  # fmt: skip
    return changed
