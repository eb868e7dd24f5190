"""The acts of grading in the scenario: its grade, severity and response value.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import ScenarioState
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import DutyGround, ResponseValue
from huiying.policy.grading.severity import Severity
from huiying.work.incidents.grading.actions.decide_severity import decide_severity
from huiying.work.incidents.grading.actions.decide_value import decide_value
from huiying.work.incidents.grading.actions.regrade import regrade


def _severity(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    decide_severity(
        incident=stage.incident(step.incident_ref),
        level=Severity(step.args["level"]),
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _regrade(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    regrade(
        incident=stage.incident(step.incident_ref),
        grade=Grade[step.args["grade"]],
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _value(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    decide_value(
        incident=stage.incident(step.incident_ref),
        value=ResponseValue(step.args["value"]),
        grounds=[DutyGround(name) for name in step.args["grounds"]],
        reason="",
        officer=officer,
        now=now,
    )


GRADING_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "regrade": _regrade,
    "sign_severity": _severity,
    "decide_value": _value,
}
