"""How much is said of incidents now, beside what is usual for all talk of the bureau.

In:   incidents of one bureau, the moment.    Out:  ``policy.closing.Mentions`` by incident.
Cost: the usual level once, and two queries for the incidents that were spoken of since.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from huiying.policy.closing import Mentions
from huiying.work.collection.volume import baseline_before, gaps_between, hour_of
from huiying.work.incidents.models import Incident, IncidentEvent, Placement

DAY_HOURS = 24
HOUR = timedelta(hours=1)
DAY = DAY_HOURS * HOUR


def mentions_of(
    bureau_id: int, incidents: Collection[Incident], now: datetime
) -> dict[int, Mentions]:
    """Return how much was said of incidents in the last 24 hours, and what is usual."""
    start = _day_before(now)
    usual, unread = usual_level(bureau_id, now)
    counts = posts_since(incidents, {incident.pk: start for incident in incidents})
    return {incident.pk: Mentions(counts[incident.pk], usual, unread) for incident in incidents}


def usual_level(bureau_id: int, now: datetime) -> tuple[float | None, bool]:
    """Return what is usual for all talk in these 24 hours (None = unknown), and any gap."""
    start = _day_before(now)
    level = baseline_before(bureau_id, start).level(start, DAY_HOURS)
    return level.usual if level else None, bool(gaps_between(bureau_id, start, now))


def _day_before(now: datetime) -> datetime:
    """Return the first of the 24 local hours that end with the present one."""
    return hour_of(now) - (DAY_HOURS - 1) * HOUR


def posts_since(incidents: Collection[Incident], since: dict[int, datetime]) -> Counter[int]:
    """Return how many posts of incidents were published (or else collected) since a moment."""
    spoken = [row.pk for row in incidents if row.last_post_at >= since[row.pk]]
    counts: Counter[int] = Counter()
    if not spoken:
        return counts
    rows = IncidentEvent.objects.filter(incident_id__in=spoken)
    owner = dict(rows.values_list("event_id", "incident_id"))
    by_moment: defaultdict[datetime, list[int]] = defaultdict(list)
    for event, incident in owner.items():
        by_moment[since[incident]].append(event)
    for moment, events in by_moment.items():
        for event, posts in _counted(incidents, events, moment):
            counts[owner[event]] += posts
    return counts


def _counted(
    incidents: Collection[Incident], events: list[int], since: datetime
) -> QuerySet[Placement, tuple[int, int]]:
    bureau = next(iter(incidents)).bureau_id
    rows = Placement.objects.filter(
        bureau_id=bureau, event_id__in=events, post__collected_at__gte=since
    ).annotate(said=Coalesce("post__published_at", "post__collected_at"))
    said = rows.filter(said__gte=since).order_by().values("event_id")
    return said.annotate(posts=Count("pk")).values_list("event_id", "posts")
