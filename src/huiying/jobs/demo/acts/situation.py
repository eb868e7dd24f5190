"""The act of the situation in the scenario: an officer fills in or revises a line.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import ScenarioState
from huiying.work.incidents.situation.actions.revise import revise_situation
from huiying.work.incidents.situation.models import SituationLine
from huiying.work.incidents.situation.queries import last_revision


def _revise(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    incident = stage.incident(step.incident_ref)
    for line in SituationLine:
        if text := step.args.get(line.lower()):
            last = last_revision(incident, line)
            revise_situation(
                incident=incident,
                line=line,
                text=text,
                shown_version=last.version if last else 0,
                officer=officer,
                now=now,
            )


SITUATION_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "revise_situation": _revise,
}
