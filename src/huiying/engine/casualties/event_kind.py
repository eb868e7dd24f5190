"""Propose the kind of emergency event that texts speak of, with the words that say so.

In:   title and text as stored.
Out:  a kind and a quotation, or None: nothing happened here and now, or two kinds fit.
Cost: about 60 µs a text of 170 characters; pure.

An accident is one of production when it happened at work: at a building site, in a workshop, a
mine, in dismantling. Fire and collapse elsewhere are not. Drills, suppositions, the past and
news of other places are no event. What fits two kinds, such as a storm that fells a crane, is
left to the officer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

from huiying.engine.casualties.clauses import quoted_clause
from huiying.engine.casualties.event_words import (
    ANY_EVENT,
    ASKS_FOR_A_RULE,
    AT_WORK,
    CUES,
    HARM_AT_WORK,
    SYMPTOMS,
    WORK,
)
from huiying.engine.casualties.places import PASSED_ON
from huiying.engine.casualties.words import SENTENCE, TOKENS
from huiying.engine.text.clean import normalize_input

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huiying.engine.types import EventText

EventKindName = Literal[
    "production_safety",
    "fire",
    "road_traffic",
    "other_accident",
    "natural_disaster",
    "public_health",
    "social_security",
]
EVENT_KIND_NAMES: Final = get_args(EventKindName)

_SILENT: Final = frozenset({"past", "bare_year", "fiction", "elsewhere", "suppose", "near"})
_CAUSES: Final = ("social_security", "public_health", "natural_disaster", "road_traffic")
_SYMPTOMS: Final = "symptoms"  # of food when there was no accident
_WITHOUT_CAUSE: Final = ("production_safety", "fire", "other_accident", _SYMPTOMS)
_CLEARLY: Final = 3  # times as often as any other cause
_NEAR: Final = 40  # characters between where people worked and what happened
_MOST_CUES: Final = 40  # of a text; a longer one says the same again


@dataclass(frozen=True, slots=True)
class EventKindReading:
    """The kind that texts speak for, and the words of the first that does."""

    kind: EventKindName
    phrase: str
    key: int = 0  # of that text
    posts: int = 1  # that say so, copies included


@dataclass(slots=True)
class _Cues:
    """What the live part of a text says happened."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, tuple[int, int]] = field(default_factory=dict)
    on_the_premises: bool = False  # a vehicle, but not on the road

    def add(self, kind: str, start: int, end: int) -> None:
        self.counts[kind] += 1
        self.first.setdefault(kind, (start, end))


def read_event_kind(title: str, text: str) -> EventKindReading | None:
    """Return the kind of event that a text speaks of; None when it is open.

    >>> read_event_kind("", "城南工地脚手架坍塌,2人被埋。").kind
    'production_safety'
    >>> read_event_kind("", "教学楼瓷砖脱落,砸伤一名学生。").kind
    'other_accident'
    """
    whole = f"{normalize_input(title)}\n{normalize_input(text)}"
    cues = _Cues()
    for start, end in _live_parts(whole):
        _read_part(whole, start, end, cues)
        if cues.counts.total() >= _MOST_CUES:
            break
    cue = _decided(cues)
    if not cue:
        return None
    kind = "public_health" if cue == _SYMPTOMS else cast("EventKindName", cue)
    return EventKindReading(kind, quoted_clause(whole, *cues.first[cue]))


def combine_event_kinds(tellings: Iterable[EventText]) -> EventKindReading | None:
    """Return the kind that more than half of the posts speak for which speak for any.

    >>> from huiying.engine.types import EventText
    >>> combine_event_kinds([EventText(1, "", "车间起火"), EventText(2, "", "楼道起火")])
    """
    found: dict[str, EventKindReading] = {}
    posts: Counter[str] = Counter()
    for one in tellings:
        reading = read_event_kind(one.title, one.text)
        if reading is not None:
            posts[reading.kind] += one.copies
            found.setdefault(reading.kind, replace(reading, key=one.key))
    for kind, count in posts.most_common(1):
        if 2 * count > posts.total():
            return replace(found[kind], posts=count)
    return None


def _live_parts(whole: str) -> Iterator[tuple[int, int]]:
    """Return the parts of sentences that speak of what happened here and now."""
    drill = False
    for sentence in SENTENCE.finditer(whole):
        begin, end = sentence.span()
        if not ANY_EVENT.search(whole, begin, end) or ASKS_FOR_A_RULE.search(sentence[0]):
            continue
        tokens = [
            (token.lastgroup or "", token.start())
            for token in TOKENS.finditer(whole, begin, end)
        ]
        drill = _goes_on_as_drill(tokens, drill=drill)
        if not drill and PASSED_ON.search(whole, begin, end) is None:
            yield from _not_silenced(tokens, begin, end)


def _goes_on_as_drill(tokens: list[tuple[str, int]], *, drill: bool) -> bool:
    for name, _at in tokens:
        if name in ("drill", "drill_back", "real"):
            drill = name != "real"
    return drill


def _not_silenced(
    tokens: list[tuple[str, int]], begin: int, end: int
) -> Iterator[tuple[int, int]]:
    silent = False
    for name, at in tokens:
        if name in _SILENT and not silent:
            yield begin, at
            silent = True
        elif name == "present" and silent:
            begin, silent = at, False
    if not silent:
        yield begin, end


def _read_part(whole: str, start: int, end: int, cues: _Cues) -> None:
    happened: list[int] = []
    for kind, pattern in CUES.items():
        for found in pattern.finditer(whole, start, end):
            cues.add(kind, *found.span())
            if kind in ("fire", "other_accident"):
                happened.append(found.start())
    if (symptom := SYMPTOMS.search(whole, start, end)) is not None:
        cues.add(_SYMPTOMS, *symptom.span())
    for work in WORK.finditer(whole, start, end):
        near = max(start, work.start() - _NEAR), min(end, work.end() + _NEAR)
        if any(near[0] <= at < near[1] for at in happened) or HARM_AT_WORK.search(whole, *near):
            cues.add("production_safety", *work.span())
            cues.on_the_premises |= AT_WORK.search(whole, *near) is not None


def _decided(cues: _Cues) -> str:
    """Return the one kind that fits, or an empty string."""
    causes = Counter({kind: cues.counts[kind] for kind in _CAUSES if cues.counts[kind]})
    if cues.on_the_premises:
        del causes["road_traffic"]
    if not causes:
        return next((kind for kind in _WITHOUT_CAUSE if cues.counts[kind]), "")
    (cause, count), *others = causes.most_common()
    rivals = [other for _kind, other in others]
    if cause == "natural_disaster":
        rivals.append(cues.counts["production_safety"])
    return cause if count >= _CLEARLY * max(rivals, default=0) else ""
