"""The deeds of guidance in the scenario: issue a version, sign for it, record an answer.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiying.base.accounts.models import Officer
from huiying.jobs.demo.parts import ActStep
from huiying.jobs.demo.stage import Stage
from huiying.work.casework.actions.issue_guidance import Said, issue_guidance
from huiying.work.casework.actions.record_answer import Answered, record_answer
from huiying.work.casework.actions.sign_guidance import sign_guidance
from huiying.work.casework.queries import guidance_for


def _issue(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    issue_guidance(
        incident=stage.incident(step.incident_ref),
        said=Said(
            agreed_line=step.args["line"],
            brief=step.args.get("brief", ""),
            unknown=step.args.get("unknown", ""),
            change_note=step.args.get("change", ""),
        ),
        officer=officer,
        now=now,
    )


def _sign(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    notice = stage.notice(step.incident_ref, step.args["unit"])
    guidance = guidance_for(notice)
    sign_guidance(
        notice=notice,
        version=guidance.version if guidance else 0,
        officer=officer,
        now=now,
    )


def _answered(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    record_answer(
        incident=stage.incident(step.incident_ref),
        unit=stage.cast.units[step.args["unit"]],
        answered=Answered(
            at=now,
            place=step.args["place"],
            text=step.args["text"],
            departs="departs_how" in step.args,
            departs_how=step.args.get("departs_how", ""),
        ),
        officer=officer,
        now=now,
    )


GUIDING: dict[str, Callable[[Stage, ActStep, Officer, datetime], None]] = {
    "issue_guidance": _issue,
    "sign_guidance": _sign,
    "record_answer": _answered,
}
