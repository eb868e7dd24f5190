"""The acts of a release's gates in the scenario: confirmations, withholding, reviews.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiying.base.accounts.core.models import Officer, Unit
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.release.reviews import CheckList
from huiying.work.responses.confirmations.actions.answer import (
    AgencyAnswer,
    answer_confirmation,
)
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.confirmations.queries import confirmations_of
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.disclosure.actions.withhold import WithholdingInput, withhold
from huiying.work.responses.reviews.actions.ask_confirmation import ask_confirmation
from huiying.work.responses.reviews.actions.decide import approve_draft


def sign_review(draft: Draft, officer: Officer, now: datetime) -> None:
    """Sign the review that waits, with its check-lists gone through."""
    if draft.signoff is None:
        raise NotPlayed("nothing to review")
    approve_draft(
        draft=draft,
        shown_hash=draft.signoff.content_hash,
        officer=officer,
        now=now,
        ticked=list(CheckList),
    )


def _review(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    sign_review(stage.draft(step.incident_ref, DraftState.SUBMITTED), officer, now)


def _ask(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    draft = stage.draft(step.incident_ref)
    ask_agency(draft, stage.cast.units[step.args["unit"]], officer, now)


def ask_agency(draft: Draft, unit: Unit, officer: Officer, now: datetime) -> Confirmation:
    """Send the words as they stand to an agency."""
    draft.refresh_from_db()
    return ask_confirmation(
        draft=draft, unit=unit, revision=draft.revision, officer=officer, now=now
    )


def _answer(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """The agency's officer answers: a confirmation, or the words of an objection."""
    unit = stage.cast.units[step.args["unit"]]
    draft = stage.draft(step.incident_ref)
    row = confirmations_of(draft).filter(unit=unit, state=ConfirmationState.ASKED).first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: {step.args['unit']} was asked nothing")
    objection = step.args.get("objection", "")
    agency_says(row, AgencyAnswer(not objection, step.args["post"], objection), officer, now)


def agency_says(
    row: Confirmation, answer: AgencyAnswer, officer: Officer, now: datetime
) -> None:
    """Answer about exactly the text that was asked about."""
    answer_confirmation(
        confirmation=row, answer=answer, shown_hash=row.content_hash, now=now, officer=officer
    )


def _withhold(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    draft = stage.draft(step.incident_ref)
    withheld = WithholdingInput(step.args["passage"], step.args["ground"], step.args["reason"])
    withhold(
        draft=draft, revision=draft.revision, withholding=withheld, officer=officer, now=now
    )


RELEASE_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "ask_confirmation": _ask,
    "answer_confirmation": _answer,
    "withhold": _withhold,
    "review_draft": _review,
}
