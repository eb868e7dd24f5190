"""The procedure of Article 6: 会商 → 预控处置意见 → 报审 → 交办, and what blocks each step.

Compulsory for 重大 and above, offered for 较大 (to have none needs a reason), absent for 一般.
The order is not editable; how many must attend and sign is a number of the rule book, 'to be
confirmed by the bureau'.
"""

from dataclasses import dataclass
from enum import StrEnum

from huiying.policy.core.standing import Number, Standing
from huiying.policy.grading.grades import Grade
from huiying.reasons.marking import marked

_BASIS = marked("《制度》第六条“及时会商”，未规定人数")


@dataclass(frozen=True, slots=True)
class ProcedureRules:
    """The numbers of a consultation; the order of the steps is no rule of the bureau."""

    least_present: Number  # members and departments that must be there; no office staff
    signatures: Number  # different persons who sign the minutes; none of them wrote them


PROCEDURE_FIELDS = ("least_present", "signatures")
DEFAULT = ProcedureRules(
    least_present=Number(2, _BASIS, Standing.TO_CONFIRM),
    signatures=Number(2, _BASIS, Standing.TO_CONFIRM),
)


class PathDuty(StrEnum):
    """How a grade stands to the heavy path."""

    ABSENT = "ABSENT"
    OFFERED = "OFFERED"
    COMPULSORY = "COMPULSORY"


class Step(StrEnum):
    """The four steps, in their order."""

    CONSULT = "CONSULT"
    PROPOSE = "PROPOSE"
    APPROVE = "APPROVE"
    ASSIGN = "ASSIGN"

    @property
    def label(self) -> str:
        """The Chinese name of the step."""
        return _STEPS[self]


_STEPS = {
    Step.CONSULT: marked("会商"),
    Step.PROPOSE: marked("预控处置意见"),
    Step.APPROVE: marked("报审"),
    Step.ASSIGN: marked("交办"),
}


class StepState(StrEnum):
    """Where a step stands."""

    DONE = "DONE"
    SKIPPED = "SKIPPED"  # with a reason on record
    NOW = "NOW"
    BLOCKED = "BLOCKED"
    EMERGENCY = "EMERGENCY"  # done before it was approved; must be ratified


class BlockReason(StrEnum):
    """Why a step cannot be done yet, as one sentence."""

    ABSENT = "ABSENT"
    NOT_CONSULTED = "NOT_CONSULTED"
    NOT_SIGNED = "NOT_SIGNED"
    NOT_WRITTEN = "NOT_WRITTEN"
    NOT_SUBMITTED = "NOT_SUBMITTED"
    NOT_APPROVED = "NOT_APPROVED"
    CHANGED_SINCE = "CHANGED_SINCE"
    NOT_RATIFIED = "NOT_RATIFIED"

    @property
    def label(self) -> str:
        """The sentence in Chinese."""
        return _BLOCK_REASONS[self]


_BLOCK_REASONS = {
    BlockReason.ABSENT: marked("一般舆情不设会商和报审，直接通报办理。"),
    BlockReason.NOT_CONSULTED: marked("尚未会商。"),
    BlockReason.NOT_SIGNED: marked("会商纪要尚未签署。"),
    BlockReason.NOT_WRITTEN: marked("尚未拟制预控处置意见。"),
    BlockReason.NOT_SUBMITTED: marked("处置意见尚未报审。"),
    BlockReason.NOT_APPROVED: marked("处置意见报审中，等领导批准。"),
    BlockReason.CHANGED_SINCE: marked("报审后意见、等级或所属事件有变，须重新报审。"),
    BlockReason.NOT_RATIFIED: marked("紧急先行交办，等领导追认。"),
}


@dataclass(frozen=True, slots=True)
class PathRecord:
    """What has happened so far, as far as the order of steps is concerned."""

    grade: Grade
    called: bool = False  # a consultation was called or held
    signed: bool = False  # its minutes are signed as they stand
    skipped: bool = False  # an officer recorded why there is none
    written: bool = False
    submitted: bool = False
    approved: bool = False  # exactly as it stands now
    changed: bool = False  # approved or asked for, and changed since
    emergency: bool = False  # carried out before approval, not ratified yet
    assigned: bool = False


