"""The parts of the engine, one row each. Add a row and every rule of this suite holds for it.

Three kinds of part: one that reads a text, one that reads a set of posts, and one that keeps
a state between posts. ``python -m tests.engine.conformance.parts`` prints what all of them say
about one sample, so that two processes can be compared.
"""

from __future__ import annotations

import sys
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from hashlib import blake2b
from typing import Any

from huiying.engine.analysis import DatedPost, find_incidents
from huiying.engine.casualties.combine import combine_casualties
from huiying.engine.casualties.event_kind import combine_event_kinds, read_event_kind
from huiying.engine.casualties.stated import stated_casualties
from huiying.engine.masking.mask import mask
from huiying.engine.reading.attitude import read_attitude
from huiying.engine.reading.attitude_model import AttitudeModel
from huiying.engine.reading.cited import read_cited
from huiying.engine.reading.claims import checkable_sentences, collect_claims
from huiying.engine.reading.content import read_content
from huiying.engine.reading.kind import read_kind
from huiying.engine.reading.summary import summarise
from huiying.engine.reading.titles import event_title
from huiying.engine.reading.tone import read_tone, summarise_tone
from huiying.engine.reading.topics import read_policy_question, topic_of
from huiying.engine.reading.urgent import may_be_urgent
from huiying.engine.routing.duties import UnitDuties, propose_units
from huiying.engine.routing.fit import duties_as_messages, fit_routing
from huiying.engine.routing.model import RoutingModel
from huiying.engine.routing.terms import read_message
from huiying.engine.stream.duplicates import CopyIndex, bare_text, copy_signature
from huiying.engine.stream.event_stream import EventStream
from huiying.engine.stream.prepare import prepare
from huiying.engine.stream.settings import StreamSettings
from huiying.engine.text.clean import MAX_CHARS, clean
from huiying.engine.text.differences import compare
from huiying.engine.text.names import names_in
from huiying.engine.text.numerals import read_number
from huiying.engine.text.terms import terms_of
from huiying.engine.trend.baseline import learn_baseline, times_usual
from huiying.engine.trend.forecast import forecast
from huiying.engine.trend.reaction import read_spread
from huiying.engine.types import EventText, Post
from tests.engine.material import post, sample_posts

UNITS = (
    UnitDuties(1, "供水公司", "自来水 停水 水压 水管 抢修"),
    UnitDuties(2, "住建局", "房屋 电梯 物业 小区 供暖"),
    UnitDuties(3, "教育局", "学校 学位 幼儿园 食堂"),
    UnitDuties(4, "无职责", ""),
)


@dataclass(frozen=True)
class TextPart:
    """Reads one text; ``read`` returns something that ``==`` can compare."""

    name: str
    read: Callable[[str, str], Any]  # title, text


@dataclass(frozen=True)
class PostsPart:
    """Reads a set of posts at once."""

    name: str
    read: Callable[[Sequence[Post]], Any]


@dataclass(frozen=True)
class StatefulPart:
    """Takes posts one batch after another.

    ``begin()`` makes one with nothing in it, ``feed(batch)`` returns what it says, and
    ``resumed()`` returns one made from what a database would hold; ``len()`` is what it keeps.
    """

    name: str
    begin: Callable[[], Any]
    most: int  # what it may ever keep


def _terms(title: str, text: str) -> Any:
    return [part.tolist() for part in terms_of(clean(title), clean(text))]


def _trace(title: str, text: str) -> Any:
    del title
    made = copy_signature(bare_text(clean(text)), names_in(text))
    return (made.digest, made.head, made.minhash is not None and list(made.minhash))


def _prepared(title: str, text: str) -> Any:
    one = prepare(post(1, text, title))
    return (one.lead, one.ids.tolist(), one.names, one.copy_signature.digest)


@cache
def routing_model() -> RoutingModel:
    """Return a model that learned nothing but duties."""
    duties = [
        (message, unit.name)
        for unit in UNITS[:3]
        for message in duties_as_messages(unit.name, unit.duties)
    ]
    return fit_routing([], duties)[0]


@cache
def _attitude_model() -> AttitudeModel:
    said = ["没人管太失望", "气愤", "敷衍推诿", "谢谢满意", "热情周到", "开心点赞"] * 3
    return AttitudeModel(said, [at % 6 < 3 for at in range(len(said))])


def _learned(title: str, text: str) -> Any:
    return _attitude_model().read([title, text])


def _casualties(title: str, text: str) -> Any:
    return stated_casualties(title[:MAX_CHARS], text[:MAX_CHARS])  # as it is called


