"""Read verification requests: of an incident, of a unit, in force, contradicting, similar.

In:   a bureau, an officer, an incident.    Out:  dockets with their findings and evidence.
Cost: three queries for a list with findings and evidence; suggestions read the open incidents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.queries import status_columns
from huiying.policy.procedure.findings import Finding, contradict
from huiying.work.casework.verification.models import (
    Docket,
    DocketState,
    Evidence,
    FindingRecord,
    FindingState,
    ServedIncident,
    ServedPost,
)
from huiying.work.incidents.core.models import Incident


def verification_requests_of(incident: Incident) -> QuerySet[Docket]:
    """Return what was asked for an incident or answers it, oldest first; also merged ones."""
    serves = ServedIncident.objects.filter(
        Q(incident=incident)
        | Q(incident__merged_into=incident)
        | Q(incident__merged_into__merged_into=incident),
        bureau_id=incident.bureau_id,
    )
    return _with_details(Docket.objects.filter(pk__in=serves.values("docket_id"))).order_by(
        "requested_at", "pk"
    )


def visible_verification_requests(officer: Officer) -> QuerySet[Docket]:
    """Return the dockets of the bureau; for a unit's officer, those that his unit was asked."""
    rows = Docket.objects.filter(bureau_id=officer.bureau_id)
    if not may(officer, Capability.SEE_POSTS) and not may(officer, Capability.READ_RECORD):
        rows = rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()
    return _with_details(rows).order_by("-requested_at", "-pk")


def search_requests(rows: QuerySet[Docket], *, words: str = "") -> QuerySet[Docket]:
    """Narrow dockets by words in claim, number or unit."""
    for word in words.split():
        rows = rows.filter(
            Q(claim__icontains=word) | Q(number__icontains=word) | Q(unit__name__icontains=word)
        )
    return rows


def posts_with_request(post_ids: Iterable[int]) -> set[int]:
    """Return those of some posts that an officer confirmed to say a claim to be verified."""
    rows = ServedPost.objects.filter(post_id__in=list(post_ids))
    return set(rows.values_list("post_id", flat=True))


def requests_to_answer(officer: Officer) -> QuerySet[Docket]:
    """Return the dockets that an officer's unit is to answer, the oldest first."""
    return _for_desk(officer, _to_answer(officer))


def findings_to_confirm(officer: Officer) -> QuerySet[Docket]:
    """Return the dockets whose finding an officer is to confirm, the oldest first."""
    return _for_desk(officer, _to_confirm(officer))


def requests_awaiting_officer(officer: Officer) -> QuerySet[Docket]:
    """Return the dockets of both as rows to count, without their parts."""
    mine = _to_answer(officer) | _to_confirm(officer)
    return Docket.objects.filter(mine, bureau_id=officer.bureau_id)


def _for_desk(officer: Officer, mine: Q) -> QuerySet[Docket]:
    rows = Docket.objects.filter(mine, bureau_id=officer.bureau_id)
    if mine == _NONE:
        return rows.none()
    rows = rows.select_related("clock").order_by("requested_at")
    return rows.only("number", "claim", *status_columns("clock"))


_NONE = Q(pk__in=[])


def _to_answer(officer: Officer) -> Q:
    if not may(officer, Capability.REPORT_BACK) or officer.unit_id is None:
        return _NONE
    return Q(unit_id=officer.unit_id, state=DocketState.ASKED)


def _to_confirm(officer: Officer) -> Q:
    if not may(officer, Capability.CONFIRM_FINDING):
        return _NONE
    others = FindingRecord.objects.filter(
        bureau_id=officer.bureau_id, state=FindingState.PROPOSED
    ).exclude(by=officer)
    return Q(state=DocketState.FOUND, pk__in=others.values("docket_id"))


def verification_request_by_number(bureau_id: int, number: str) -> Docket | None:
    """Return a docket by its public number (signed links carry bureau and number)."""
    rows = Docket.objects.filter(bureau_id=bureau_id, number=number)
    return rows.select_related("unit", "bureau", "clock").first()


def _with_details(rows: QuerySet[Docket]) -> QuerySet[Docket]:
    findings = FindingRecord.objects.select_related("by", "decided_by")
    pieces = Evidence.objects.select_related("file")
    return rows.select_related("unit", "requested_by", "clock").prefetch_related(
        Prefetch("findings", findings.prefetch_related(Prefetch("evidence", pieces))),
        Prefetch("serves", ServedIncident.objects.select_related("incident")),
    )


def current_finding(docket: Docket) -> FindingRecord | None:
    """Return the answer that waits or was confirmed; None while the docket is only asked."""
    states = (FindingState.PROPOSED, FindingState.CONFIRMED)
    return next((row for row in docket.findings.all() if row.state in states), None)


def finding_in_force(docket: Docket, now: datetime) -> FindingRecord | None:
    """Return the finding that may be used: confirmed, not expired, with evidence intact."""
    answer = current_finding(docket)
    if answer is None or docket.state != DocketState.CONFIRMED or answer.expires_at < now:
        return None
    return answer if all(piece.intact for piece in answer.evidence.all()) else None


def contradicting_requests(dockets: Iterable[Docket], now: datetime) -> list[list[Docket]]:
    """Return groups of dockets whose findings in force about one claim exclude each other."""
    about: defaultdict[str, list[tuple[Docket, Finding]]] = defaultdict(list)
    for docket in dockets:
        answer = finding_in_force(docket, now)
        if answer is not None:
            about[docket.claim_key].append((docket, Finding(answer.finding)))
    return [
        [docket for docket, _found in rows]
        for rows in about.values()
        if contradict(found for _docket, found in rows)
    ]


def requests_with_same_claim(docket: Docket) -> QuerySet[Docket]:
    """Return the dockets of the bureau that ask the same claim, this one included."""
    rows = Docket.objects.filter(bureau_id=docket.bureau_id, claim_key=docket.claim_key)
    return _with_details(rows.exclude(state=DocketState.WITHDRAWN)).order_by(
        "requested_at", "pk"
    )


def findings_by_group(
    bureau_id: int, group_ids: Sequence[int], now: datetime
) -> dict[int, str]:
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
