"""Open incidents that may make the same claim; an officer confirms.

In:   a verification request.    Out:  incidents, most alike first.
Cost: three queries and a comparison of at most 200 titles.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from huiying.policy.procedure.stages import Stage
from huiying.work.casework.verification.models import Docket, ServedIncident
from huiying.work.incidents.core.models import Incident

OPEN_STAGES = (Stage.OPEN, Stage.NOTIFIED, Stage.VERIFYING, Stage.HANDLING, Stage.RESPONDING,
        Stage.ANSWERED)  # fmt: skip


MIN_SIMILARITY = 0.5  # share of the claim's pairs of characters that an incident must hold


MAX_COMPARED, MAX_SUGGESTED = 200, 5


def suggested_incidents(docket: Docket) -> list[Incident]:
    """Return open incidents that may say the same, most alike first; an officer confirms.

    The claim is compared with each incident's title and the claims that were asked *for* it.
    What an officer linked to an incident is no ground for a further suggestion.
    """
    served = docket.serves.values("incident_id")
    rows = Incident.objects.filter(bureau_id=docket.bureau_id, stage__in=OPEN_STAGES)
    open_rows = list(rows.exclude(pk__in=served).order_by("-last_post_at")[:MAX_COMPARED])
    claims: defaultdict[int, list[str]] = defaultdict(list)
    origins = ServedIncident.objects.filter(origin=True, incident__in=open_rows)
    for key, claim in origins.values_list("incident_id", "docket__claim"):
        claims[key].append(claim)
    scored = [
        (
            max(claim_similarity(docket.claim, text) for text in (row.title, *claims[row.pk])),
            row,
        )
        for row in open_rows
    ]
    scored.sort(key=lambda pair: -pair[0])
    return [row for score, row in scored[:MAX_SUGGESTED] if score >= MIN_SIMILARITY]


def claim_similarity(claim: str, text: str) -> float:
    """Return which share of the pairs of characters of the shorter text the other holds."""
    one, other = _bigrams(claim), _bigrams(text)
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))


def _bigrams(text: str) -> set[str]:
    letters = [letter for letter in text.casefold() if letter.isalnum()]
    return {first + second for first, second in pairwise(letters)}
