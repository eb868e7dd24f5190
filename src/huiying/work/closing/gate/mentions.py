"""The present volume of incidents, beside the usual volume of the bureau.

In:   incidents of one bureau, the moment.    Out:  ``policy.closing.Mentions`` by incident.
Cost: the usual level once, and two queries for the incidents that were spoken of since.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from huiying.base.rulebook.queries import book_of
from huiying.policy.closing.gate import GateRules, Mentions
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.posts.volume import Volume, hour_of
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.placements.models import Placement

DAY_HOURS = 24
HOUR = timedelta(hours=1)
DAY = DAY_HOURS * HOUR


@dataclass(frozen=True, slots=True)
class MentionWindow:
    """The day, or days, that end with the present hour: what is usual in them, and any gap."""

    start: datetime
    usual: float | None  # None = unknown
    unread: bool
    days: int
    rules: GateRules

    def of(self, posts: int) -> Mentions:
        """Return so many posts in these days as the gate judges them."""
        return Mentions(posts, self.usual, self.unread, self.days, self.rules)


def mentions_of(
    incidents: Collection[Incident],
    day: MentionWindow,
    hours: Mapping[datetime, int] | None = None,
) -> dict[int, Mentions]:
    """Return how much was said of incidents of one bureau in these days.

    Args:
        hours: The posts of the one incident by local hour, if they were counted already.
    """
    if hours is None:
        counts = posts_since(incidents, {incident.pk: day.start for incident in incidents})
    else:
        mentioned = sum(posts for hour, posts in hours.items() if hour >= day.start)
        counts = Counter({incident.pk: mentioned for incident in incidents})
    return {incident.pk: day.of(counts[incident.pk]) for incident in incidents}


def mention_window(
    bureau_id: int,
    now: datetime,
    *,
    rules: GateRules | None = None,
    days: int | None = None,
    volume: Volume | None = None,
) -> MentionWindow:
    """Return what is usual for all talk of a bureau in the days that end now.

    Args:
        rules: The numbers of the gate; None = those in force.
        days: How many; None = as the rules say.
        volume: The hours of the bureau, if somebody read them already.
    """
    rules = rules or book_of(bureau_id, now).gates
    days = days or int(rules.calm_days.value)
    hours = days * DAY_HOURS
    start = hour_of(now) - (hours - 1) * HOUR
    volume = volume or Volume(bureau_id)
    level = volume.baseline_before(start).level(start, hours)
    unread = bool(volume.gaps_between(start, now))
    return MentionWindow(start, level.usual if level else None, unread, days, rules)


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
        bureau_id=bureau, event_id__in=events, post_id__gte=first_id_at(since)
    ).annotate(spoken_at=Coalesce("post__published_at", "post__collected_at"))
    mentioned = rows.filter(spoken_at__gte=since).order_by().values("event_id")
    return mentioned.annotate(posts=Count("pk")).values_list("event_id", "posts")
