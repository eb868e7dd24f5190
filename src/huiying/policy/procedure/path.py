"""The path of an incident as a screen draws it: what is proven, what waits, what lies ahead.

A step that the incident has passed is done only when the record shows it: a notice that was
sent is not yet a unit that was notified (Art. 4(3)), and a draft verifies nothing.
"""

from dataclasses import dataclass
from typing import Literal

from huiying.policy.procedure.stages import Stage
from huiying.reasons.marking import marked


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step of the path."""

    code: str
    label: str  # Chinese
    stages: tuple[Stage, ...]  # an incident in one of these is at this step


PATH = (
    PathStep("GRADE", marked("定级"), ()),
    PathStep("NOTIFY", marked("通报"), (Stage.OPEN,)),
    PathStep("VERIFY", marked("核实"), (Stage.NOTIFIED, Stage.VERIFYING)),
    PathStep("HANDLE", marked("处置"), (Stage.HANDLING,)),
    PathStep("RESPOND", marked("回应"), (Stage.RESPONDING,)),
    PathStep("CLOSE", marked("办结"), (Stage.ANSWERED,)),
)

StepState = Literal["done", "unproven", "skipped", "waived", "current", "ahead"]
"""Passed: on record, not yet, without need, or closed without it; then here, and to come."""


@dataclass(frozen=True, slots=True)
class PathProof:
    """What is on record of the steps of an incident."""

    notified: int = 0  # units that were sent a notice and did not return it
    undelivered: int = 0  # notices without proof of delivery, or returned and not sent on
    unreported: int = 0  # units that owe their report
    unverified: int = 0  # verification requests without a confirmed finding
    material: bool = False  # a report or a task says what was done, with material
    open_tasks: int = 0
    answered: bool = False
    answer_owed: bool = True

    def skips(self, code: str) -> bool:
        """Tell whether a step is not needed: no unit is concerned, or no answer is owed."""
        if code == "RESPOND":
            return not self.answered and not self.answer_owed
        return code in _OF_UNITS and not self.notified and not self.undelivered

    def shows(self, code: str) -> bool:
        """Tell whether a step is proven."""
        return {
            "NOTIFY": not self.undelivered,
            "VERIFY": not self.unreported and not self.unverified,
            "HANDLE": self.material and not self.open_tasks,
            "RESPOND": self.answered,
        }.get(code, True)


_OF_UNITS = ("NOTIFY", "VERIFY", "HANDLE")


def steps_at(stage: Stage, proof: PathProof) -> tuple[tuple[PathStep, StepState], ...]:
    """Return the path with the state of each step.

    An incident that was merged or dismissed has no current step. What is not proven of a
    closed one was waived: its closing names the waiver.
    """
    here = next((n for n, step in enumerate(PATH) if stage in step.stages), None)
    closed = stage == Stage.CLOSED
    if here is None:
        here = len(PATH) if closed else -1
    return tuple(
        (step, _state(n, here, proof, step.code, closed=closed)) for n, step in enumerate(PATH)
    )


def _state(step: int, here: int, proof: PathProof, code: str, *, closed: bool) -> StepState:
    if step >= here:
        return "current" if step == here else "ahead"
    if proof.skips(code):
        return "skipped"
    if proof.shows(code):
        return "done"
    return "waived" if closed else "unproven"
