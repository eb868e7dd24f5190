"""The closing conditions of Article 7: solved, answered in public, petitioners answered, calm.

一般 has a short gate: the unit's report with material, where an answer is owed the public one,
and no petitioner who still waits. What is not known is not fulfilled: an unknown usual level is
not calm. A condition may be waived by a leader, in a record that names the reason, but not what
a petitioner is owed by law; nobody waives what he asks for.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from huiying.policy.core.standing import Number, Standing
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.findings import Finding
from huiying.reasons.marking import marked

_BASIS = marked("《制度》第七条“网上问题，网下解决”，未规定办结标准")


@dataclass(frozen=True, slots=True)
class GateRules:
    """The numbers of the gate; which conditions there are is no rule of the bureau."""

    calm_days: Number  # so many days that end now are looked at, 1 to 7
    calm_share: Number  # calm: at most this percentage of what is usual for all talk
    calm_posts: Number  # … or at most so many posts a day, however little is usual
    flare_posts: Number  # a closed matter flares up by so many posts a day above calm


GATE_FIELDS = ("calm_days", "calm_share", "calm_posts", "flare_posts")
DEFAULT = GateRules(
    calm_days=Number(1, _BASIS, Standing.TO_CONFIRM),
    calm_share=Number(10, _BASIS, Standing.TO_CONFIRM),
    calm_posts=Number(2, _BASIS, Standing.TO_CONFIRM),
    flare_posts=Number(10, _BASIS, Standing.TO_CONFIRM),
)
_PERCENT = 100


class Condition(StrEnum):
    """What must hold before an incident closes, in this order."""

    SOLVED = "SOLVED"
    ANSWERED = "ANSWERED"
    PETITIONERS = "PETITIONERS"
    CALM = "CALM"

    @property
    def label(self) -> str:
        """The Chinese words of the condition."""
        return _CONDITIONS[self]


_CONDITIONS = {
    Condition.SOLVED: marked("网下已解决，有材料"),
    Condition.ANSWERED: marked("已公开回应"),
    Condition.PETITIONERS: marked("信访人和来件已答复"),
    Condition.CALM: marked("提及回到常态"),
}


class UnmetReason(StrEnum):
    """Why a condition does not hold, as one sentence."""

    RISE_WAITS = "RISE_WAITS"
    SUPERVISION_OPEN = "SUPERVISION_OPEN"
    NOT_TOLD = "NOT_TOLD"
    NOTICE_RUNS = "NOTICE_RUNS"
    NOT_REPORTED = "NOT_REPORTED"
    NO_MATERIAL = "NO_MATERIAL"
    NOT_VERIFIED = "NOT_VERIFIED"
    TASKS_OPEN = "TASKS_OPEN"
    PROMISES_BROKEN = "PROMISES_BROKEN"
    NOT_ANSWERED = "NOT_ANSWERED"
    ANSWER_RUNS = "ANSWER_RUNS"
    PETITIONS_OPEN = "PETITIONS_OPEN"
    REFERENCES_OPEN = "REFERENCES_OPEN"
    STILL_TALKED_OF = "STILL_TALKED_OF"
    USUAL_UNKNOWN = "USUAL_UNKNOWN"
    SOURCES_UNREAD = "SOURCES_UNREAD"

    @property
    def label(self) -> str:
        """The sentence in Chinese."""
        return _UNMET_REASONS[self]


_UNMET_REASONS = {
    UnmetReason.RISE_WAITS: marked(
        "系统建议的更高等级尚未研判：须升级或经两人签署维持；不得豁免。"
    ),
    UnmetReason.SUPERVISION_OPEN: marked("有督办件尚未销号；不得豁免。"),
    UnmetReason.NOT_TOLD: marked("尚未通报责任单位。"),
    UnmetReason.NOTICE_RUNS: marked("并入事件等级更高，通报时限仍在计时：尚未据此通报到单位。"),
    UnmetReason.NOT_REPORTED: marked("有被通报单位尚未反馈。"),
    UnmetReason.NO_MATERIAL: marked("反馈未写明网下处置情况，或无材料文件且未说明理由。"),
    UnmetReason.NOT_VERIFIED: marked("有核实单尚无经审核的结论。"),
    UnmetReason.TASKS_OPEN: marked("有交办任务尚未办结。"),
    UnmetReason.PROMISES_BROKEN: marked("有公开承诺到期尚未兑现。"),
    UnmetReason.NOT_ANSWERED: marked("尚未公开回应。"),
    UnmetReason.ANSWER_RUNS: marked("回应或发布会时限仍在计时：并入事件尚未公开回应。"),
    UnmetReason.PETITIONS_OPEN: marked(
        "有信访件或来访尚无书面处理意见书，也未撤回；不得豁免。"
    ),
    UnmetReason.REFERENCES_OPEN: marked("有关联的信访件、热线工单尚未答复。"),
    UnmetReason.STILL_TALKED_OF: marked("提及还高于常态。"),
    UnmetReason.USUAL_UNKNOWN: marked("常态水平未知，资料不足 14 天；未知不视为平息。"),
    UnmetReason.SOURCES_UNREAD: marked("近日有来源采集不全；未采集到不视为平息。"),
}
NOT_WAIVABLE = frozenset(
    {UnmetReason.PETITIONS_OPEN, UnmetReason.SUPERVISION_OPEN, UnmetReason.RISE_WAITS}
)
"""What a petitioner is owed by law is not the bureau's to waive; a 督办 ends by 销号 alone."""
UNKNOWN_REASONS = frozenset({UnmetReason.USUAL_UNKNOWN, UnmetReason.SOURCES_UNREAD})


