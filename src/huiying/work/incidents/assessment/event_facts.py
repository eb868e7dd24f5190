"""Collect the facts of an event, and what the rule book proposes for it.

In:   event ids of one bureau.    Out:  ``EventFacts`` with a grade proposal and its reasons.
Cost: three queries for all events together, plus the texts that were not read before (at most
      ``MAX_TEXTS_READ`` an event).

Nothing here writes. Criticism plays no part: the facts have no field for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from huiying.engine.reading.titles import TermLookup, event_title, no_stored_terms
from huiying.engine.types import Post as EnginePost
from huiying.policy.grading.cards import content_card, media_card, reaction_card
from huiying.policy.grading.proposal import GradeProposal, propose_grade
from huiying.policy.rulebook.book import RuleBook
from huiying.policy.rulebook.platforms import OTHER, is_other
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.volume import Volume
from huiying.work.collection.sources.models import SourceKind
from huiying.work.incidents.assessment.content import ContentNotes
from huiying.work.incidents.assessment.reaction import (
    Reaction,
    media_in,
    media_reasons,
    read_reactions,
)
from huiying.work.incidents.placements.models import Placement

MAX_TEXTS_READ = 300
POSTS_UNTIL_KNOWN = 24  # posts that say what an event is about
TITLE_POSTS = 24  # of the first posts, one gives its words to the title


@dataclass(slots=True)
class EventFacts:
    """All that is known of one event at one moment."""

    event_id: int
    size: int
    groups: int
    voices: int
    discovered_at: datetime
    first_published_at: datetime | None
    last_post_at: datetime
    by_hand: bool = False  # an officer entered one of its posts
    reaction: Reaction = field(default_factory=Reaction)
    notes: ContentNotes = field(default_factory=ContentNotes)
    opening: list[tuple[str, str]] = field(default_factory=list)  # first posts, when just read

    def proposal(self, book: RuleBook) -> GradeProposal:
        """Return what the rule book proposes, with the three cards."""
        act, media = self.notes.act, media_in(self.reaction.places, book)
        spread = self.reaction.spread(media, act)
        reaction = reaction_card(self.reaction.facts(self.voices, spread), book.grade)
        reached = media_card(self.reaction.media_facts(media), book.grade)
        more = self.reaction.reasons(spread, act)
        return propose_grade(
            content_card(self.notes.facts(self.voices), book.grade),
            replace(reaction, reasons=(*reaction.reasons, *more)),
            replace(reached, reasons=(*reached.reasons, *media_reasons(media))),
            book.grade,
        )

    def channels(self) -> list[list[Any]]:
        """Return platform and posts there, the most first; those of no list are one."""
        counted: Counter[str] = Counter()
        for place in self.reaction.places:
            counted[OTHER if is_other(place.channel) else place.channel] += place.posts
        return [[name, count] for name, count in counted.most_common()]


@dataclass(frozen=True, slots=True)
class FactsReader:
    """Reads the facts of events of one bureau.

    Attributes:
        terms: Gives the terms of a post by its key, while the stream holds them.
    """

    bureau_id: int
    terms: TermLookup = no_stored_terms

    def read(
        self,
        event_ids: Iterable[int],
        known: Mapping[int, Mapping[str, Any]],
        volume: Volume,
    ) -> dict[int, EventFacts]:
        """Return the facts of events, reading only the posts that were not read before.

        Args:
            known: Event id → notes kept on its candidate (``ContentNotes.to_data``).
            volume: What the bureau hears by the hour.
        """
        rows = Placement.objects.filter(bureau_id=self.bureau_id, event_id__in=list(event_ids))
        facts = _counted(rows, known)
        sizes = {event_id: event.size for event_id, event in facts.items()}
        for event_id, reaction in read_reactions(self.bureau_id, sizes, volume).items():
            facts[event_id].reaction = reaction
        self._read_texts(facts, rows)
        return facts

    def _read_texts(self, facts: dict[int, EventFacts], rows: QuerySet[Placement]) -> None:
        """Read what came after the last look: of copies one, of a large event the grave."""
        unread = _unread(facts, rows) if facts else {}
        texts = Post.objects.only("title", "text").in_bulk(
            [key for keys in unread.values() for key in keys]
        )
        for event_id, keys in unread.items():
            event = facts[event_id]
            posts = [texts[key] for key in keys]
            for post in posts:
                event.notes.read(post.pk, post.title, post.text)
            if not event.notes.title:
                event.notes.title = event_title(
                    [
                        EnginePost(post.pk, post.title, post.text, event.last_post_at)
                        for post in posts[:TITLE_POSTS]
                    ],
                    self.terms,
                )
                event.opening = [(post.title, post.text) for post in posts[:TITLE_POSTS]]


def _counted(
    rows: QuerySet[Placement], known: Mapping[int, Mapping[str, Any]]
) -> dict[int, EventFacts]:
    return {
        row["event_id"]: EventFacts(
            event_id=row["event_id"],
            size=row["size"],
            groups=row["groups"],
            voices=row["voices"],
            discovered_at=min(filter(None, (row["collected"], row["noticed"]))),
            first_published_at=row["published"],
            last_post_at=row["last"],
            by_hand=row["by_hand"] > 0,
            notes=ContentNotes.from_data(known.get(row["event_id"], {})),
        )
        for row in rows.values("event_id").annotate(
            size=Count("pk"),
            groups=Count("group_id", distinct=True),
            voices=Count("post__voice", distinct=True),
            collected=Min("post__collected_at"),
            noticed=Min("post__noticed_at"),
            published=Min("post__published_at"),
            last=Max("post__collected_at"),
            by_hand=Count("pk", filter=Q(post__source__kind=SourceKind.MANUAL)),
        )
    }


def _unread(facts: dict[int, EventFacts], rows: QuerySet[Placement]) -> dict[int, list[int]]:
    """Return the posts of each event to read now, and note how far each was gone through.

    What an event is about is known after some posts; of later ones only the grave are read.
    """
    since = Q(event_id__in=[key for key, event in facts.items() if not event.notes.read_to])
    for event_id, event in facts.items():
        if event.notes.read_to:
            since |= Q(event_id=event_id, seq__gt=event.notes.read_to)
    unread: dict[int, list[int]] = defaultdict(list)
    firsts = rows.filter(since, group_id=F("post_id")).order_by("event_id", "seq")  # one index
    for event_id, seq, key, grave in firsts.values_list(
        "event_id", "seq", "post_id", "grave"
    ).iterator(chunk_size=1000):
        notes, keys = facts[event_id].notes, unread[event_id]
        if notes.kinds.total() + len(keys) < POSTS_UNTIL_KNOWN or (
            grave and len(keys) < MAX_TEXTS_READ
        ):
            keys.append(key)
        notes.read_to = seq
    return unread
