"""Decide when an event reaches the duty desk and when it raises the alarm.

An event that stays off the desk stays in search and may rise later: nothing is dropped.
"""

from dataclasses import dataclass

from huiying.policy.core.standing import Number, Standing
from huiying.policy.core.voices import LEAST_SHOWN, shown_voices
from huiying.policy.grading.cards import TOP
from huiying.policy.grading.grades import GRADE_NAMES, Grade
from huiying.policy.grading.proposal import GradeProposal
from huiying.reasons.marking import marked
from huiying.reasons.reason import Reason, reason

_BASIS = marked("《制度》第五条“不漏报、不迟报”，未给出数值")


@dataclass(frozen=True, slots=True)
class PromotionRules:
    """The numbers of promotion; all are lower bounds."""

    posts: Number  # posts of the event, duplicates counted
    voices: Number  # distinct voices among them
    content: Number  # score of the content card, 1–3
    grade: Number  # proposed grade as its number, 1–4
    quiet_kinds: tuple[str, ...]  # never on the desk by the number of posts alone


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
    by_hand: bool = False,
) -> Reason | None:
    """Return why an event becomes a candidate on the desk; None if it does not.

    Args:
        size: Posts of the event, duplicates counted.
        voices: Distinct voices; None = unknown, which keeps nothing off the desk.
        proposal: The grade proposed for it.
        kind: What the text engine takes the posts for ("complaint", "praise", …).
        rules: The numbers in force.
        by_hand: An officer entered one of the posts: a person judged it worth recording, so
            no number of posts and no kind of text keeps it off the desk.
    """
    content = proposal.card("content").score
    if proposal.grade >= rules.grade.value:
        return reason("policy.desk_by_grade", grade=GRADE_NAMES[proposal.grade])
    if content is not None and content >= rules.content.value:
        return reason("policy.desk_by_content", score=content, least=rules.content.value)
    if by_hand:
        return reason("policy.desk_by_hand")
    if kind in rules.quiet_kinds:
        return None
    return _by_number(size, voices, rules)


def _by_number(size: int, voices: int | None, rules: PromotionRules) -> Reason | None:
    if size < rules.posts.value:
        return None
    if voices is None:
        return reason("policy.desk_by_posts", count=size)
    if voices < rules.voices.value:
        return None
    shown = shown_voices(voices)
    if shown is None:
        return reason("policy.desk_by_few_voices", count=size, least=LEAST_SHOWN)
    return reason("policy.desk_by_voices", count=size, voices=shown)


def raises_alarm(proposal: GradeProposal, *, topic: bool = False) -> bool:
    """Tell whether a proposal alarms the duty desk at once: 重大 and above, not editable.

    Only what the known cards prove counts; an unknown card alone raises no alarm.

    Args:
        topic: The posts ask one policy question (话题). How many ask is then no alarm: only
            harm that the content card tells of is.
    """
    if proposal.grade < Grade.MAJOR:
        return False
    return not topic or (proposal.card("content").score or 0) >= TOP
