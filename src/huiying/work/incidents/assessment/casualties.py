"""The dead, the injured and the loss that the posts of an event state, each with its post.

In:   event ids of one bureau.    Out:  ``Casualties`` and the groups of copies quoted.
Cost: four queries and about 50 ms at most, for a page; nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F

from huiying.engine.casualties.combine import Casualties, combine_casualties
from huiying.engine.types import EventText
from huiying.work.collection.posts.names import mask_open_names
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.placements.queries import PostGroup, posts_by_id

FIRST_TEXTS = 60  # texts that begin an event
GRAVE_TEXTS = 200  # the newest texts with words of harm; corrections come late
SHOWN_PER_KIND = 4  # numbers of one kind: the one that counts, and others


@dataclass(frozen=True, slots=True)
class CasualtyReading:
    """What is stated, and the line of each post that is quoted."""

    casualties: Casualties
    groups: dict[int, PostGroup]  # by the key of a quoted post
    left_out: int  # texts with words of harm that were not read


def read_casualties(bureau_id: int, event_ids: list[int]) -> CasualtyReading:
    """Return what the posts of events state; of copies one is read."""
    rows = Placement.objects.filter(bureau_id=bureau_id, event_id__in=event_ids)
    firsts = rows.filter(group_id=F("post_id")).select_related("post")
    begun = {row.pk: row for row in firsts.order_by("seq")[:FIRST_TEXTS]}
    grave = {row.pk: row for row in firsts.filter(grave=True).order_by("-seq")[:GRAVE_TEXTS]}
    read = sorted((begun | grave).values(), key=lambda row: row.seq)
    mask_open_names(row.post for row in read)
    copies = dict(
        rows.filter(group_id__in=[row.pk for row in read])
        .values_list("group_id")
        .annotate(n=Count("pk"))
    )
    casualties = combine_casualties(
        EventText(row.pk, row.post.title, row.post.text, copies[row.pk]) for row in read
    )
    quoted = {
        figure.key for some in casualties.kinds.values() for figure in some[:SHOWN_PER_KIND]
    }
    every = firsts.filter(grave=True).count() if len(grave) == GRAVE_TEXTS else 0
    left_out = max(0, every - sum(row.grave for row in read))
    return CasualtyReading(casualties, posts_by_id(bureau_id, quoted), left_out)
