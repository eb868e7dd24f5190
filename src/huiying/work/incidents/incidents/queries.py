"""Read incidents: those in an officer's sight, narrowed, counted by stage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.stages import SETTLED
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.sources.models import Source
from huiying.work.incidents.candidates.queries import waiting_candidates
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.incidents.models import SuperiorCall
from huiying.work.incidents.placements.models import Placement


def incidents_in_sight(officer: Officer) -> QuerySet[Incident]:
    """Return the incidents that an officer may see: all, or those that concern his unit."""
    rows = Incident.objects.filter(bureau_id=officer.bureau_id).select_related(
        "lead_unit", "notice_clock", "response_clock"
    )
    if may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD):
        return rows
    if officer.unit_id is None:
        return rows.none()
    return rows.filter(concerned__unit_id=officer.unit_id).distinct()


def search_incidents(
    rows: QuerySet[Incident],
    *,
    words: str = "",
    grade: int | None = None,
    stage: str = "",
    unit: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Incident]:
    """Narrow incidents by words in number or title, and by what else is given."""
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word))
    if grade:
        rows = rows.filter(grade=grade)
    if stage:
        rows = rows.filter(stage=stage)
    if unit is not None:
        rows = rows.filter(lead_unit_id=unit)
    if since:
        rows = rows.filter(opened_at__gte=since)
    if until:
        rows = rows.filter(opened_at__lt=until)
    return rows


def in_order_of_keys(rows: QuerySet[Incident], keys: Iterable[int]) -> list[Incident]:
    """Return incidents by their keys, in that order.

    Keys are put in order first: a database that thinks few match joins all before it cuts.
    """
    order = list(keys)
    found = {row.pk: row for row in rows.filter(pk__in=order)}
    return [found[key] for key in order if key in found]


def stage_counts(rows: QuerySet[Incident]) -> dict[str, int]:
    """Return how many incidents stand at each stage."""
    counted = rows.order_by().values("stage").annotate(n=Count("pk", distinct=True))
    return {row["stage"]: row["n"] for row in counted}


def with_copies(incident: Incident, post_ids: list[int]) -> list[int]:
    """Return posts of an incident and all their copies in it: who picks a line picks its ×n."""
    inside = Placement.objects.filter(
        bureau_id=incident.bureau_id, event_id__in=event_ids_of(incident)
    )
    groups = inside.filter(post_id__in=post_ids).values("group_id")
    return list(inside.filter(group_id__in=groups).values_list("post_id", flat=True))


def open_incidents_fed_by(source: Source, *, since: datetime) -> int:
    """Return how many incidents that are not settled got posts of a source since a moment."""
    placed = Placement.objects.filter(
        bureau_id=source.bureau_id,
        post_id__gte=first_id_at(since),
        post__source=source,
        post__collected_at__gte=since,
    )
    events = IncidentEvent.objects.filter(
        bureau_id=source.bureau_id, event_id__in=placed.values("event_id")
    )
    rows = events.exclude(incident__stage__in=SETTLED)
    return rows.values("incident_id").distinct().count()


def feeds_running_matters(source: Source, *, since: datetime) -> bool:
    """Tell whether a source brought posts of an open incident or a waiting candidate."""
    if open_incidents_fed_by(source, since=since):
        return True
    placed = Placement.objects.filter(
        bureau_id=source.bureau_id, post_id__gte=first_id_at(since), post__source=source
    )
    waiting = waiting_candidates(source.bureau_id)
    return waiting.filter(event_id__in=placed.values("event_id")).exists()


def superior_calls_of(incident: Incident) -> list[SuperiorCall]:
    """Return what superior bodies were told by telephone, oldest first."""
    return list(incident.superior_calls.select_related("superior", "recorded_by"))
