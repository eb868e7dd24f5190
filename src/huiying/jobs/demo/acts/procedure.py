"""The acts of a grave matter in the scenario: verify a claim, consult, approve, assign.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each; minutes are written and sent in one act, so is a proposal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.acts.tasks import demo_file
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.findings import ClaimKind, Finding
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.extensions.actions.extend import ask_extension, decide_extension
from huiying.work.casework.extensions.applications import extension_hash, extensions_of
from huiying.work.casework.procedure.actions.consult import (
    MeetingInput,
    call_consultation,
    record_attendance,
    record_opinion,
)
from huiying.work.casework.procedure.actions.decide_proposal import decide_proposal
from huiying.work.casework.procedure.actions.sign_minutes import (
    MinutesInput,
    sign_minutes,
    submit_minutes,
    write_minutes,
)
from huiying.work.casework.procedure.actions.write_proposal import (
    start_proposal,
    submit_proposal,
)
from huiying.work.casework.procedure.content import minutes_content, proposal_content
from huiying.work.casework.procedure.models import Assignment, Consultation, Proposal
from huiying.work.casework.procedure.queries import consultations_of, proposal_of
from huiying.work.casework.tasks.actions.assign import accept_task, assign_task
from huiying.work.casework.tasks.actions.form_team import TeamInput, form_team
from huiying.work.casework.verification.actions.answer_verification import (
    EvidenceInput,
    FindingInput,
    answer_verification,
)
from huiying.work.casework.verification.actions.ask_verification import ask_verification
from huiying.work.casework.verification.actions.confirm_finding import confirm_finding
from huiying.work.casework.verification.models import Docket
from huiying.work.casework.verification.queries import verification_requests_of

HOLDS = timedelta(days=30)


def _docket(stage: ScenarioState, step: ActStep) -> Docket:
    """Return the newest docket of the matter that the step's unit was asked."""
    unit = stage.cast.units[step.args["unit"]]
    row = verification_requests_of(stage.incident(step.incident_ref)).filter(unit=unit).last()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: {step.args['unit']} was asked nothing")
    return row


def _meeting(stage: ScenarioState, step: ActStep) -> Consultation:
    row = consultations_of(stage.incident(step.incident_ref)).first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no consultation")
    return row


def _proposal(stage: ScenarioState, step: ActStep) -> Proposal:
    row = proposal_of(stage.incident(step.incident_ref))
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no proposal")
    return row


def _ask(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    ask_verification(
        incident=stage.incident(step.incident_ref),
        claim=step.args["claim"],
        kind=ClaimKind(step.args["kind"]),
        unit=stage.cast.units[step.args["unit"]],
        officer=officer,
        now=now,
    )


def _answer(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    first, *rest = step.args["evidence"].split("、")
    file = demo_file(stage, step.args["file"]) if "file" in step.args else None
    found = FindingInput(
        Finding(step.args["finding"]),
        step.args["found"],
        [EvidenceInput(first, file=file), *(EvidenceInput(words) for words in rest)],
        (now.astimezone(LOCAL) + HOLDS).date(),
    )
    answer_verification(docket=_docket(stage, step), found=found, officer=officer, now=now)


def _ask_extension(
    stage: ScenarioState, step: ActStep, officer: Officer, now: datetime
) -> None:
    """Ask for more time to check a claim."""
    clock = _docket(stage, step).clock
    if clock is None:
        raise NotPlayed(f"{step.incident_ref}: no time runs")
    until = clock.due_at + timedelta(hours=step.args["hours"])
    reason = step.args["reason"]
    ask_extension(clock=clock, until=until, reason=reason, officer=officer, now=now)


def _grant_extension(
    stage: ScenarioState, step: ActStep, officer: Officer, now: datetime
) -> None:
    """Give it, as it was asked for."""
    clock = _docket(stage, step).clock
    row = extensions_of(clock.pk).last() if clock else None
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: nobody asked for more time")
    decide_extension(
        extension=row,
        approve=True,
        reason="",
        shown_hash=extension_hash(row),
        officer=officer,
        now=now,
    )


def _confirm(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    confirm_finding(docket=_docket(stage, step), officer=officer, now=now)


def _call(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Call them together; they are all there when it begins."""
    row = call_consultation(
        incident=stage.incident(step.incident_ref),
        meeting=MeetingInput(
            now + timedelta(minutes=10),
            step.args["place"],
            [stage.cast.officers[key] for key in step.args["officers"]],
            [stage.cast.units[key] for key in step.args["units"]],
        ),
        officer=officer,
        now=now,
    )
    for guest in row.invitations.all():
        record_attendance(invitation=guest, present=True, officer=officer, now=now)


def _say(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    own = Q(officer=officer) | Q(unit_id=officer.unit_id, unit__isnull=False)
    guest = _meeting(stage, step).invitations.filter(own).first()
    if guest is None:
        raise NotPlayed(f"{step.incident_ref}: {step.actor} was not invited")
    dissent = bool(step.args.get("dissent"))
    record_opinion(
        invitation=guest, text=step.args["text"], dissent=dissent, officer=officer, now=now
    )


def _minutes(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    row = _meeting(stage, step)
    minutes = MinutesInput(
        **{name: step.args[name] for name in ("nature", "trend", "risks", "proposal")}
    )
    write_minutes(consultation=row, minutes=minutes, officer=officer, now=now)
    submit_minutes(consultation=row, officer=officer, now=now)


def _sign(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    row = _meeting(stage, step)
    shown_hash = hash_of_content(minutes_content(row))
    sign_minutes(consultation=row, shown_hash=shown_hash, officer=officer, now=now)


def _propose(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    row = start_proposal(
        incident=stage.incident(step.incident_ref),
        measures=step.args["measures"],
        risks=step.args.get("risks", ""),
        officer=officer,
        now=now,
    )
    submit_proposal(proposal=row, officer=officer, now=now)


def _approve(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    row = _proposal(stage, step)
    decide_proposal(
        proposal=row,
        approve=True,
        reason="",
        shown_hash=hash_of_content(proposal_content(row)),
        officer=officer,
        now=now,
    )


def _team(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    people = stage.cast.officers
    wanted = TeamInput(
        name=step.args["name"],
        head=people[step.args["head"]],
        members=[people[key] for key in step.args["members"]],
        decision=step.args["decision"],
        until=now + timedelta(hours=step.args["hours"]),
    )
    form_team(
        incident=stage.incident(step.incident_ref), wanted=wanted, officer=officer, now=now
    )


def _assign(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    assign_task(
        proposal=_proposal(stage, step),
        unit=stage.cast.units[step.args["unit"]],
        task=step.args["task"],
        material=step.args.get("material", ""),
        due=now + timedelta(hours=step.args["hours"]),
        officer=officer,
        now=now,
    )


def _accept(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    rows = Assignment.objects.filter(
        proposal=_proposal(stage, step), unit=stage.cast.units[step.args["unit"]]
    )
    row = rows.select_related("unit", "proposal__incident__merged_into").last()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: nothing was assigned")
    accept_task(assignment=row, officer=officer, now=now)


PROCEDURE_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "ask_verification": _ask,
    "answer_docket": _answer,
    "ask_extension": _ask_extension,
    "grant_extension": _grant_extension,
    "confirm_finding": _confirm,
    "call_consultation": _call,
    "give_opinion": _say,
    "write_minutes": _minutes,
    "sign_minutes": _sign,
    "submit_proposal": _propose,
    "approve_proposal": _approve,
    "form_team": _team,
    "assign_task": _assign,
    "accept_task": _accept,
}
