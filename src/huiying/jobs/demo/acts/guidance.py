"""The acts of guidance in the scenario: issue a version, sign for it, record an answer.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import ScenarioState
from huiying.work.casework.notices.actions.issue_guidance import GuidanceInput, issue_guidance
from huiying.work.casework.notices.actions.record_outside_answer import (
    OutsideAnswerInput,
    record_outside_answer,
)
from huiying.work.casework.notices.actions.sign_guidance import sign_guidance
from huiying.work.casework.notices.guidance import guidance_for_notice


def _issue(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    issue_guidance(
        incident=stage.incident(step.incident_ref),
        text=GuidanceInput(
            agreed_line=step.args["line"],
            brief=step.args.get("brief", ""),
            unknown=step.args.get("unknown", ""),
            change_note=step.args.get("change", ""),
        ),
        officer=officer,
        now=now,
    )


def _sign(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    notice = stage.notice(step.incident_ref, step.args["unit"])
    guidance = guidance_for_notice(notice)
    sign_guidance(
        notice=notice,
        version=guidance.version if guidance else 0,
        officer=officer,
        now=now,
    )


def _answered(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    record_outside_answer(
        incident=stage.incident(step.incident_ref),
        unit=stage.cast.units[step.args["unit"]],
        answered=OutsideAnswerInput(
            at=now,
            place=step.args["place"],
            text=step.args["text"],
            departs="departs_how" in step.args,
            departs_how=step.args.get("departs_how", ""),
        ),
        officer=officer,
        now=now,
    )


GUIDANCE_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "issue_guidance": _issue,
    "sign_guidance": _sign,
    "record_answer": _answered,
}
