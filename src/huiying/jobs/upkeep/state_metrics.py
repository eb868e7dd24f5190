"""What the database says of the work, as numbers for monitoring.

In:   rows of every bureau, at the moment of a scrape.
Out:  gauges by the slug of a bureau, and by a lane or a state of a closed list.
Cost: seven queries, however many bureaus; of the posts the stored counters are summed.

Numbers alone: no title, name or address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import DatabaseError, InterfaceError
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from huiying.base.accounts.core.queries import bureaus
from huiying.base.clocks.queries import ClockCounts, clock_counts
from huiying.base.counters.queries import totals_by_bureau
from huiying.base.outbox.models import MessageState
from huiying.base.outbox.queries import unsent_counts
from huiying.work.collection.posts.counters import SOURCE
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.posts.queries import oldest_waiting, waiting_counts
from huiying.work.collection.sources.models import Health
from huiying.work.collection.sources.queries import health_counts

Slugs = dict[int, str]
NO_CLOCKS = ClockCounts(running=0, soon=0, late=0)
LANES = {Lane.LIVE: "live", Lane.BACKLOG: "backlog"}
UNSENT = {MessageState.QUEUED: "waiting", MessageState.DEAD: "dead"}


class StateCollector(Collector):
    """Reads the database, as it is at a moment, when it is asked."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterable[Metric]:
        """Return every number; of a database that does not answer only that."""
        up = GaugeMetricFamily("huiying_database_up", "Whether the database answers.")
        try:
            found = list(_state(self._now))
        except (DatabaseError, InterfaceError):
            up.add_metric([], 0)
            return [up]
        up.add_metric([], 1)
        return [up, *found]


def _state(now: datetime) -> Iterator[Metric]:
    slugs: Slugs = dict(bureaus().values_list("pk", "slug"))
    yield from _posts(slugs, now)
    yield from _clocks(slugs, now)
    yield _by_state(
        "huiying_messages",
        "Messages that are not sent: waiting for their turn, or dead until somebody looks.",
        slugs,
        unsent_counts(),
        UNSENT,
    )
    yield _by_state(
        "huiying_sources",
        "Active sources by their health.",
        slugs,
        health_counts(),
        {health: health.value.lower() for health in Health},
    )


def _posts(slugs: Slugs, now: datetime) -> Iterator[Metric]:
    arrived = totals_by_bureau(SOURCE)
    oldest = oldest_waiting()
    lag = {pk: max(0.0, (now - at).total_seconds()) for pk, at in oldest.items()}
    yield _by_bureau("huiying_posts", "Posts that were collected.", slugs, arrived)
    yield _by_state(
        "huiying_posts_waiting",
        "Posts that wait to be placed, live ones and those of a file.",
        slugs,
        waiting_counts(),
        LANES,
    )
    yield _by_bureau(
        "huiying_placement_lag_seconds",
        "How long the oldest live post has waited to be placed.",
        slugs,
        lag,
    )


def _clocks(slugs: Slugs, now: datetime) -> Iterator[Metric]:
    counts = clock_counts(now)
    found = {pk: counts.get(pk, NO_CLOCKS) for pk in slugs}
    for name, text in (
        ("running", "Deadlines that run, the late and the paused ones among them."),
        ("soon", "Deadlines that are due within 30 minutes."),
        ("late", "Deadlines that run and are over."),
    ):
        values = {pk: getattr(each, name) for pk, each in found.items()}
        yield _by_bureau(f"huiying_deadlines_{name}", text, slugs, values)


def _by_bureau(
    name: str, text: str, slugs: Slugs, values: dict[int, int] | dict[int, float]
) -> Metric:
    family = GaugeMetricFamily(name, text, labels=["bureau"])
    for pk, slug in slugs.items():
        family.add_metric([slug], values.get(pk, 0))
    return family


def _by_state(
    name: str,
    text: str,
    slugs: Slugs,
    values: Mapping[tuple[int, Any], int],
    states: Mapping[Any, str],
) -> Metric:
    family = GaugeMetricFamily(name, text, labels=["bureau", "state"])
    for pk, slug in slugs.items():
        for state, word in states.items():
            family.add_metric([slug, word], values.get((pk, state), 0))
    return family
