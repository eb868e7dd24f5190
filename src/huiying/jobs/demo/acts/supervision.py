"""Instructions and 督办 in the scenario: given, typed in, opened, answered, closed.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each; a file is encrypted and written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.acts.tasks import demo_file, pieces_of
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.instructions.actions.give import (
    InstructionInput,
    Paper,
    enter_instruction,
    give_instruction,
)
from huiying.work.casework.instructions.matters import matter_of_incident
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.instructions.queries import instructions_of
from huiying.work.casework.supervision.actions.close import (
    ask_closing,
    closing_hash,
    sign_closing,
)
from huiying.work.casework.supervision.actions.feedback import give_feedback
from huiying.work.casework.supervision.actions.open import Origin, open_supervision
from huiying.work.casework.supervision.actions.send_back import return_feedback
from huiying.work.casework.supervision.models import Supervision
from huiying.work.casework.supervision.queries import supervisions_of


def _given(stage: ScenarioState, step: ActStep, now: datetime) -> InstructionInput:
    return InstructionInput(
        text=step.args["text"],
        units=(stage.cast.units[step.args["unit"]],),
        due=now + timedelta(hours=step.args["hours"]),
        supervise=True,
    )


def _instruction(stage: ScenarioState, step: ActStep) -> Instruction:
    row = instructions_of(stage.incident(step.incident_ref)).last()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no instruction was given")
    return row


def _item(stage: ScenarioState, step: ActStep) -> Supervision:
    row = supervisions_of(stage.incident(step.incident_ref)).last()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no 督办 was opened")
    return row


def _give(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    give_instruction(
        matter=matter_of_incident(stage.incident(step.incident_ref)),
        given=_given(stage, step, now),
        officer=officer,
        now=now,
    )


def _enter(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    leader = Officer.objects.get(pk=stage.cast.officers[step.args["leader"]].pk)
    enter_instruction(
        matter=matter_of_incident(stage.incident(step.incident_ref)),
        paper=Paper(leader, now.astimezone(LOCAL).date(), demo_file(stage, step.args["scan"])),
        given=_given(stage, step, now),
        officer=officer,
        now=now,
    )


def _open(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    open_supervision(
        origin=Origin(instruction=_instruction(stage, step)),
        unit=stage.cast.units[step.args["unit"]],
        demand=step.args["demand"],
        due=None,
        officer=officer,
        now=now,
    )


def _feedback(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    give_feedback(
        supervision=_item(stage, step),
        text=step.args["text"],
        pieces=pieces_of(stage, step),
        officer=officer,
        now=now,
    )


def _return(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    return_feedback(
        supervision=_item(stage, step), reason=step.args["reason"], officer=officer, now=now
    )


def _ask(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    ask_closing(
        supervision=_item(stage, step), text=step.args["text"], officer=officer, now=now
    )


def _sign(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    row = _item(stage, step)
    sign_closing(
        row, approve=True, reason="", shown_hash=closing_hash(row), officer=officer, now=now
    )


SUPERVISION_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "give_instruction": _give,
    "enter_instruction": _enter,
    "open_supervision": _open,
    "give_feedback": _feedback,
    "return_feedback": _return,
    "ask_closing": _ask,
    "sign_closing": _sign,
}
