"""Prevention in the scenario: a decision assessed and announced, a plan approved and activated.

In:   an act step, the cast, the moment.    Out:  the acts done by the product's own actions.
Cost: some dozen acts for a file or a plan.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.grading.grades import Grade
from huiying.policy.prevention.decisions import Conclusion, DecisionKind, Method
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.decisions.actions.announce_decision import announce_decision
from huiying.work.prevention.decisions.actions.edit_parts import (
    PointText,
    add_dissent,
    add_method,
    add_point,
)
from huiying.work.prevention.decisions.actions.sign_decision import DECISION_KIND
from huiying.work.prevention.decisions.actions.submit_decision import submit_decision
from huiying.work.prevention.decisions.actions.write_decision import (
    DecisionText,
    start_decision,
)
from huiying.work.prevention.decisions.models import DecisionFile
from huiying.work.prevention.decisions.queries import decisions_of
from huiying.work.prevention.plans.actions.activate_plan import activate_plan
from huiying.work.prevention.plans.actions.approve_plan import PLAN_KIND, submit_plan
from huiying.work.prevention.plans.actions.write_plan import (
    ItemText,
    PlanText,
    add_plan_item,
    start_plan,
)
from huiying.work.prevention.plans.models import ItemKind, Plan
from huiying.work.prevention.plans.queries import plans_of

TEXTS = (
    *("title", "scope", "affected", "comment_result", "legality_by"),
    *("legality_opinion", "grounds"),
)


def _plan(step: ActStep, officer: Officer) -> Plan:
    row: Plan | None = plans_of(officer.bureau_id).filter(title=step.args["plan"]).first()
    if row is None:
        raise NotPlayed(f"no plan {step.args['plan']}")
    return row


def _decision(step: ActStep, officer: Officer) -> DecisionFile:
    row = decisions_of(officer.bureau_id).filter(title=step.args["title"]).first()
    if row is None:
        raise NotPlayed(f"no file about {step.args['title']}")
    return row


def _write_plan(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    args, units = step.args, stage.cast.units
    plan = start_plan(
        text=PlanText(
            title=args["plan"],
            trigger=args["trigger"],
            grade=Grade[args["grade"]],
            lead_unit=units[args["unit"]],
            speaking_unit=units[args["unit"]],
            holding_statement=args["statement"],
            review_on=_day(now, args["review_days"]),
        ),
        officer=officer,
        now=now,
    )
    for one in args["items"]:
        item = ItemText(
            kind=ItemKind[one["kind"]],
            text=one["text"],
            detail=one.get("detail", ""),
            unit=units[one["unit"]] if "unit" in one else None,
            hours=one.get("hours", 0),
        )
        add_plan_item(plan=plan, item=item, officer=officer, now=now)
    submit_plan(plan=plan, officer=officer, now=now)


def _approve_plan(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    del stage
    plan = _plan(step, officer)
    shown = PLAN_KIND.content_hash(plan)
    PLAN_KIND.approve(plan, shown_hash=shown, officer=officer, now=now)


def _activate_plan(
    stage: ScenarioState, step: ActStep, officer: Officer, now: datetime
) -> None:
    activate_plan(
        plan=_plan(step, officer),
        incident=stage.incident(step.args["into"]),
        officer=officer,
        now=now,
    )


def _assess_decision(
    stage: ScenarioState, step: ActStep, officer: Officer, now: datetime
) -> None:
    args, units = step.args, stage.cast.units
    texts: dict[str, Any] = {name: args[name] for name in TEXTS}
    row = start_decision(
        text=DecisionText(
            **texts,
            lead_unit=units[args["unit"]],
            kind=DecisionKind.OTHER,
            planned_on=_day(now, args["planned_days"]),
            comment_from=_day(now, -40),
            comment_to=_day(now, -8),
            legality_from=_day(now, -20),
            legality_to=_day(now, -5),
            conclusion=Conclusion.CONTROLLABLE,
            plan=_plan(step, officer),
        ),
        officer=officer,
        now=now,
    )
    for one in args["methods"]:
        add_method(
            decision=row,
            method=Method[one["method"]],
            used_on=_day(now, -one["days_ago"]),
            summary=one["summary"],
            officer=officer,
            now=now,
        )
    for one in args["points"]:
        text = PointText(**{**one, "unit": units[one["unit"]]})
        add_point(decision=row, text=text, officer=officer, now=now)
    add_dissent(decision=row, officer=officer, now=now, **args["dissent"])
    submit_decision(decision=row, officer=officer, now=now)


def _sign_decision(
    stage: ScenarioState, step: ActStep, officer: Officer, now: datetime
) -> None:
    del stage
    row = _decision(step, officer)
    shown = DECISION_KIND.content_hash(row)
    DECISION_KIND.approve(row, shown_hash=shown, officer=officer, now=now)


def _announce_decision(
    stage: ScenarioState, step: ActStep, officer: Officer, now: datetime
) -> None:
    del stage
    announce_decision(
        decision=_decision(step, officer),
        on=_day(now, 0),
        where=step.args["where"],
        officer=officer,
        now=now,
    )


def _day(now: datetime, days: int) -> date:
    return (now.astimezone(LOCAL) + timedelta(days=days)).date()


DECISION_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "write_plan": _write_plan,
    "approve_plan": _approve_plan,
    "activate_plan": _activate_plan,
    "assess_decision": _assess_decision,
    "sign_decision": _sign_decision,
    "announce_decision": _announce_decision,
}
