"""The heavy path of Article 6: 会商 → 预控处置意见 → 报审 → 交办, and what blocks each step.

In:   a grade and what is on record.          Out:  the steps with their state, reasons why not.
Cost: constant.

Compulsory for 重大 and above, offered for 较大 (to have none needs a reason), absent for 一般.
The order is not editable; how many must attend and sign is a number of the rule book, 'to be
confirmed by the bureau'.
"""

from dataclasses import dataclass
from enum import StrEnum

from huiying.policy.grade_rules import Grade
from huiying.policy.standing import Number, Standing

_BASIS = "《制度》第六条“及时会商”，未规定人数"


@dataclass(frozen=True, slots=True)
class ProcedureRules:
    """The numbers of a consultation; the order of the steps is no rule of the bureau."""

    least_present: Number  # parties that must be there at least
    signatures: Number  # different persons who sign the minutes; none of them wrote them


PROCEDURE_FIELDS = ("least_present", "signatures")
DEFAULT = ProcedureRules(
    least_present=Number(2, _BASIS, Standing.TO_CONFIRM),
    signatures=Number(2, _BASIS, Standing.TO_CONFIRM),
)


class Weight(StrEnum):
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
    Step.CONSULT: "会商",
    Step.PROPOSE: "预控处置意见",
    Step.APPROVE: "报审",
    Step.ASSIGN: "交办",
}


class StepState(StrEnum):
    """Where a step stands."""

    DONE = "DONE"
    SKIPPED = "SKIPPED"  # with a reason on record
    NOW = "NOW"
    BLOCKED = "BLOCKED"
    EMERGENCY = "EMERGENCY"  # done before it was approved; must be ratified


class Block(StrEnum):
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
        return _BLOCKS[self]


_BLOCKS = {
    Block.ABSENT: "一般舆情不设会商和报审，直接通报办理。",
    Block.NOT_CONSULTED: "还没有会商。",
    Block.NOT_SIGNED: "会商纪要还没有签署。",
    Block.NOT_WRITTEN: "还没有写预控处置意见。",
    Block.NOT_SUBMITTED: "处置意见还没有报审。",
    Block.NOT_APPROVED: "处置意见报审中，等领导批准。",
    Block.CHANGED_SINCE: "报审后意见、等级或所属事件有变，须重新报审。",
    Block.NOT_RATIFIED: "紧急先行交办，等领导追认。",
}


@dataclass(frozen=True, slots=True)
class OnRecord:
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
class Gate:
    """One step with its state; ``block`` says why it is not done."""

    step: Step
    state: StepState
    block: Block | None = None


def weight_of(grade: Grade) -> Weight:
    """Return how a grade stands to the heavy path."""
    if grade >= Grade.MAJOR:
        return Weight.COMPULSORY
    return Weight.OFFERED if grade == Grade.SIGNIFICANT else Weight.ABSENT


def quorum(invited: int, rules: ProcedureRules = DEFAULT) -> int:
    """Return how many of those invited must be present: more than half, and a least number."""
    return max(int(rules.least_present.value), invited // 2 + 1)


def before_proposal(seen: OnRecord) -> Block | None:
    """Return why a proposal cannot be submitted yet; None = it can."""
    weight = weight_of(seen.grade)
    if weight == Weight.ABSENT:
        return Block.ABSENT
    if seen.signed or (weight == Weight.OFFERED and seen.skipped):
        return None
    return Block.NOT_SIGNED if seen.called else Block.NOT_CONSULTED


def before_assignment(seen: OnRecord) -> Block | None:
    """Return why nothing can be assigned yet; None = it can.

    An emergency may be carried out first and is ratified afterwards; everything else waits for
    the consultation and for the approval of exactly this proposal.
    """
    block = before_proposal(seen)
    if block == Block.ABSENT:
        return block
    if seen.emergency:
        return None
    return block or _before_approval(seen)


def _before_approval(seen: OnRecord) -> Block | None:
    if not seen.written:
        return Block.NOT_WRITTEN
    if seen.changed:
        return Block.CHANGED_SINCE
    if not seen.submitted:
        return Block.NOT_SUBMITTED
    return None if seen.approved else Block.NOT_APPROVED


def gates(seen: OnRecord) -> tuple[Gate, ...]:
    """Return the four steps with their states, in order; empty for a grade without them."""
    if weight_of(seen.grade) == Weight.ABSENT:
        return ()
    return (_consult(seen), _propose(seen), _approve(seen), _assign(seen))


def _consult(seen: OnRecord) -> Gate:
    if seen.signed:
        return Gate(Step.CONSULT, StepState.DONE)
    if seen.skipped and weight_of(seen.grade) == Weight.OFFERED:
        return Gate(Step.CONSULT, StepState.SKIPPED)
    block = Block.NOT_SIGNED if seen.called else Block.NOT_CONSULTED
    return Gate(Step.CONSULT, StepState.NOW, block)


def _propose(seen: OnRecord) -> Gate:
    if seen.written:
        return Gate(Step.PROPOSE, StepState.DONE)
    block = before_proposal(seen)
    if block is None:
        return Gate(Step.PROPOSE, StepState.NOW, Block.NOT_WRITTEN)
    return Gate(Step.PROPOSE, StepState.BLOCKED, block)


def _approve(seen: OnRecord) -> Gate:
    if seen.emergency:
        return Gate(Step.APPROVE, StepState.EMERGENCY, Block.NOT_RATIFIED)
    block = _before_approval(seen)
    if block is None:
        return Gate(Step.APPROVE, StepState.DONE)
    earlier = None if seen.submitted else before_proposal(seen)
    if earlier is not None or block == Block.NOT_WRITTEN:
        return Gate(Step.APPROVE, StepState.BLOCKED, earlier or block)
    return Gate(Step.APPROVE, StepState.NOW, block)


def _assign(seen: OnRecord) -> Gate:
    block = before_assignment(seen)
    if seen.assigned:
        return Gate(Step.ASSIGN, StepState.DONE, block)
    if block is not None:
        return Gate(Step.ASSIGN, StepState.BLOCKED, block)
    return Gate(Step.ASSIGN, StepState.NOW)
