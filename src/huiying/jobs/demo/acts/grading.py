"""The acts of grading in the scenario: its grade, severity and response value.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.grading.event_kinds import EventKind
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import DutyGround, ResponseValue
from huiying.policy.grading.second_signature import GradeGround
from huiying.policy.grading.severity import Severity
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.notices.actions.notify_rise import raise_as_proposed
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.decide_request import GRADING_KIND
from huiying.work.incidents.grading.actions.decide_severity import decide_severity
from huiying.work.incidents.grading.actions.decide_value import NoAnswer, decide_value
from huiying.work.incidents.grading.actions.keep_grade import keep_grade
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.grading.models import RequestKind
from huiying.work.incidents.grading.requests import request_hash, waiting_requests
from huiying.work.incidents.grading.rise_models import GradeRise
from huiying.work.incidents.grading.rises import waiting_rise


def _severity(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    decide_severity(
        incident=stage.incident(step.incident_ref),
        level=Severity(step.args["level"]),
        event_kind=EventKind(step.args["kind"]),
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


SECOND = "cheng"  # who signs a grade too, where no other is named


def _regrade(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    incident = stage.incident(step.incident_ref)
    regrade(
        incident=incident,
        grade=Grade[step.args["grade"]],
        reason=step.args["reason"],
        ground=ground_of(step),
        officer=officer,
        now=now,
    )
    sign_grade_too(stage, step, incident, now)


def ground_of(step: ActStep) -> GradeGround:
    """Return the enumerated reason of an act that changes a grade."""
    return GradeGround(step.args.get("ground", GradeGround.UNREAD))


def sign_grade_too(
    stage: ScenarioState, step: ActStep, incident: Incident, now: datetime
) -> None:
    """Let the second officer sign, where the grade takes two signatures."""
    second = Officer.objects.get(pk=stage.cast.officers[step.args.get("second", SECOND)].pk)
    for row in waiting_requests(incident):
        if row.kind == RequestKind.GRADE:
            GRADING_KIND.approve(row, shown_hash=request_hash(row), officer=second, now=now)


def _value(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    decide_value(
        incident=stage.incident(step.incident_ref),
        value=ResponseValue(step.args["value"]),
        grounds=[DutyGround(name) for name in step.args["grounds"]],
        reason=step.args.get("reason", ""),
        no_answer=_no_answer(step, now),
        officer=officer,
        now=now,
    )


def _no_answer(step: ActStep, now: datetime) -> NoAnswer | None:
    """Return the ground of the law, where no answer is asked for."""
    if "no_answer" not in step.args:
        return None
    review_on = (now.astimezone(LOCAL) + timedelta(days=step.args["review_days"])).date()
    return NoAnswer(step.args["no_answer"], review_on, step.args.get("harm", ""))


def _raise(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    rise = _rise(stage, step)
    raise_as_proposed(
        rise=rise,
        shown_grade=rise.grade,
        guidance=step.args.get("guidance", ""),
        officer=officer,
        now=now,
    )


def _keep(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Ask to keep the grade, and let the second officer sign."""
    rise = _rise(stage, step)
    row = keep_grade(
        rise=rise,
        shown_grade=rise.grade,
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )
    second = Officer.objects.get(pk=stage.cast.officers[step.args.get("second", SECOND)].pk)
    GRADING_KIND.approve(row, shown_hash=request_hash(row), officer=second, now=now)


def _rise(stage: ScenarioState, step: ActStep) -> GradeRise:
    rise = waiting_rise(stage.incident(step.incident_ref))
    if rise is None:
        raise NotPlayed(f"{step.incident_ref}: no graver grade is proposed")
    return rise


GRADING_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "regrade": _regrade,
    "raise_grade": _raise,
    "keep_grade": _keep,
    "sign_severity": _severity,
    "decide_value": _value,
}
