"""What the posts of an event report, each with the phrase that says it.

In:   title and text of posts, one after another.    Out:  the facts of the content card.
Cost: one reading a text; the notes are stored with the candidate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from huiying.engine.reading.acts import find_act_or_call
from huiying.engine.reading.content import read_content
from huiying.engine.reading.topics import Topic, TopicCounts, read_topic
from huiying.policy.grading.cards import ContentFacts

HARM_COUNTS = ("dead", "missing", "hurt", "trapped")


FLAG_FACTS = {
    "basic_need_whole": "whole_neighbourhood",
    "group_harm": "group_harm",
    "household_harm": "household_harm",
    "more_persons": "more_persons",
}


CLAIM_FLAGS = {"checkable_claim": "claim", "stated_rule": "rule"}  # signal → its note


NEED_NAMES = {"housing": "housing_safety"}  # the engine's word → the rule book's


LEAST_CLAIM_VOICES = 3  # voices that repeat a claim before it counts as one about a group
LEAST_RULE_VOICES = 2  # of a rule: it is about everybody whom it concerns


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
    asked: TopicCounts = field(default_factory=TopicCounts)  # which policy the posts ask about

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> ContentNotes:
        """Read notes back from a candidate's row."""
        if not data:
            return cls()
        asked = TopicCounts.from_data(data.get("asked", {}))
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
            basic_need=NEED_NAMES.get(self.need, self.need) or None,
            **{fact: self.flags.get(name, False) for name, fact in FLAG_FACTS.items()},
            checkable_group_claim=(
                (self.flags.get("claim", False) and voices >= LEAST_CLAIM_VOICES)
                or (self.flags.get("rule", False) and voices >= LEAST_RULE_VOICES)
            ),
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
        for name in HARM_COUNTS:
            number = getattr(signals, name)
            if number is not None and number >= self.numbers.get(name, 0):
                self.numbers[name] = number
        for name in (*FLAG_FACTS, *CLAIM_FLAGS):
            if getattr(signals, name):
                self.flags[CLAIM_FLAGS.get(name, name)] = True
        if signals.basic_need and (not self.need or signals.basic_need_whole):
            self.need = signals.basic_need
        for span in signals.spans:
            self.phrases.setdefault(span.kind, [str(post_id), span.clause])
        self.act = self.act or find_act_or_call(text)