TEXT_PARTS = (
    TextPart("clean", lambda title, text: (clean(title), clean(text))),
    TextPart("mask", lambda title, text: (mask(title), mask(text))),
    TextPart("terms", _terms),
    TextPart("names", lambda title, text: names_in(clean(text))),
    TextPart("trace", _trace),
    TextPart("prepare", _prepared),
    TextPart("grave", may_be_urgent),
    TextPart("numerals", lambda title, text: (read_number(title), read_number(text))),
    TextPart("casualties", _casualties),
    TextPart("kind of event", read_event_kind),
    TextPart("content", read_content),
    TextPart("kind", read_kind),
    TextPart("attitude", lambda title, text: (read_attitude(title), read_attitude(text))),
    TextPart("learned attitude", _learned),
    TextPart("checkworthy", checkable_sentences),
    TextPart("manner", read_tone),
    TextPart("policy question", read_policy_question),
    TextPart("cited", lambda title, text: read_cited(text, {1: title, 2: text})),
    TextPart("topic of one", lambda title, text: topic_of([(title, text), (text, title)])),
    TextPart("differences", compare),
    TextPart("routing", lambda title, text: propose_units(f"{title} {text}", UNITS)),
    TextPart("learned routing", lambda *said: routing_model().guess(read_message(*said))),
    TextPart("summary of one", lambda *said: summarise([EventText(1, *said)])),
    TextPart("title of one", lambda title, text: event_title([post(1, text, title)])),
)


def _incidents(posts: Sequence[Post]) -> Any:
    """Every third post is of unknown time."""
    return find_incidents([DatedPost(one, is_dated=one.key % 3 > 0) for one in posts])


def _usual(posts: Sequence[Post]) -> Any:
    """The newest posts against the level that all of them set; every ninth hour is a gap."""
    hours = Counter(one.at.replace(minute=0, second=0, microsecond=0) for one in posts)
    baseline = learn_baseline(hours, {hour for hour in hours if hour.hour % 9 == 0})
    return (baseline, times_usual(hours, baseline))


def _tellings(posts: Sequence[Post]) -> list[EventText]:
    return [EventText(one.key, one.title, one.text) for one in posts]


POSTS_PARTS = (
    PostsPart("titles", event_title),
    PostsPart("reaction", lambda posts: read_spread((p.source, p.title, 1) for p in posts)),
    PostsPart("baseline", _usual),
    PostsPart("summary", lambda posts: summarise(_tellings(posts))),
    PostsPart("toll", lambda posts: combine_casualties(_tellings(posts))),
    PostsPart("kind of event", lambda posts: combine_event_kinds(_tellings(posts))),
    PostsPart("claims", lambda posts: collect_claims(_tellings(posts))),
    PostsPart("manners", lambda posts: summarise_tone(_tellings(posts))),
    PostsPart("analysis", _incidents),
    PostsPart("forecast", lambda posts: forecast([len(p.text) % 9 for p in posts], [])),
)

SMALL = StreamSettings(
    window_posts=80, window_span=timedelta(0), window_max_posts=80, chunk_posts=16
)


class Streamed:
    """The stream, and beside it what the product stores of it."""

    def __init__(self) -> None:
        self.stream = EventStream(SMALL)
        self.stored: dict[int, Any] = {}
        self.snapshot: bytes | None = None  # of before the newest batch

    def __len__(self) -> int:
        return len(self.stream)

    def feed(self, batch: Sequence[Post]) -> Any:
        self.snapshot = self.stream.snapshot()
        said = self.stream.feed(batch)
        texts = {one.key: one for one in batch}
        self.stored |= {place.key: (texts[place.key], place) for place in said.placements}
        for merge in said.merges:
            for key, (one, place) in self.stored.items():
                if place.event == merge.source_event:
                    self.stored[key] = (one, replace(place, event=merge.target_event))
        for key in list(self.stored)[: -SMALL.window_posts]:
            del self.stored[key]
        return said

    def resumed(self) -> Streamed:
        fresh = Streamed()
        fresh.stored = dict(self.stored)
        fresh.stream = EventStream.rebuild(self.stored.values(), self.snapshot, SMALL)
        return fresh


class Copied:
    """The index of copies over a window of the newest posts."""

    def __init__(self) -> None:
        self.index = CopyIndex(least_share=0.6)
        self.kept: deque[tuple[int, Any]] = deque()

    def __len__(self) -> int:
        return len(self.kept)

    def feed(self, batch: Sequence[Post]) -> Any:
        said = []
        for one in batch:
            of = prepare(one).copy_signature
            said.append(self.index.find(of))
            if said[-1] is None:
                self.put(one.key, of)
            if len(self.kept) > SMALL.window_posts:
                self.index.remove(*self.kept.popleft())
        return said

    def put(self, key: int, of: Any) -> None:
        self.index.add(key, of)
        self.kept.append((key, of))

    def resumed(self) -> Copied:
        fresh = Copied()
        for key, of in self.kept:
            fresh.put(key, of)
        return fresh


STATEFUL_PARTS = (
    StatefulPart("stream", Streamed, most=SMALL.window_posts),
    StatefulPart("copies", Copied, most=SMALL.window_posts),
)


def everything_said(seed: int) -> str:
    """Return a number for all that all parts say about one sample."""
    posts = sample_posts(120, seed=seed)
    said: list[Any] = [part.read(posts) for part in POSTS_PARTS]
    said += [part.read(one.title, one.text) for part in TEXT_PARTS for one in posts[:20]]
    for part in STATEFUL_PARTS:
        state = part.begin()
        said += [state.feed(posts[at : at + 20]) for at in range(0, len(posts), 20)]
    return blake2b(repr(said).encode("utf-8", "replace")).hexdigest()


if __name__ == "__main__":
    sys.stdout.write(everything_said(int(sys.argv[1])))
