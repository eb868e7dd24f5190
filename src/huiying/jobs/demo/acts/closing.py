"""The acts of closing in the scenario: waive, close, file, prove, review, excuse a breach.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each; a review is written, taught from and finished in one act.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.base.signoff.models import Decision
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.closing.cases import CaseKind
from huiying.policy.closing.gate import Condition
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.archive.actions.file_matter import file_matter
from huiying.work.closing.breaches.actions.answer_breach import excuse_breach
from huiying.work.closing.breaches.actions.update_ledger import update_ledger
from huiying.work.closing.breaches.models import Breach
from huiying.work.closing.core.waivers import waiver_content
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.closing.packets.actions.request_packet import About, request_packet
from huiying.work.closing.packets.models import Profile
from huiying.work.closing.reviews.actions.write_review import (
    ReviewText,
    add_lesson,
    finish_review,
    start_review,
)
from huiying.work.closing.waivers.actions.waive import ask_waiver, decide_waiver


def _ask(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    ask_waiver(
        incident=stage.incident(step.incident_ref),
        condition=Condition(step.args["condition"]),
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _grant(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    incident = stage.incident(step.incident_ref)
    row = incident.waivers.filter(
        condition=step.args["condition"], signoff__decision=Decision.PENDING
    ).last()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no waiver was asked for")
    decide_waiver(
        waiver=row,
        approve=True,
        reason="",
        shown_hash=hash_of_content(waiver_content(row)),
        officer=officer,
        now=now,
    )


def _close(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    close_incident(incident=stage.incident(step.incident_ref), officer=officer, now=now)


def _file(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    file_matter(
        incident=stage.incident(step.incident_ref),
        period=step.args["period"],
        reason="",
        officer=officer,
        now=now,
    )


def _review(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    args = step.args
    text = ReviewText(CaseKind(args["kind"]), args["happened"], args["well"], args["badly"])
    incident = stage.incident(step.incident_ref)
    review = start_review(incident=incident, text=text, officer=officer, now=now)
    for lesson in args["lessons"]:
        add_lesson(
            review=review,
            text=lesson["text"],
            unit=stage.cast.units[lesson["unit"]],
            due=(now.astimezone(LOCAL) + timedelta(days=lesson["days"])).date(),
            officer=officer,
            now=now,
        )
    finish_review(review=review, officer=officer, now=now)


def _excuse(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Let the ledger be computed first, as the job of every ten minutes does."""
    update_ledger(bureau_id=officer.bureau_id, now=now)
    row = Breach.objects.filter(
        incident=stage.incident(step.incident_ref),
        unit=stage.cast.units[step.args["unit"]],
        step=step.args["step"],
    ).first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: {step.args['unit']} broke nothing")
    excuse_breach(breach=row, text=step.args["text"], officer=officer, now=now)


def _packet(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    request_packet(
        about=About(incident=stage.incident(step.incident_ref)),
        profile=Profile(step.args["profile"]),
        recipient=step.args["recipient"],
        officer=officer,
        now=now,
    )


CLOSING_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "ask_waiver": _ask,
    "grant_waiver": _grant,
    "close_incident": _close,
    "file_matter": _file,
    "request_packet": _packet,
    "write_review": _review,
    "excuse_breach": _excuse,
}
