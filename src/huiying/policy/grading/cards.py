"""Score one of the three cards of Article 6: content, public reaction, media involvement.

No input for sentiment, attitude or hostility exists here, and none may be added: criticism
is not severity. What is not known stays unknown: it lifts no score and is never taken as 0.
"""

from dataclasses import dataclass
from typing import Final, Literal

from huiying.policy.core.voices import LEAST_SHOWN, shown_voices
from huiying.policy.grading.grades import TIER_NAMES, GradeRules
from huiying.reasons.reason import Reason, reason
from huiying.reasons.rendering import render

Dimension = Literal["content", "reaction", "media"]
DIMENSIONS: Final[dict[Dimension, Reason]] = {
    "content": reason("policy.content"),
    "reaction": reason("policy.reaction_card"),
    "media": reason("policy.media_card"),
}
NONE, LOW, HIGH, TOP = 0, 1, 2, 3
INFINITE = float("inf")
_NEEDS: Final = {  # the words of the book that are known in other languages
    render(need): need
    for need in (
        reason("policy.need_water"),
        reason("policy.need_heat"),
        reason("policy.need_housing"),
        reason("policy.need_school"),
        reason("policy.need_medicine"),
    )
}


@dataclass(frozen=True, slots=True)
class Card:
    """One dimension of a grade, scored."""

    dimension: Dimension
    score: int | None  # 0–3; None = unknown, which is never 0
    reasons: tuple[Reason, ...]  # with the numbers in them

    def __post_init__(self) -> None:
        if self.dimension not in DIMENSIONS:
            message = f"no such card: {self.dimension!r}"
            raise ValueError(message)
        if self.score is not None and not NONE <= self.score <= TOP:
            message = f"a card scores 0 to 3 or None, not {self.score!r}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """What the posts of an event say has happened; persons ("some died" is at least 1)."""

    dead: int | None = None
    missing: int | None = None
    hurt: int | None = None
    trapped: int | None = None
    basic_need: str | None = None  # a key of GradeRules.basic_needs
    whole_neighbourhood: bool = False  # the need fails for a whole neighbourhood
    group_harm: bool = False
    checkable_group_claim: bool = False  # a claim that can be checked and concerns a group
    household_harm: bool = False
    more_persons: bool = False  # how many are hurt is open: it may be more than is stated


@dataclass(frozen=True, slots=True)
class ReactionFacts:
    """How far and how fast an event spreads."""

    breakout: int | None  # category 1–6 of the Breakout Scale
    times_usual: float | None  # of the bureau's usual level, reached because of this event
    platforms: int | None
    voices: int | None  # distinct voices
    other_platforms: int = 0  # of the platforms, those of no list, which are not shown exactly
    times_most: float = INFINITE  # what times_usual is at most while it is unknown


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """Which tiers of media took the matter up; an empty set = looked and found none."""

    tiers: frozenset[str] | None  # None = unknown (nobody looked, or no table)


def content_card(facts: ContentFacts | None, rules: GradeRules) -> Card:
    """Score the content of an event.

    Args:
        facts: None when the content was not read at all; the card is then unknown.
        rules: The numbers in force.
    """
    if facts is None:
        return Card("content", None, (reason("policy.content_unread"),))
    scored = [*_casualties(facts, rules), *_harms(facts, rules)]
    score = max((score for score, _ in scored), default=NONE)
    reasons = [why for reached, why in scored if reached == score]
    if not scored:
        reasons.append(reason("policy.no_harm"))
    counts = (
        (reason("policy.kind_dead"), facts.dead),
        (reason("policy.kind_missing"), facts.missing),
        (reason("policy.kind_hurt"), facts.hurt),
        (reason("policy.kind_trapped"), facts.trapped),
    )
    unknown = tuple(kind for kind, count in counts if count is None)
    if unknown and score < TOP:
        reasons.append(reason("policy.persons_unknown", kinds=unknown))
    reasons += _could_become(score, facts, rules)
    return Card("content", score, tuple(reasons))


def _casualties(facts: ContentFacts, rules: GradeRules) -> list[tuple[int, Reason]]:
    found = []
    if facts.dead is not None and facts.dead >= rules.dead.value:
        limit = reason("policy.persons_limit", least=rules.dead.value)
        found.append((TOP, reason("policy.dead", count=facts.dead, limit=limit, score=TOP)))
    if facts.missing is not None and facts.missing >= rules.missing.value:
        limit = reason("policy.persons_limit", least=rules.missing.value)
        why = reason("policy.missing", count=facts.missing, limit=limit, score=TOP)
        found.append((TOP, why))
    together = (facts.hurt or 0) + (facts.trapped or 0)
    steps = ((TOP, rules.hurt_or_trapped), (HIGH, rules.hurt_group), (LOW, rules.hurt_single))
    reached = [(score, number.value) for score, number in steps if together >= number.value]
    if reached:
        score, limit_value = max(reached)
        limit = reason("policy.persons_limit", least=limit_value)
        why = reason("policy.hurt_or_trapped", count=together, limit=limit, score=score)
        found.append((score, why))
    return found


def _could_become(score: int, facts: ContentFacts, rules: GradeRules) -> list[Reason]:
    """Say what the card becomes if an open number of persons is greater; no score follows."""
    if not facts.more_persons:
        return []
    steps = ((LOW, rules.hurt_single), (HIGH, rules.hurt_group), (TOP, rules.hurt_or_trapped))
    above = [(reached, number.value) for reached, number in steps if reached > score]
    return [reason("policy.persons_open", least=least, score=to) for to, least in above[:1]]


def _harms(facts: ContentFacts, rules: GradeRules) -> list[tuple[int, Reason]]:
    found = []
    need = rules.basic_needs.get(facts.basic_need or "")
    if need and facts.whole_neighbourhood:
        found.append((TOP, reason("policy.basic_need", need=_NEEDS.get(need, need))))
    if facts.group_harm:
        found.append((HIGH, reason("policy.group_harm")))
    if facts.checkable_group_claim:
        found.append((HIGH, reason("policy.group_claim")))
    if facts.household_harm:
        found.append((LOW, reason("policy.household_harm")))
    return found


def reaction_card(facts: ReactionFacts, rules: GradeRules) -> Card:
    """Score public reaction; a 0 is given only when nothing unknown could lift it."""
    low, high = _reaction_bounds(facts, rules)
    if low == NONE and high > NONE:
        return Card("reaction", None, (_unknown_reaction(facts),))
    reasons = [_reaction_reason(low, facts, rules)]
    if high > low:
        reasons.append(_unknown_reaction(facts))
    return Card("reaction", low, tuple(reasons))


def _reaction_bounds(facts: ReactionFacts, rules: GradeRules) -> tuple[int, int]:
    """The score that is proven, and the one that the unknown facts could still prove."""
    known = (facts.breakout, facts.times_usual, facts.platforms, facts.voices)
    most = (INFINITE, facts.times_most, INFINITE, INFINITE)
    proven = _reaction_score(tuple(-INFINITE if n is None else n for n in known), rules)
    possible = _reaction_score(
        tuple(m if n is None else n for n, m in zip(known, most, strict=True)), rules
    )
    return proven, possible


def _reaction_score(numbers: tuple[float, ...], rules: GradeRules) -> int:
    breakout, times, platforms, voices = numbers
    if breakout >= rules.breakout.value and times >= rules.times_breakout.value:
        return TOP
    if platforms >= rules.platforms.value or times >= rules.times_usual.value:
        return HIGH
    return LOW if voices >= rules.voices.value else NONE


def _reaction_reason(score: int, facts: ReactionFacts, rules: GradeRules) -> Reason:
    if score == TOP and facts.breakout is not None and facts.times_usual is not None:
        return reason(
            "policy.breakout",
            breakout=facts.breakout,
            least=rules.breakout.value,
            times=facts.times_usual,
            least_times=rules.times_breakout.value,
        )
    platforms, times = rules.platforms.value, rules.times_usual.value
    limit = (
        reason("policy.spread_limit", platforms=platforms, times=times)
        if score == HIGH
        else reason("policy.voices_limit", least=rules.voices.value)
    )
    return reason("policy.reaction", known=_known_reaction(facts), limit=limit, score=score)


def _known_reaction(facts: ReactionFacts) -> tuple[Reason, ...]:
    parts = []
    if facts.platforms is not None:
        parts += _platforms(facts.platforms, facts.other_platforms)
    if facts.voices is not None:
        parts.append(_voices(facts.voices))
    if facts.times_usual is not None:
        parts.append(reason("policy.times_usual", times=facts.times_usual))
    return tuple(parts)


def _platforms(every: int, others: int) -> list[Reason]:
    listed = every - others
    parts = [reason("policy.platforms", count=listed)] if listed or not others else []
    if others:
        count = shown_voices(others)
        parts.append(
            reason("policy.other_platforms_few", least=LEAST_SHOWN)
            if count is None
            else reason("policy.other_platforms", count=count)
        )
    return parts


def _voices(exact: int) -> Reason:
    count = shown_voices(exact)
    if count is None:
        return reason("policy.voices_few", least=LEAST_SHOWN)
    return reason("policy.voices", count=count)


def _unknown_reaction(facts: ReactionFacts) -> Reason:
    named = (
        (reason("policy.fact_breakout"), facts.breakout),
        (reason("policy.fact_usual"), facts.times_usual),
        (reason("policy.fact_platforms"), facts.platforms),
        (reason("policy.fact_voices"), facts.voices),
    )
    unknown = tuple(fact for fact, number in named if number is None)
    return reason("policy.reaction_unknown", unknown=unknown)


def media_card(facts: MediaFacts, rules: GradeRules) -> Card:
    """Score media involvement by the highest tier seen.

    Raises:
        ValueError: If a tier is not in the table of the rules.
    """
    if facts.tiers is None:
        return Card("media", None, (reason("policy.media_unknown"),))
    strange = sorted(facts.tiers - rules.media_scores.keys())
    if strange:
        message = f"no such media tier: {', '.join(strange)}"
        raise ValueError(message)
    if not facts.tiers:
        return Card("media", NONE, (reason("policy.media_none"),))
    tier = max(sorted(facts.tiers), key=lambda name: rules.media_scores[name].value)
    score = int(rules.media_scores[tier].value)
    return Card("media", score, (reason("policy.media", tier=TIER_NAMES[tier], score=score),))
