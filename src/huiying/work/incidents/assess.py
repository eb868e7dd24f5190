"""Bring together what is known of an event, and what the rule book proposes for it.

In:   event ids of one bureau.    Out:  ``EventFacts`` with a grade proposal and its reasons.
Cost: three queries for all events together, plus the texts that were not read before (at most
      ``READ_MOST`` an event).

Nothing here writes. Criticism plays no part: the facts have no field for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db.models import Count, F, Max, Min, Q

from huiying.engine.content import read_content
from huiying.engine.reaction import act_in
from huiying.engine.titles import Known, event_title, nothing_known
from huiying.engine.topics import Asked, Topic, read_topic
from huiying.engine.types import Post as EnginePost
from huiying.policy.grading import (
    ContentFacts,
    GradeProposal,
    content_card,
    media_card,
    propose_grade,
    reaction_card,
)
from huiying.policy.rulebook import RuleBook
from huiying.work.collection.models import Post
from huiying.work.collection.volume import Volume
from huiying.work.incidents.models import Candidate, Placement
from huiying.work.incidents.reaction import (
    Reaction,
    media_in,
    media_reasons,
    read_reactions,
)

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
    act: str = ""  # the words of a post that tell of an act, for the Breakout category
    asked: Asked = field(default_factory=Asked)  # which policy the posts ask about

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> ContentNotes:
        """Read notes back from a candidate's row."""
        if not data:
            return cls()
        asked = Asked.from_data(data.get("asked", {}))
        return cls(**{**data, "kinds": Counter(data["kinds"]), "asked": asked})

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
            "act": self.act,
            "asked": self.asked.to_data(),
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

    def topic(self) -> Topic:
        """Return whether the posts ask one policy question, with the reason."""
        return read_topic(self.asked)

    def read(self, post_id: int, title: str, text: str) -> None:
        """Add what one more post says."""
        signals = read_content(title, text)
        self.asked.add(title, text, signals)
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
        self.act = self.act or act_in(text)


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
        """Return platform and posts there, the most first."""
        counted: Counter[str] = Counter()
        for place in self.reaction.places:
            counted[place.channel] += place.posts
        return [[name, count] for name, count in counted.most_common()]


def gather(
    *,
    bureau_id: int,
    event_ids: Iterable[int],
    known: Mapping[int, Mapping[str, Any]],
    terms: Known = nothing_known,
    volume: Volume | None = None,
) -> dict[int, EventFacts]:
    """Return the facts of events, reading only the posts that were not read before.

    Args:
        known: Event id → notes kept on its candidate (``ContentNotes.to_data``).
        terms: Gives the terms of a post by its key, if somebody counted them already.
        volume: What the bureau hears by the hour, if somebody read it already.
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
    sizes = {event_id: event.size for event_id, event in facts.items()}
    for event_id, reaction in read_reactions(
        bureau_id, sizes, volume or Volume(bureau_id)
    ).items():
        facts[event_id].reaction = reaction
    _read_texts(facts, rows, terms)
    return facts


def _read_texts(facts: dict[int, EventFacts], rows: Any, terms: Known) -> None:
    """Read what came after the last look: of copies one, of a large event the grave ones."""
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
            event.notes.title = _title(event, posts, terms)
            event.opening = [(post.title, post.text) for post in posts[:TITLED]]


def _unread(facts: dict[int, EventFacts], rows: Any) -> dict[int, list[int]]:
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
        if notes.kinds.total() + len(keys) < KNOWN or (grave and len(keys) < READ_MOST):
            keys.append(key)
        notes.read_to = seq
    return unread


def posts_to_title(bureau_id: int, event_ids: Collection[int]) -> list[int]:
    """Return the posts that may give their words to the titles of new events."""
    events = Candidate.objects.filter(bureau_id=bureau_id, event_id__in=event_ids)
    new = set(event_ids).difference(events.values_list("event_id", flat=True))
    rows = Placement.objects.filter(
        bureau_id=bureau_id, event_id__in=new, group_id=F("post_id")
    ).order_by("event_id", "seq")
    firsts = groupby(rows.values_list("event_id", "post_id"), itemgetter(0))
    return [key for _event, some in firsts for _, key in islice(some, TITLED)]


def _title(event: EventFacts, posts: list[Post], terms: Known) -> str:
    at = event.last_post_at
    return event_title(
        [EnginePost(post.pk, post.title, post.text, at) for post in posts[:TITLED]], terms
    )