class ConditionState(StrEnum):
    """How a condition stands."""

    MET = "MET"
    MISSING = "MISSING"
    UNKNOWN = "UNKNOWN"
    WAIVED = "WAIVED"


@dataclass(frozen=True, slots=True)
class Mentions:
    """How much was said of a matter in the last days, beside what is usual for all talk."""

    posts: int
    usual: float | None = None  # posts of the bureau in such days; None = unknown
    unread: bool = False  # a source was not read for some of the time
    days: int = 1  # at least 1
    rules: GateRules = DEFAULT

    @property
    def calm_at(self) -> float:
        """At most so many posts are calm."""
        share = self.rules.calm_share.value * (self.usual or 0.0) / _PERCENT
        return max(self.rules.calm_posts.value * self.days, share)

    @property
    def lack(self) -> UnmetReason | None:
        """Why it is not calm, or not known to be; None = it is."""
        if self.posts > self.calm_at and self.usual is not None:
            return UnmetReason.STILL_TALKED_OF
        if self.usual is None:
            return UnmetReason.USUAL_UNKNOWN
        return UnmetReason.SOURCES_UNREAD if self.unread else None

    @property
    def flares(self) -> bool:
        """Tell whether a closed matter is so much spoken of that an officer must look again."""
        return self.posts >= self.calm_at + self.rules.flare_posts.value * self.days


@dataclass(frozen=True, slots=True)
class ClosingRecord:
    """What has happened since the incident was opened, or opened again."""

    grade: Grade  # by which it is handled
    rise_waits: bool = False  # a graver grade is proposed, and nobody decided
    notified: int = 0  # units that were notified and did not send it back
    unreported: int = 0  # … of which so many have not reported
    undelivered: int = 0  # notices without proof of delivery, or returned and not sent on
    notice_runs: bool = False  # the time to notify of something graver that was merged in
    material: bool = False  # a report says what was done offline, with a file or why none
    unverified: int = 0  # dockets without a confirmed finding
    open_tasks: int = 0
    open_supervisions: int = 0  # 督办 that is not 销号
    broken_promises: int = 0
    answer_owed: bool = True  # False: 回应价值 was decided as "needs no answer of its own"
    answered: bool = False
    answer_runs: bool = False  # the time of an answer or a press conference
    open_references: int = 0  # what is owed an answer, petitions and visits not counted
    open_petitions: int = 0
    mentions: Mentions = Mentions(0)


