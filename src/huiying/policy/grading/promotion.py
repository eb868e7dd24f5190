"""Decide when an event reaches the duty desk and when it raises the alarm.

In:   size and voices of an event, its grade proposal.          Out:  yes or no with a reason.
Cost: constant.

An event that stays off the desk stays in search and may rise later: nothing is dropped.
"""

from dataclasses import dataclass

from huiying.policy.core.standing import Number, Standing
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.proposal import GradeProposal
from huiying.reasons.marking import marked

_BASIS = marked("《制度》第五条“不漏报、不迟报”，未给出数值")


@dataclass(frozen=True, slots=True)
class PromotionRules:
    """The numbers of promotion; all are lower bounds."""

    posts: Number  # posts of the event, duplicates counted
    voices: Number  # distinct voices among them
    content: Number  # score of the content card, 1–3
    grade: Number  # proposed grade as its number, 1–4
    quiet_kinds: tuple[str, ...]  # never on the desk by the number of posts alone


_MAJOR_SCORE = 3  # content that is 重大 by itself

PROMOTION_FIELDS = ("posts", "voices", "content", "grade")
DEFAULT = PromotionRules(
    posts=Number(3, _BASIS, Standing.EXAMPLE),
    voices=Number(2, _BASIS, Standing.EXAMPLE),
    content=Number(2, _BASIS, Standing.EXAMPLE),
    grade=Number(int(Grade.SIGNIFICANT), _BASIS, Standing.EXAMPLE),
    quiet_kinds=("praise", "noise"),
)


def reaches_desk(
    size: int,
    voices: int | None,
    proposal: GradeProposal,
    kind: str,
    *,
    rules: PromotionRules = DEFAULT,
) -> tuple[bool, str]:
    """Tell whether an event becomes a candidate on the desk, and why.

    Args:
        size: Posts of the event, duplicates counted.
        voices: Distinct voices; None = unknown, which keeps nothing off the desk.
        proposal: The grade proposed for it.
        kind: What the text engine takes the posts for ("complaint", "praise", …).
        rules: The numbers in force.
    """
    content = proposal.card("content").score
    if proposal.grade >= rules.grade.value:
        return True, f"建议等级为{proposal.grade.label}，须由值班员研判。"
    if content is not None and content >= rules.content.value:
        return (
            True,
            f"舆情内容 {content} 分（标准：≥ {rules.content.value:g} 分），须由值班员研判。",
        )
    if kind in rules.quiet_kinds:
        return False, f"{size} 条帖文为表扬或无关内容，未达到研判标准。"
    return _by_number(size, voices, rules)


def _by_number(size: int, voices: int | None, rules: PromotionRules) -> tuple[bool, str]:
    if size < rules.posts.value:
        return False, f"只有 {size} 条帖文（标准：≥ {rules.posts.value:g} 条），继续收集。"
    if voices is None:
        return True, f"已有 {size} 条帖文，声音数未知，须由值班员研判。"
    if voices < rules.voices.value:
        return False, f"{size} 条帖文来自 {voices} 个声音，继续收集。"
    return True, f"已有 {size} 条帖文，来自 {voices} 个不同声音，须由值班员研判。"


def raises_alarm(proposal: GradeProposal, *, topic: bool = False) -> bool:
    """Tell whether a proposal alarms the duty desk at once: 重大 and above, not editable.

    Only what the known cards prove counts; an unknown card alone raises no alarm.

    Args:
        topic: The posts ask one policy question (话题). How many ask is then no alarm: only
            harm that the content card tells of is.
    """
    if proposal.grade < Grade.MAJOR:
        return False
    return not topic or (proposal.card("content").score or 0) >= _MAJOR_SCORE
