"""What officers do about risks in the scenario: register, lower by two, sweep, compile, sign.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: a few acts each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.prevention.levels import RiskLevel, level_of
from huiying.work.prevention.risks.actions.change import change_risk, review_risk
from huiying.work.prevention.risks.actions.keep_dates import add_usual_dates
from huiying.work.prevention.risks.actions.register import register_risk
from huiying.work.prevention.risks.actions.sign import sign_change
from huiying.work.prevention.risks.changes import change_hash, pending_change
from huiying.work.prevention.risks.input import RiskInput, latest_review
from huiying.work.prevention.risks.models import Risk
from huiying.work.prevention.risks.queries import all_risks
from huiying.work.prevention.sweeps.actions.compile import compile_sweep, sign_sweep
from huiying.work.prevention.sweeps.actions.confirm import confirm_part
from huiying.work.prevention.sweeps.actions.open import open_sweep
from huiying.work.prevention.sweeps.content import sweep_hash
from huiying.work.prevention.sweeps.models import Sweep
from huiying.work.prevention.sweeps.queries import new_numbers, newest_sweep, not_reviewed

TYPED = (
    "title",
    "description",
    "topic",
    "probability",
    "impact",
    "signs",
    "measures",
    "residual_probability",
    "residual_impact",
)


def _risk(officer: Officer, title: str) -> Risk:
    row = all_risks(officer.bureau_id).filter(title=title).first()
    if row is None:
        raise NotPlayed(f"no risk {title}")
    return row


def _sweep(officer: Officer) -> Sweep:
    row = newest_sweep(officer.bureau_id)
    if row is None:
        raise NotPlayed("no sweep was opened")
    return row


def _register(_stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    values: dict[str, Any] = {name: step.args[name] for name in TYPED}
    level = level_of(values["probability"], values["impact"])
    day = latest_review(level, now)
    wanted = RiskInput(**values, owner=officer, next_review=day)
    register_risk(wanted=wanted, officer=officer, now=now)


def _lower(_stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    row = _risk(officer, step.args["title"])
    values = {name: getattr(row, name) for name in (*TYPED, "owner", "next_review")}
    change_risk(
        risk=row,
        wanted=RiskInput(**{**values, "probability": step.args["probability"]}),
        reason=step.args["reason"],
        revision=row.revision,
        officer=officer,
        now=now,
    )


def _sign_lower(_stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    change = pending_change(_risk(officer, step.args["title"]))
    if change is None:
        raise NotPlayed("no change of a risk waits")
    shown = change_hash(change)
    sign_change(change, approve=True, reason="", shown_hash=shown, officer=officer, now=now)


def _open(stage: ScenarioState, _step: ActStep, officer: Officer, now: datetime) -> None:
    add_usual_dates(bureau=stage.cast.bureau, officer=officer, now=now)
    open_sweep(bureau=stage.cast.bureau, officer=officer, now=now)


def _confirm(_stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    parts = _sweep(officer).parts.select_related("sweep", "unit", "clock")
    part = parts.get(unit=officer.unit)
    for risk in not_reviewed(part):
        review_risk(
            risk=risk,
            next_review=latest_review(RiskLevel(risk.level), now),
            note=step.args["note"],
            revision=risk.revision,
            officer=officer,
            now=now,
        )
    nil = not new_numbers(part)
    confirm_part(part=part, nil=nil, note=step.args["note"], officer=officer, now=now)


def _compile(_stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    row = _sweep(officer)
    compile_sweep(
        sweep=row,
        summary=step.args["summary"],
        revision=row.revision,
        officer=officer,
        now=now,
    )


def _sign(_stage: ScenarioState, _step: ActStep, officer: Officer, now: datetime) -> None:
    row = _sweep(officer)
    shown = sweep_hash(row)
    sign_sweep(row, approve=True, reason="", shown_hash=shown, officer=officer, now=now)


PREVENTION_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "register_risk": _register,
    "lower_risk": _lower,
    "sign_risk": _sign_lower,
    "open_sweep": _open,
    "confirm_sweep": _confirm,
    "compile_sweep": _compile,
    "sign_sweep": _sign,
}