@dataclass(frozen=True, slots=True)
class ConditionStatus:
    """One condition with its state; ``lack`` says why it does not hold by itself."""

    condition: Condition
    state: ConditionState
    lack: UnmetReason | None = None


def has_material(finding: Finding, handled: str, *, files: bool, no_file_reason: str) -> bool:
    """Tell whether a report carries what Article 7 asks for.

    What is true, wholly or in part, is solved: by words on what was done, with material. What
    is not true needs the material that shows it. Material is a file, or the recorded reason
    why there is none.
    """
    if not files and not no_file_reason.strip():
        return False
    return bool(handled.strip()) or not finding.must_be_solved


def conditions_of(facts: ClosingRecord) -> tuple[Condition, ...]:
    """Return what must hold for an incident; an answer that is not owed is not asked for."""
    short = facts.grade <= Grade.ORDINARY
    waiting = facts.open_petitions > 0
    return tuple(
        condition
        for condition in Condition
        if not (short and condition == Condition.CALM)
        and not (short and condition == Condition.PETITIONERS and not waiting)
        and not (condition == Condition.ANSWERED and not facts.answer_owed)
    )


def condition_statuses(
    facts: ClosingRecord, waived: Collection[Condition] = ()
) -> tuple[ConditionStatus, ...]:
    """Return the conditions of an incident with their state, in order."""
    return tuple(_status(condition, facts, waived) for condition in conditions_of(facts))


def may_close(rows: Collection[ConditionStatus]) -> bool:
    """Tell whether nothing is missing that was not waived."""
    return all(row.state in (ConditionState.MET, ConditionState.WAIVED) for row in rows)


def _status(
    condition: Condition, facts: ClosingRecord, waived: Collection[Condition]
) -> ConditionStatus:
    lack = _CHECKS[condition](facts)
    if lack is None:
        return ConditionStatus(condition, ConditionState.MET)
    if condition in waived and lack not in NOT_WAIVABLE:
        return ConditionStatus(condition, ConditionState.WAIVED, lack)
    unknown = lack in UNKNOWN_REASONS
    return ConditionStatus(
        condition, ConditionState.UNKNOWN if unknown else ConditionState.MISSING, lack
    )


def _solved(facts: ClosingRecord) -> UnmetReason | None:
    looks = (
        (facts.rise_waits, UnmetReason.RISE_WAITS),
        (facts.open_supervisions > 0, UnmetReason.SUPERVISION_OPEN),  # first: nobody waives it
        (not facts.notified, UnmetReason.NOT_TOLD),
        (facts.notice_runs, UnmetReason.NOTICE_RUNS),
        (facts.unreported > 0, UnmetReason.NOT_REPORTED),
        (not facts.material, UnmetReason.NO_MATERIAL),
        (facts.unverified > 0, UnmetReason.NOT_VERIFIED),
        (facts.open_tasks > 0, UnmetReason.TASKS_OPEN),
        (facts.broken_promises > 0, UnmetReason.PROMISES_BROKEN),
    )
    return next((lack for holds, lack in looks if holds), None)


def _answered(facts: ClosingRecord) -> UnmetReason | None:
    if not facts.answered:
        return UnmetReason.NOT_ANSWERED
    return UnmetReason.ANSWER_RUNS if facts.answer_runs else None


def _petitioners(facts: ClosingRecord) -> UnmetReason | None:
    if facts.open_petitions:
        return UnmetReason.PETITIONS_OPEN
    return UnmetReason.REFERENCES_OPEN if facts.open_references else None


def _calm(facts: ClosingRecord) -> UnmetReason | None:
    return facts.mentions.lack


_CHECKS = {
    Condition.SOLVED: _solved,
    Condition.ANSWERED: _answered,
    Condition.PETITIONERS: _petitioners,
    Condition.CALM: _calm,
}
