"""How late the bureau hears of things: from publication to the notice, by source and platform.

In:   a bureau, a period.    Out:  for each step median, 90th percentile, how many.
Cost: seven queries; the times of the newest 20,000 posts are read.

Nearest rank: each number is the delay of one post. Of a post without a time of publication
nothing is measured, and how many these are is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Count, QuerySet

from huiying.base.db.keys import Keys
from huiying.policy.rulebook.platforms import OTHER
from huiying.work.casework.notices.models import Notice
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.reports.figures import Span

By = Literal["source", "channel"]
MOST_MATTERS = 5_000  # triage items and notices of a period that are measured, the newest
MOST_POSTS = 20_000  # posts of a period whose delay is measured, the newest
Delays = dict[str, list[timedelta]]


@dataclass(frozen=True, slots=True)
class Delay:
    """The delays of one step: how many, the middle one, the one that 90 % do not exceed."""

    count: int
    median: timedelta
    p90: timedelta


@dataclass(frozen=True, slots=True)
class DelayRow:
    """A source (its key as text) or a platform.

    Attributes:
        posts, dated: Posts of the period, and those of them with a time of publication.
        collected: From publication to collection; None = no data.
        noticed: From the collection of the first post to the triage item.
        delivered: From the collection of the first post to the delivery of a notice.
    """

    key: str
    posts: int
    dated: int
    collected: Delay | None
    noticed: Delay | None
    delivered: Delay | None


@dataclass(frozen=True, slots=True)
class PeriodDelays:
    """The delays of a period by source and by platform, where most posts come from first.

    Attributes:
        is_cut: There are more posts than are measured: the newest ``MOST_POSTS`` are.
    """

    by_source: list[DelayRow]
    by_channel: list[DelayRow]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where and when a post was collected."""

    source: str
    channel: str
    collected_at: datetime

    def key(self, by: By) -> str:
        """Return its source, or its platform."""
        return self.source if by == "source" else self.channel


Ends = list[tuple[_Origin, datetime]]


def delays_of(bureau_id: int, span: Span) -> PeriodDelays:
    """Return the delays of a period."""
    rows = _posts(bureau_id, span).order_by("-pk")
    columns = ("source_id", "channel", "published_at", "collected_at")
    measured = list(rows.values_list(*columns)[:MOST_POSTS])
    ends = _later_steps(bureau_id, span)
    counts = _counts(bureau_id, span, "source")
    total = sum(posts for posts, _dated in counts.values())
    return PeriodDelays(
        _rows("source", counts, measured, ends),
        _rows("channel", _counts(bureau_id, span, "channel"), measured, ends),
        is_cut=total > len(measured),
    )


def _rows(
    by: By,
    counts: Mapping[str, tuple[int, int]],
    measured: Iterable[tuple[int, str, datetime | None, datetime]],
    ends: tuple[Ends, Ends],
) -> list[DelayRow]:
    collected: Delays = defaultdict(list)
    for source, channel, published_at, collected_at in measured:
        if published_at is not None:
            key = str(source) if by == "source" else platform_of(channel)
            collected[key].append(max(collected_at - published_at, timedelta()))
    noticed, delivered = (_by_key(found, by) for found in ends)
    return [
        DelayRow(
            key,
            *counts.get(key, (0, 0)),
            *(_delay(one.get(key, ())) for one in (collected, noticed, delivered)),
        )
        for key in dict.fromkeys((*counts, *noticed, *delivered))
    ]


def platform_of(channel: str) -> str:
    """Return the platform of a post; those of no list are one."""
    return OTHER if channel.startswith(OTHER) else channel


def _posts(bureau_id: int, span: Span) -> QuerySet[Post]:
    return Post.objects.filter(
        bureau_id=bureau_id,
        history=False,
        collected_at__gte=span.since,
        collected_at__lt=span.until,
    )


def _counts(bureau_id: int, span: Span, by: By) -> dict[str, tuple[int, int]]:
    """Return by key how many posts there are, and how many have a time of publication."""
    column = "source_id" if by == "source" else "channel"
    rows = _posts(bureau_id, span).order_by().values(column)
    counted = rows.annotate(posts=Count("pk"), dated=Count("published_at"))
    found: dict[str, tuple[int, int]] = {}
    for value, posts, dated in counted.values_list(column, "posts", "dated"):
        key = str(value) if by == "source" else platform_of(value)
        before = found.get(key, (0, 0))
        found[key] = (before[0] + posts, before[1] + dated)
    return dict(sorted(found.items(), key=lambda item: (-item[1][0], item[0])))


def _later_steps(bureau_id: int, span: Span) -> tuple[Ends, Ends]:
    """Return triage items and delivered notices with where their first post came from."""
    raised = Candidate.objects.filter(
        bureau_id=bureau_id, raised_at__gte=span.since, raised_at__lt=span.until
    ).order_by("-raised_at")
    items = list(raised.values_list("event_id", "raised_at")[:MOST_MATTERS])
    notices = Notice.objects.filter(
        bureau_id=bureau_id, delivered_at__gte=span.since, delivered_at__lt=span.until
    ).order_by("-delivered_at")
    pairs = notices.values_list("incident_id", "delivered_at")[:MOST_MATTERS]
    sent = [(incident, at) for incident, at in pairs if at is not None]
    first = _first_events(bureau_id, {incident for incident, _at in sent})
    origin = _origins(bureau_id, {event for event, _at in items} | set(first.values()))
    notified = [(first[incident], at) for incident, at in sent if incident in first]
    return _with_origin(items, origin), _with_origin(notified, origin)


def _first_events(bureau_id: int, incidents: Iterable[int]) -> dict[int, int]:
    """Return the first event of incidents: an event has the number of its first post."""
    rows = IncidentEvent.objects.filter(bureau_id=bureau_id, incident_id__in=Keys(incidents))
    first: dict[int, int] = {}
    for incident, event in rows.values_list("incident_id", "event_id"):
        first[incident] = min(event, first.get(incident, event))
    return first


def _origins(bureau_id: int, events: Iterable[int]) -> dict[int, _Origin]:
    rows = Post.objects.filter(bureau_id=bureau_id, pk__in=Keys(events))
    return {
        pk: _Origin(str(source), platform_of(channel), collected_at)
        for pk, source, channel, collected_at in rows.values_list(
            "pk", "source_id", "channel", "collected_at"
        )
    }


def _with_origin(ends: Iterable[tuple[int, datetime]], origin: Mapping[int, _Origin]) -> Ends:
    return [(origin[event], at) for event, at in ends if event in origin]


def _by_key(ends: Ends, by: By) -> Delays:
    found: Delays = defaultdict(list)
    for origin, at in ends:
        found[origin.key(by)].append(max(at - origin.collected_at, timedelta()))
    return dict(found)


def _delay(values: Sequence[timedelta]) -> Delay | None:
    if not values:
        return None
    ordered, many = sorted(values), len(values)
    return Delay(many, ordered[(many + 1) // 2 - 1], ordered[(many * 9 + 9) // 10 - 1])
