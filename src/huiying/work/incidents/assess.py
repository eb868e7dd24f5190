"""Bring together what is known of an event, and what the rule book proposes for it.

In:   event ids of one bureau.    Out:  ``EventFacts`` with a grade proposal and its reasons.
Cost: three queries for all events together, plus the texts that were not read before (at most
      ``READ_MOST`` an event).

Nothing here writes. Criticism plays no part: the facts have no field for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q

from huiying.engine.content import read_content
from huiying.engine.grave import might_matter
from huiying.engine.titles import event_title
from huiying.engine.types import Post as EnginePost
from huiying.policy.grading import (
    ContentFacts,
    GradeProposal,
    MediaFacts,
    ReactionFacts,
    breakout_of,
    content_card,
    media_card,
    propose_grade,
    reaction_card,
)
from huiying.policy.rulebook import RuleBook
from huiying.work.incidents.models import Placement

READ_MOST = 300
KNOWN = 24  # posts that say what an event is about
TITLED = 24  # of the first posts, one gives its words to the title
COUNTED = ("dead", "missing", "hurt", "trapped")
FLAGS = {
    "basic_need_whole": "whole_neighbourhood",
    "group_harm": "group_harm",
    "household_harm": "household_harm",
}
NEEDS = {"housing": "housing_safety"}  # the engine's word → the rule book's
SEVERAL = 3  # voices that repeat a claim before it counts as one about a group


@dataclass(slots=True)
class ContentNotes:
    """What the posts of an event say happened, with the phrase that says it."""

    read_to: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    need: str = ""
    kinds: Counter[str] = field(default_factory=Counter)
    phrases: dict[str, list[str]] = field(default_factory=dict)
    title: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> ContentNotes:
        """Read notes back from a candidate's row."""
        if not data:
            return cls()
        return cls(**{**data, "kinds": Counter(data["kinds"])})

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "read_to": self.read_to,
            "numbers": self.numbers,
            "flags": self.flags,
            "need": self.need,
            "kinds": dict(self.kinds),
            "phrases": self.phrases,
            "title": self.title,
        }

    def facts(self, voices: int) -> ContentFacts:
        """Return the facts that the content card is scored from."""
        return ContentFacts(
            dead=self.numbers.get("dead"),
            missing=self.numbers.get("missing"),
            hurt=self.numbers.get("hurt"),
            trapped=self.numbers.get("trapped"),
            basic_need=NEEDS.get(self.need, self.need) or None,
            **{fact: self.flags.get(name, False) for name, fact in FLAGS.items()},
            checkable_group_claim=self.flags.get("claim", False) and voices >= SEVERAL,
        )

    def kind(self) -> str:
        """Return the most frequent kind of post, or an empty string."""
        return self.kinds.most_common(1)[0][0] if self.kinds else ""

    def read(self, post_id: int, title: str, text: str) -> None:
        """Add what one more post says."""
        signals = read_content(title, text)
        self.kinds[signals.kind] += 1
        for name in COUNTED:
            number = getattr(signals, name)
            if number is not None and number >= self.numbers.get(name, 0):
                self.numbers[name] = number
        for name in FLAGS:
            if getattr(signals, name):
                self.flags[name] = True
        if signals.checkable_claim:
            self.flags["claim"] = True
        if signals.basic_need and (not self.need or signals.basic_need_whole):
            self.need = signals.basic_need
        for span in signals.spans:
            self.phrases.setdefault(span.kind, [str(post_id), span.text])


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
    places: dict[str, set[str]] = field(default_factory=dict)
    channels: Counter[str] = field(default_factory=Counter)
    hosts: set[str] = field(default_factory=set)
    notes: ContentNotes = field(default_factory=ContentNotes)

    def proposal(self, book: RuleBook) -> GradeProposal:
        """Return what the rule book proposes, with the three cards."""
        communities = {channel: max(1, len(names)) for channel, names in self.places.items()}
        tiers = {tier for host in self.hosts if (tier := book.tier_of(host))}
        reaction = ReactionFacts(
            breakout=breakout_of(communities),
            times_usual=None,
            platforms=len(self.places) or None,
            voices=self.voices or None,
        )
        media = MediaFacts(tiers=frozenset(tiers) if self.hosts else None)
        return propose_grade(
            content_card(self.notes.facts(self.voices), book.grade),
            reaction_card(reaction, book.grade),
            media_card(media, book.grade),
            book.grade,
        )


def gather(
    *, bureau_id: int, event_ids: Iterable[int], known: Mapping[int, Mapping[str, Any]]
) -> dict[int, EventFacts]:
    """Return the facts of events, reading only the posts that were not read before.

    Args:
        known: Event id → notes kept on its candidate (``ContentNotes.to_data``).
    """
    ids = list(event_ids)
    rows = Placement.objects.filter(bureau_id=bureau_id, event_id__in=ids)
    facts = {
        row["event_id"]: EventFacts(
            event_id=row["event_id"],
            size=row["size"],
            groups=row["groups"],
            voices=row["voices"],
            discovered_at=min(filter(None, (row["collected"], row["noticed"]))),
            first_published_at=row["published"],
            last_post_at=row["last"],
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
        )
    }
    _add_places(facts, rows)
    _read_texts(facts, rows)
    return facts


def _add_places(facts: dict[int, EventFacts], rows: Any) -> None:
    spread = rows.values_list(
        "event_id", "post__channel", "post__community", "post__host"
    ).annotate(n=Count("pk"))
    for event_id, channel, community, host, count in spread:
        event = facts[event_id]
        event.channels[channel] += count
        event.places.setdefault(channel, set())
        if community:
            event.places[channel].add(community)
        if host:
            event.hosts.add(host)


def _read_texts(facts: dict[int, EventFacts], rows: Any) -> None:
    """Read one post of every copy group that came after the last look."""
    unread = _unread(facts, rows) if facts else {}
    for event_id, posts in unread.items():
        notes = facts[event_id].notes
        for seq, key, title, text in posts:
            # What a large event is about is known; of its later posts only the grave are read.
            if notes.kinds.total() < KNOWN or might_matter(title, text):
                notes.read(key, title, text)
            notes.read_to = max(notes.read_to, seq)
        if not notes.title:
            notes.title = _title(facts[event_id], posts)


def _unread(
    facts: dict[int, EventFacts], rows: Any
) -> dict[int, list[tuple[int, int, str, str]]]:
    """Return of each event what was not read yet: number, post, title and text."""
    since = Q()
    for event_id, event in facts.items():
        since |= Q(event_id=event_id, seq__gt=event.notes.read_to)
    unread: dict[int, list[tuple[int, int, str, str]]] = defaultdict(list)
    texts = rows.filter(since, group_id=F("post_id")).order_by("seq")
    for event_id, seq, key, title, text in texts.values_list(
        "event_id", "seq", "post_id", "post__title", "post__text"
    ).iterator(chunk_size=1000):
        if len(unread[event_id]) < READ_MOST:
            unread[event_id].append((seq, key, title, text))
    return unread


def _title(event: EventFacts, posts: list[tuple[int, int, str, str]]) -> str:
    at = event.last_post_at
    return event_title(
        [EnginePost(key, title, text, at) for _, key, title, text in posts[:TITLED]]
    )
