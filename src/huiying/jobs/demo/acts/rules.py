"""The acts of clocks and rules in the scenario: say that it is being done, draft a rule.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.actions.acknowledge import acknowledge
from huiying.base.errors import Refused
from huiying.base.rulebook.actions.edit_draft import edit_rule
from huiying.base.rulebook.queries import book_of, draft_of
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.rulebook.data import to_data
from huiying.policy.rulebook.edits import editable_row


def _acknowledge(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    clock = stage.notice(step.incident_ref, step.args["unit"]).receipt_clock
    holds = book_of(officer.bureau_id, now).ladder.acknowledged.value
    if clock is None:
        raise NotPlayed(f"{step.incident_ref}: nothing to sign for yet")
    try:
        acknowledge(clock=clock, officer=officer, holds=timedelta(minutes=holds), now=now)
    except Refused as error:
        raise NotPlayed(f"{step.incident_ref}: {error}") from error


def _draft_rule(_stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    path = step.args["rule"]
    draft = draft_of(officer.bureau_id)
    edit_rule(
        path=path,
        row=editable_row(to_data(book_of(officer.bureau_id, now)), path) | step.args["change"],
        shown_revision=draft.revision if draft else 0,
        officer=officer,
        now=now,
    )


RULE_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "acknowledge": _acknowledge,
    "draft_rule": _draft_rule,
}
