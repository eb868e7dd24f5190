"""Which watch topics the posts of triage items match, as marks: they change no grade.

In:   a bureau, events.    Out:  by event the names of its running topics.
Cost: one query.
"""

from __future__ import annotations

from collections.abc import Iterable

from huiying.base.db.keys import Keys
from huiying.work.collection.topics.models import TopicMatch


def topics_of_events(bureau_id: int, events: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return by event the names of the running topics that one of its posts matches."""
    rows = TopicMatch.objects.filter(
        bureau_id=bureau_id,
        topic__ended_at__isnull=True,
        post__placement__event_id__in=Keys(events),
    )
    pairs = rows.order_by("topic__name").values_list("post__placement__event_id", "topic__name")
    found: dict[int, tuple[str, ...]] = {}
    for event, name in pairs.distinct():
        found[event] = (*found.get(event, ()), name)
    return found