@dataclass(frozen=True, slots=True)
class StepStatus:
    """One step with its state; ``block`` says why it is not done."""

    step: Step
    state: StepState
    block: BlockReason | None = None


def path_duty(grade: Grade) -> PathDuty:
    """Return how a grade stands to the heavy path."""
    if grade >= Grade.MAJOR:
        return PathDuty.COMPULSORY
    return PathDuty.OFFERED if grade == Grade.SIGNIFICANT else PathDuty.ABSENT


def quorum(invited: int, rules: ProcedureRules = DEFAULT) -> int:
    """Return how many of those invited must be present: more than half, and a least number."""
    return max(int(rules.least_present.value), invited // 2 + 1)


def proposal_blocked_by(facts: PathRecord) -> BlockReason | None:
    """Return why a proposal cannot be submitted yet; None = it can."""
    weight = path_duty(facts.grade)
    if weight == PathDuty.ABSENT:
        return BlockReason.ABSENT
    if facts.signed or (weight == PathDuty.OFFERED and facts.skipped):
        return None
    return BlockReason.NOT_SIGNED if facts.called else BlockReason.NOT_CONSULTED


def assignment_blocked_by(facts: PathRecord) -> BlockReason | None:
    """Return why nothing can be assigned yet; None = it can.

    An emergency may be carried out first and is ratified afterwards; everything else waits for
    the consultation and for the approval of exactly this proposal.
    """
    block = proposal_blocked_by(facts)
    if block == BlockReason.ABSENT:
        return block
    if facts.emergency:
        return None
    return block or _approval_blocked_by(facts)


def _approval_blocked_by(facts: PathRecord) -> BlockReason | None:
    if not facts.written:
        return BlockReason.NOT_WRITTEN
    if facts.changed:
        return BlockReason.CHANGED_SINCE
    if not facts.submitted:
        return BlockReason.NOT_SUBMITTED
    return None if facts.approved else BlockReason.NOT_APPROVED


def step_statuses(facts: PathRecord) -> tuple[StepStatus, ...]:
    """Return the four steps with their states, in order; empty for a grade without them."""
    if path_duty(facts.grade) == PathDuty.ABSENT:
        return ()
    return (_consult(facts), _propose(facts), _approve(facts), _assign(facts))


def _consult(facts: PathRecord) -> StepStatus:
    if facts.signed:
        return StepStatus(Step.CONSULT, StepState.DONE)
    if facts.skipped and path_duty(facts.grade) == PathDuty.OFFERED:
        return StepStatus(Step.CONSULT, StepState.SKIPPED)
    block = BlockReason.NOT_SIGNED if facts.called else BlockReason.NOT_CONSULTED
    return StepStatus(Step.CONSULT, StepState.NOW, block)


def _propose(facts: PathRecord) -> StepStatus:
    if facts.written:
        return StepStatus(Step.PROPOSE, StepState.DONE)
    block = proposal_blocked_by(facts)
    if block is None:
        return StepStatus(Step.PROPOSE, StepState.NOW, BlockReason.NOT_WRITTEN)
    return StepStatus(Step.PROPOSE, StepState.BLOCKED, block)


def _approve(facts: PathRecord) -> StepStatus:
    if facts.emergency:
        return StepStatus(Step.APPROVE, StepState.EMERGENCY, BlockReason.NOT_RATIFIED)
    block = _approval_blocked_by(facts)
    if block is None:
        return StepStatus(Step.APPROVE, StepState.DONE)
    earlier = None if facts.submitted else proposal_blocked_by(facts)
    if earlier is not None or block == BlockReason.NOT_WRITTEN:
        return StepStatus(Step.APPROVE, StepState.BLOCKED, earlier or block)
    return StepStatus(Step.APPROVE, StepState.NOW, block)


def _assign(facts: PathRecord) -> StepStatus:
    block = assignment_blocked_by(facts)
    if facts.assigned:
        return StepStatus(Step.ASSIGN, StepState.DONE, block)
    if block is not None:
        return StepStatus(Step.ASSIGN, StepState.BLOCKED, block)
    return StepStatus(Step.ASSIGN, StepState.NOW)
