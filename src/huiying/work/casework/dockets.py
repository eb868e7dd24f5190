"""Read dockets: of an incident, of a unit, in force, contradicting, and what may be alike.

In:   a bureau, an officer, an incident.    Out:  dockets with their findings and evidence.
Cost: three queries for a list with findings and evidence; suggestions read the open incidents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from django.db.models import Prefetch, Q, QuerySet

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import may
from huiying.base.clocks.queries import facts_of
from huiying.policy.findings import Finding, contradict
from huiying.policy.stages import Stage
from huiying.work.casework.models import (
    Docket,
    DocketState,
    Evidence,
    FindingRecord,
    FindingState,
    ServedIncident,
    ServedPost,
)
from huiying.work.incidents.models import Incident

__all__ = [
    "Docket",
    "DocketState",
    "Evidence",
    "FindingRecord",
    "FindingState",
    "ServedIncident",
    "contradicting",
    "docket_by_number",
    "docket_tasks",
    "dockets_in_sight",
    "dockets_of",
    "found_in_posts",
    "in_force",
    "like",
    "same_claim",
    "standing_finding",
    "suggested_incidents",
]

LIVE = (Stage.OPEN, Stage.NOTIFIED, Stage.VERIFYING, Stage.HANDLING, Stage.RESPONDING,
        Stage.ANSWERED)  # fmt: skip
LIKE = 0.5  # share of the claim's pairs of characters that an incident must hold
LOOK_AT, SUGGEST = 200, 5


def dockets_of(incident: Incident) -> QuerySet[Docket]:
    """Return what was asked for an incident or answers it, oldest first; also merged ones."""
    serves = ServedIncident.objects.filter(
        Q(incident=incident)
        | Q(incident__merged_into=incident)
        | Q(incident__merged_into__merged_into=incident),
        bureau_id=incident.bureau_id,
    )
    return _whole(Docket.objects.filter(pk__in=serves.values("docket_id"))).order_by(
        "asked_at", "pk"
    )


def dockets_in_sight(officer: Officer) -> QuerySet[Docket]:
    """Return the dockets of the bureau; for a unit's officer, those that his unit was asked."""
    rows = Docket.objects.filter(bureau_id=officer.bureau_id)
    if not may(officer, Capability.SEE_POSTS) and not may(officer, Capability.READ_RECORD):
        rows = rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()
    return _whole(rows).order_by("-asked_at", "-pk")


def docket_tasks(officer: Officer, *, most: int) -> list[tuple[Docket, str]]:
    """Return the dockets that an officer is to ``answer`` or to ``confirm``, oldest first."""
    rows = Docket.objects.filter(bureau_id=officer.bureau_id).select_related("clock")
    rows = rows.only("number", "claim", *facts_of("clock"))
    found: list[tuple[Docket, str]] = []
    if may(officer, Capability.REPORT_BACK) and officer.unit_id is not None:
        own = rows.filter(unit_id=officer.unit_id, state=DocketState.ASKED)
        found += [(row, "answer") for row in own.order_by("asked_at")[:most]]
    if may(officer, Capability.CONFIRM_FINDING):
        others = FindingRecord.objects.filter(
            bureau_id=officer.bureau_id, state=FindingState.PROPOSED
        ).exclude(by=officer)
        found_rows = rows.filter(state=DocketState.FOUND, pk__in=others.values("docket_id"))
        found += [(row, "confirm") for row in found_rows.order_by("asked_at")[:most]]
    return found


def docket_by_number(bureau_id: int, number: str) -> Docket | None:
    """Return a docket by its public number (signed links carry bureau and number)."""
    rows = Docket.objects.filter(bureau_id=bureau_id, number=number)
    return rows.select_related("unit", "bureau", "clock").first()


def _whole(rows: QuerySet[Docket]) -> QuerySet[Docket]:
    findings = FindingRecord.objects.select_related("by", "decided_by")
    pieces = Evidence.objects.select_related("file")
    return rows.select_related("unit", "asked_by", "clock").prefetch_related(
        Prefetch("findings", findings.prefetch_related(Prefetch("evidence", pieces))),
        Prefetch("serves", ServedIncident.objects.select_related("incident")),
    )


def standing_finding(docket: Docket) -> FindingRecord | None:
    """Return the answer that waits or was confirmed; None while the docket is only asked."""
    states = (FindingState.PROPOSED, FindingState.CONFIRMED)
    return next((row for row in docket.findings.all() if row.state in states), None)


def in_force(docket: Docket, now: datetime) -> FindingRecord | None:
    """Return the finding that may be used: confirmed, not expired, with evidence intact."""
    answer = standing_finding(docket)
    if answer is None or docket.state != DocketState.CONFIRMED or answer.expires_at < now:
        return None
    return answer if all(piece.intact for piece in answer.evidence.all()) else None


def contradicting(dockets: Iterable[Docket], now: datetime) -> list[list[Docket]]:
    """Return groups of dockets whose findings in force about one claim exclude each other."""
    about: defaultdict[str, list[tuple[Docket, Finding]]] = defaultdict(list)
    for docket in dockets:
        answer = in_force(docket, now)
        if answer is not None:
            about[docket.claim_key].append((docket, Finding(answer.finding)))
    return [
        [docket for docket, _found in rows]
        for rows in about.values()
        if contradict(found for _docket, found in rows)
    ]


def same_claim(docket: Docket) -> QuerySet[Docket]:
    """Return the dockets of the bureau that ask the same claim, this one included."""
    rows = Docket.objects.filter(bureau_id=docket.bureau_id, claim_key=docket.claim_key)
    return _whole(rows.exclude(state=DocketState.WITHDRAWN)).order_by("asked_at", "pk")


def found_in_posts(bureau_id: int, group_ids: Sequence[int], now: datetime) -> dict[int, str]:
    """Return the finding in force of copy groups that hold a linked post: {group: finding}."""
    rows = (
        ServedPost.objects.filter(
            bureau_id=bureau_id,
            post__placement__group_id__in=group_ids,
            docket__state=DocketState.CONFIRMED,
            docket__findings__state=FindingState.CONFIRMED,
            docket__findings__expires_at__gte=now,
        )
        .values_list("post__placement__group_id", "docket__findings__finding")
        .order_by("docket_id")
        .distinct()
    )
    return dict(rows)


def suggested_incidents(docket: Docket) -> list[Incident]:
    """Return open incidents that may say the same, most alike first; an officer confirms.

    The claim is compared with each incident's title and the claims that were asked *for* it.
    What an officer linked to an incident is no ground for a further suggestion.
    """
    served = docket.serves.values("incident_id")
    rows = Incident.objects.filter(bureau_id=docket.bureau_id, stage__in=LIVE)
    open_rows = list(rows.exclude(pk__in=served).order_by("-last_post_at")[:LOOK_AT])
    asked: defaultdict[int, list[str]] = defaultdict(list)
    origins = ServedIncident.objects.filter(origin=True, incident__in=open_rows)
    for key, claim in origins.values_list("incident_id", "docket__claim"):
        asked[key].append(claim)
    scored = [
        (max(like(docket.claim, text) for text in (row.title, *asked[row.pk])), row)
        for row in open_rows
    ]
    scored.sort(key=lambda pair: -pair[0])
    return [row for score, row in scored[:SUGGEST] if score >= LIKE]


def like(claim: str, text: str) -> float:
    """Return which share of the pairs of characters of the shorter text the other holds."""
    one, other = _pairs(claim), _pairs(text)
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))


def _pairs(text: str) -> set[str]:
    letters = [letter for letter in text.casefold() if letter.isalnum()]
    return {first + second for first, second in pairwise(letters)}
