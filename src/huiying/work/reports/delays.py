"""How late the bureau hears of things: from publication to the notice, by source or platform.

In:   a bureau, a period, by what.    Out:  for each step median, 90th percentile, how many.
Cost: three queries; of 100,000 posts the middle ones are found by the database, in about 1 s.

Nearest rank: each number is the delay of one post. Of a post without a time of publication
nothing is measured, and how many these are is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import (
    Case,
    Count,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, RowNumber

from huiying.base.db.keys import Keys
from huiying.policy.rulebook.platforms import OTHER
from huiying.work.casework.notices.models import Notice
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.reports.figures import Span

By = Literal["source", "channel"]
MOST_MATTERS = 5_000  # triage items and notices of a period that are measured, the newest


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


def delays_of(bureau_id: int, span: Span, by: By) -> list[DelayRow]:
    """Return the delays of a period, where most posts come from first."""
    counts = {key: (posts, dated) for key, posts, dated in _counts(bureau_id, span, by)}
    collected = _collected(bureau_id, span, by, counts)
    noticed, delivered = _later_steps(bureau_id, span, by)
    keys = [*counts, *(key for key in (*noticed, *delivered) if key not in counts)]
    return [
        DelayRow(
            key,
            *counts.get(key, (0, 0)),
            collected.get(key),
            _delay(noticed.get(key, [])),
            _delay(delivered.get(key, [])),
        )
        for key in dict.fromkeys(keys)
    ]


class _Seconds(Func):
    """Whole seconds since 1970, counted by the database: Python is slow for many rows."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) AS BIGINT)"
        return self.as_sql(compiler, connection, template=template, **context)


def _posts(bureau_id: int, span: Span, by: By) -> QuerySet[Any, Any]:
    rows = Post.objects.filter(
        bureau_id=bureau_id,
        history=False,
        collected_at__gte=span.since,
        collected_at__lt=span.until,
    )
    return rows.annotate(key=_key(by)).order_by()


def _key(by: By) -> Case | Cast:
    if by == "source":
        return Cast("source_id", TextField())
    other = When(channel__startswith=OTHER, then=Value(OTHER))
    return Case(other, default=F("channel"), output_field=TextField())


def _counts(bureau_id: int, span: Span, by: By) -> list[tuple[str, int, int]]:
    rows = _posts(bureau_id, span, by).values("key")
    counted = rows.annotate(posts=Count("pk"), dated=Count("published_at"))
    return list(counted.order_by("-posts", "key").values_list("key", "posts", "dated"))


def _collected(
    bureau_id: int, span: Span, by: By, counts: dict[str, tuple[int, int]]
) -> dict[str, Delay]:
    """Return the middle delays by key: the database numbers the posts, two a key come back."""
    delay = _Seconds("collected_at") - _Seconds("published_at")
    partition = [F("key")]
    rows = _posts(bureau_id, span, by).filter(published_at__isnull=False).values("key")
    numbered = rows.annotate(
        delay=delay,
        many=Window(Count("pk"), partition_by=partition),
        rank=Window(RowNumber(), partition_by=partition, order_by=F("delay").asc()),
    )
    middle = ExpressionWrapper((F("many") + 1) / 2, output_field=IntegerField())
    high = ExpressionWrapper((F("many") * 9 + 9) / 10, output_field=IntegerField())
    chosen = numbered.filter(Q(rank=middle) | Q(rank=high))
    found: dict[str, list[timedelta]] = defaultdict(list)
    for key, value in chosen.order_by("key", "rank").values_list("key", "delay"):
        found[key].append(timedelta(seconds=max(value, 0)))
    return {
        key: Delay(counts.get(key, (0, 0))[1], values[0], values[-1])
        for key, values in found.items()
    }


def _later_steps(
    bureau_id: int, span: Span, by: By
) -> tuple[dict[str, list[timedelta]], dict[str, list[timedelta]]]:
    """Return by key the delays to the triage item and to the delivered notice."""
    raised = Candidate.objects.filter(
        bureau_id=bureau_id, raised_at__gte=span.since, raised_at__lt=span.until
    ).order_by("-raised_at")
    items = list(raised.values_list("event_id", "raised_at")[:MOST_MATTERS])
    notices = Notice.objects.filter(
        bureau_id=bureau_id, delivered_at__gte=span.since, delivered_at__lt=span.until
    ).order_by("-delivered_at")
    pairs = notices.values_list("incident_id", "delivered_at")[:MOST_MATTERS]
    sent = [(incident, at) for incident, at in pairs if at is not None]
    incidents = {incident for incident, _at in sent}
    first = _first_events(bureau_id, incidents)
    events = {event for event, _at in items} | set(first.values())
    origin = _origins(bureau_id, events, by)
    ends = [(first[incident], at) for incident, at in sent if incident in first]
    return _by_key(items, origin), _by_key(ends, origin)


def _first_events(bureau_id: int, incidents: Iterable[int]) -> dict[int, int]:
    """Return the first event of incidents: an event has the number of its first post."""
    rows = IncidentEvent.objects.filter(bureau_id=bureau_id, incident_id__in=Keys(incidents))
    first: dict[int, int] = {}
    for incident, event in rows.values_list("incident_id", "event_id"):
        first[incident] = min(event, first.get(incident, event))
    return first


def _origins(bureau_id: int, events: Iterable[int], by: By) -> dict[int, tuple[str, datetime]]:
    rows = Post.objects.filter(bureau_id=bureau_id, pk__in=Keys(events)).annotate(key=_key(by))
    return {
        pk: (key, collected_at)
        for pk, key, collected_at in rows.values_list("pk", "key", "collected_at")
    }


def _by_key(
    ends: Iterable[tuple[int, datetime]], origin: dict[int, tuple[str, datetime]]
) -> dict[str, list[timedelta]]:
    found: dict[str, list[timedelta]] = defaultdict(list)
    for event, at in ends:
        if event in origin:
            key, since = origin[event]
            found[key].append(max(at - since, timedelta()))
    return dict(found)


def _delay(values: Sequence[timedelta]) -> Delay | None:
    if not values:
        return None
    ordered, many = sorted(values), len(values)
    return Delay(many, ordered[(many + 1) // 2 - 1], ordered[(many * 9 + 9) // 10 - 1])
