"""Accusations in the scenario: who handles them says who is accused, and transfers the first.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.petitions.accusations import DisciplineBody, TransferWay
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.accusations.actions.name_accused import name_accused
from huiying.work.petitions.accusations.actions.open import open_accusation
from huiying.work.petitions.accusations.actions.transfer import Transfer, transfer_accusation
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.accusations.queries import OPEN, in_order, visible_accusations


def _first(officer: Officer, now: datetime) -> Accusation:
    row = in_order(visible_accusations(officer, now).filter(OPEN)).first()
    if row is None:
        raise NotPlayed("no accusation waits")
    return row


def _name(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    row = _first(officer, now)
    open_accusation(accusation=row, reason=step.args["reason"], officer=officer, now=now)
    name_accused(
        accusation=row,
        units=[stage.cast.units[step.args["unit"]]],
        officers=[],
        outside=False,
        officer=officer,
        now=now,
    )


def _transfer(_stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    transfer_accusation(
        accusation=_first(officer, now),
        transfer=Transfer(
            body=DisciplineBody.DISTRICT,
            name=step.args["to"],
            document_number=step.args["number"],
            way=TransferWay.COURIER,
            on=now.astimezone(LOCAL).date(),
        ),
        officer=officer,
        now=now,
    )


ACCUSATION_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "name_accused": _name,
    "transfer_accusation": _transfer,
}
