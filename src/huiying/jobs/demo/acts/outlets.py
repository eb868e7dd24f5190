"""The acts of channels, press and media in the scenario.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each. What a channel carries is the package of the newest version.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.time.zone import LOCAL
from huiying.work.responses.core.models import Answer
from huiying.work.responses.outlets.actions.plan import PlanInput, plan_outlet
from huiying.work.responses.outlets.actions.record_carried import CarriedInput, record_carried
from huiying.work.responses.outlets.models import OfficialAccount, PlanLine
from huiying.work.responses.outlets.queries import all_accounts
from huiying.work.responses.press.actions.answer_media import (
    MediaRequestInput,
    answer_request,
    take_request,
)
from huiying.work.responses.press.actions.apply import Application, apply_press, decide_press
from huiying.work.responses.press.actions.hold import QuestionInput, add_question, hold_press
from huiying.work.responses.press.actions.manage_experts import (
    ExpertInput,
    InterpretationInput,
    list_expert,
    record_interpretation,
)
from huiying.work.responses.press.application import hash_of_press
from huiying.work.responses.press.models import (
    MediaKind,
    MediaState,
    PressConference,
    PressForm,
)
from huiying.work.responses.press.queries import media_requests_of, press_of_incident
from huiying.work.responses.releases.package import package_of
from huiying.work.responses.releases.queries import last_release_of


def _answer(stage: ScenarioState, step: ActStep) -> Answer:
    row = stage.incident(step.incident_ref).answers.order_by("pk").first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no answer")
    return row


def _place(officer: Officer, step: ActStep) -> OfficialAccount:
    row = all_accounts(officer.bureau_id).filter(name=step.args["account"]).first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no account {step.args['account']}")
    return row


def _plan(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Plan a channel for ten minutes from now."""
    unit = stage.cast.units[step.args.get("unit", "office")]
    plan_outlet(
        answer=_answer(stage, step),
        planned=PlanInput(_place(officer, step), unit, now + timedelta(minutes=10)),
        officer=officer,
        now=now,
    )


def _carried(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    answer = _answer(stage, step)
    line = PlanLine.objects.filter(answer=answer, account=_place(officer, step)).last()
    release = last_release_of(answer)
    if line is None or release is None:
        raise NotPlayed(f"{step.incident_ref}: not planned, or not released")
    words = step.args.get("words", package_of(release).plain)
    carried = CarriedInput(now, step.args.get("link", ""), step.args.get("proof", ""), words)
    record_carried(line=line, carried=carried, officer=officer, now=now)


def _apply(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    args = step.args
    names = ("title", "place", "host", "speakers", "media", "content")
    application = Application(
        form=PressForm.CONFERENCE,
        at=now + timedelta(hours=args["hours"]),
        **{name: args[name] for name in names},
    )
    incident = stage.incident(step.incident_ref)
    apply_press(incident=incident, application=application, officer=officer, now=now)


def _conference(stage: ScenarioState, step: ActStep) -> PressConference:
    row = press_of_incident(stage.incident(step.incident_ref)).first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no press conference")
    return row


def _approve(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    row = _conference(stage, step)
    decide_press(
        row=row,
        approve=True,
        reason="",
        shown_hash=hash_of_press(row),
        officer=officer,
        now=now,
    )


def _hold(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    row = _conference(stage, step)
    recording = step.args.get("recording", "")
    hold_press(
        row=row,
        at=row.planned_at,
        said=step.args["said"],
        recording=recording,
        officer=officer,
        now=now,
    )


def _question(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    args = dict(step.args)
    if "owner" in args:
        days = timedelta(days=args.pop("days"))
        args["owner"] = stage.cast.units[args["owner"]]
        args["due"] = (now.astimezone(LOCAL) + days).date()
    row = _conference(stage, step)
    add_question(row=row, question_input=QuestionInput(**args), officer=officer, now=now)


def _enquiry(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    wanted = MediaRequestInput(
        MediaKind(step.args["kind"]), step.args["medium"], step.args["question"], now
    )
    incident = stage.incident(step.incident_ref)
    take_request(wanted=wanted, incident=incident, officer=officer, now=now)


def _reply(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    rows = media_requests_of(stage.cast.bureau.pk).filter(
        incident=stage.incident(step.incident_ref), state=MediaState.OPEN
    )
    row = rows.first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no enquiry is open")
    answer_request(
        row=row,
        reply=step.args["reply"],
        speaker=step.args["speaker"],
        link="",
        officer=officer,
        now=now,
    )


def _explain(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """List an expert, who said yes today, and record what he explained."""
    args = step.args
    names = ("name", "field", "institution", "consent")
    listed = ExpertInput(
        consented_on=now.astimezone(LOCAL).date(), **{name: args[name] for name in names}
    )
    record_interpretation(
        expert=list_expert(listed=listed, officer=officer, now=now),
        incident=stage.incident(step.incident_ref),
        explained=InterpretationInput(args["topic"], args["outlet"], now, args["summary"]),
        officer=officer,
        now=now,
    )


OUTLET_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "plan_outlet": _plan,
    "note_carried": _carried,
    "apply_press": _apply,
    "approve_press": _approve,
    "hold_press": _hold,
    "log_question": _question,
    "media_asked": _enquiry,
    "media_answered": _reply,
    "expert_explained": _explain,
}
