"""The deeds that weigh a matter in the scenario: its grade, severity and response value.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiying.base.accounts.models import Officer
from huiying.jobs.demo.parts import ActStep
from huiying.jobs.demo.stage import Stage
from huiying.policy.emergency import Severity
from huiying.policy.grading import Grade
from huiying.policy.response_value import DutyGround, ResponseValue
from huiying.work.incidents.actions.grade import regrade
from huiying.work.incidents.actions.severity import decide_severity
from huiying.work.incidents.actions.value import decide_value


def _severity(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    decide_severity(
        incident=stage.incident(step.incident_ref),
        level=Severity(step.args["level"]),
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _regrade(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    regrade(
        incident=stage.incident(step.incident_ref),
        grade=Grade[step.args["grade"]],
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _value(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    decide_value(
        incident=stage.incident(step.incident_ref),
        value=ResponseValue(step.args["value"]),
        grounds=[DutyGround(name) for name in step.args["grounds"]],
        reason="",
        officer=officer,
        now=now,
    )


WEIGHING: dict[str, Callable[[Stage, ActStep, Officer, datetime], None]] = {
    "regrade": _regrade,
    "sign_severity": _severity,
    "decide_value": _value,
}
