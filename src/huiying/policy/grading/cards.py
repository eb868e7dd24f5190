"""Score one of the three cards of Article 6: content, public reaction, media involvement.

In:   counted facts and ``GradeRules``.          Out:  ``Card`` with a score and its reasons.
Cost: constant.

No input for sentiment, attitude or hostility exists here, and none may be added: criticism
is not severity. What is not known stays unknown: it lifts no score and is never taken as 0.
"""

from dataclasses import dataclass
from typing import Final, Literal

from huiying.policy.grading.grades import MEDIA_TIERS, GradeRules
from huiying.reasons.marking import marked

Dimension = Literal["content", "reaction", "media"]
DIMENSIONS: Final[dict[Dimension, str]] = {
    "content": marked("舆情内容"),
    "reaction": marked("公众反应"),
    "media": marked("媒体介入"),
}
NONE, LOW, HIGH, TOP = 0, 1, 2, 3
INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Card:
    """One dimension of a grade, scored."""

    dimension: Dimension
    score: int | None  # 0–3; None = unknown, which is never 0
    reasons: tuple[str, ...]  # Chinese sentences with the numbers in them

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


@dataclass(frozen=True, slots=True)
class ReactionFacts:
    """How far and how fast an event spreads."""

    breakout: int | None  # category 1–6 of the Breakout Scale
    times_usual: float | None  # of the bureau's usual level, reached because of this event
    platforms: int | None
    voices: int | None  # distinct voices
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
        return Card("content", None, ("舆情内容尚未读取：未知，不按 0 分计。",))
    scored = [*_casualties(facts, rules), *_harms(facts, rules)]
    score = max((score for score, _ in scored), default=NONE)
    reasons = [sentence for reached, sentence in scored if reached == score]
    if not scored:
        reasons.append("帖文为咨询、建议或表扬，未见损害：内容 0 分。")
    counts = (("死亡", facts.dead), ("失踪", facts.missing), ("受伤", facts.hurt),
              ("被困", facts.trapped))  # fmt: skip
    unknown = "、".join(word for word, count in counts if count is None)
    if unknown and score < TOP:
        reasons.append(f"帖文未说明{unknown}人数：未知，不按 0 人计。")
    return Card("content", score, tuple(reasons))


def _casualties(facts: ContentFacts, rules: GradeRules) -> list[tuple[int, str]]:
    found = []
    if facts.dead is not None and facts.dead >= rules.dead.value:
        found.append(
            (TOP, f"死亡 {facts.dead} 人（标准：≥ {rules.dead.value:g} 人）：内容 3 分。")
        )
    if facts.missing is not None and facts.missing >= rules.missing.value:
        limit = f"标准：≥ {rules.missing.value:g} 人"
        found.append((TOP, f"失踪 {facts.missing} 人（{limit}）：内容 3 分。"))
    together = (facts.hurt or 0) + (facts.trapped or 0)
    steps = ((TOP, rules.hurt_or_trapped), (HIGH, rules.hurt_group), (LOW, rules.hurt_single))
    reached = [(score, number.value) for score, number in steps if together >= number.value]
    if reached:
        score, limit_value = max(reached)
        limit = f"标准：≥ {limit_value:g} 人"
        found.append((score, f"受伤或被困共 {together} 人（{limit}）：内容 {score} 分。"))
    return found


def _harms(facts: ContentFacts, rules: GradeRules) -> list[tuple[int, str]]:
    found = []
    need = rules.basic_needs.get(facts.basic_need or "")
    if need and facts.whole_neighbourhood:
        found.append((TOP, f"整个小区的基本生活需要（{need}）受影响：内容 3 分。"))
    if facts.group_harm:
        found.append((HIGH, "一个群体的利益受损：内容 2 分。"))
    if facts.checkable_group_claim:
        found.append((HIGH, "有可以核实、涉及一个群体的说法：内容 2 分。"))
    if facts.household_harm:
        found.append((LOW, "一户人家的利益受损：内容 1 分。"))
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


def _reaction_reason(score: int, facts: ReactionFacts, rules: GradeRules) -> str:
    if score == TOP:
        return (
            f"扩散等级 {facts.breakout}（标准：≥ {rules.breakout.value:g}），"
            f"热度为平常的 {facts.times_usual:g} 倍"
            f"（标准：≥ {rules.times_breakout.value:g} 倍）：反应 3 分。"
        )
    limits = (
        f"标准：≥ {rules.platforms.value:g} 个平台，或 ≥ 平常的 {rules.times_usual.value:g} 倍"
        if score == HIGH
        else f"标准：≥ {rules.voices.value:g} 个不同声音"
    )
    return f"{_known_reaction(facts)}（{limits}）：反应 {score} 分。"


def _known_reaction(facts: ReactionFacts) -> str:
    parts = []
    if facts.platforms is not None:
        parts.append(f"{facts.platforms} 个平台")
    if facts.voices is not None:
        parts.append(f"{facts.voices} 个不同声音")
    if facts.times_usual is not None:
        parts.append(f"热度为平常的 {facts.times_usual:g} 倍")
    return "、".join(parts)


def _unknown_reaction(facts: ReactionFacts) -> str:
    named = (("扩散等级", facts.breakout), ("平常水平", facts.times_usual),
             ("平台数", facts.platforms), ("声音数", facts.voices))  # fmt: skip
    words = "、".join(word for word, number in named if number is None)
    return f"公众反应的{words}未知：不按 0 计，补齐后得分可能更高。"


def media_card(facts: MediaFacts, rules: GradeRules) -> Card:
    """Score media involvement by the highest tier seen.

    Raises:
        ValueError: If a tier is not in the table of the rules.
    """
    if facts.tiers is None:
        return Card("media", None, ("媒体介入情况未知：不按 0 分计。",))
    strange = sorted(facts.tiers - rules.media_scores.keys())
    if strange:
        message = f"no such media tier: {', '.join(strange)}"
        raise ValueError(message)
    if not facts.tiers:
        return Card("media", NONE, ("已查看，未见媒体介入：媒体 0 分。",))
    tier = max(sorted(facts.tiers), key=lambda name: rules.media_scores[name].value)
    score = int(rules.media_scores[tier].value)
    return Card("media", score, (f"{MEDIA_TIERS[tier]}媒体已介入：媒体 {score} 分。",))
