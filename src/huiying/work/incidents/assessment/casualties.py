"""The dead, the injured and the loss that the posts of an event state, and its kind.

In:   event ids of one bureau.
Out:  ``Casualties``, the kind of event, the level that follows, and the groups quoted.
Cost: four queries and about 50 ms at most, for a page; nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F

from huiying.engine.casualties.combine import Casualties, CasualtyFigure, combine_casualties
from huiying.engine.casualties.event_kind import EventKindReading, combine_event_kinds
from huiying.engine.types import EventText
from huiying.policy.grading.event_kinds import EventKind, level_by_scale
from huiying.policy.grading.severity import Severity
from huiying.work.collection.posts.names import mask_open_names
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.placements.queries import PostGroup, posts_by_id

FIRST_TEXTS = 60  # texts that begin an event
GRAVE_TEXTS = 200  # the newest texts with words of harm; corrections come late
SHOWN_PER_KIND = 4  # numbers of one kind: the one that counts, and others


@dataclass(frozen=True, slots=True)
class LevelProposal:
    """A level that an officer may confirm or change, and the number that decides it."""

    level: Severity
    figure: CasualtyFigure


@dataclass(frozen=True, slots=True)
class CasualtyReading:
    """What is stated, and the line of each post that is quoted."""

    casualties: Casualties
    kind_reading: EventKindReading | None  # None: the posts do not tell, or not with one voice
    groups: dict[int, PostGroup]  # by the key of a quoted post
    left_out: int  # texts with words of harm that were not read

    @property
    def kind(self) -> EventKind:
        """The kind of event that the posts speak for."""
        return EventKind(self.kind_reading.kind) if self.kind_reading else EventKind.NONE

    def level_of(self, kind: EventKind) -> LevelProposal | None:
        """Return the level of the stated numbers on the scale of a kind, if one is held."""
        figures = self.casualties.for_a_scale()
        decided = level_by_scale(kind, {name: one.number for name, one in figures.items()})
        return LevelProposal(decided[0], figures[decided[1]]) if decided else None

    @property
    def proposal(self) -> LevelProposal | None:
        """The level under the kind that the posts speak for."""
        return self.level_of(self.kind)


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
    texts = [EventText(row.pk, row.post.title, row.post.text, copies[row.pk]) for row in read]
    casualties, kind = combine_casualties(texts), combine_event_kinds(texts)
    quoted = {
        figure.key for some in casualties.kinds.values() for figure in some[:SHOWN_PER_KIND]
    }
    quoted |= {kind.key} if kind else set()
    every = firsts.filter(grave=True).count() if len(grave) == GRAVE_TEXTS else 0
    left_out = max(0, every - sum(row.grave for row in read))
    return CasualtyReading(casualties, kind, posts_by_id(bureau_id, quoted), left_out)
