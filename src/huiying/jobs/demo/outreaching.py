"""The deeds of channels, press and media in the scenario.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each. What a channel carries is the package of the newest version.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from huiying.base.accounts.models import Officer
from huiying.jobs.demo.parts import ActStep
from huiying.jobs.demo.stage import NotPlayed, Stage
from huiying.policy.calendar import LOCAL
from huiying.work.responses.actions.apply_press import Application, apply_press, decide_press
from huiying.work.responses.actions.hold_press import Asked, add_question, hold_press
from huiying.work.responses.actions.keep_experts import (
    Explained,
    Listed,
    list_expert,
    record_interpretation,
)
from huiying.work.responses.actions.meet_media import Wanted, answer_request, take_request
from huiying.work.responses.actions.note_carried import Seen, note_carried
from huiying.work.responses.actions.plan_outlet import Planned, plan_outlet
from huiying.work.responses.models import Answer, PlanLine
from huiying.work.responses.outlets import OfficialAccount, package_of
from huiying.work.responses.press import (
    MediaKind,
    MediaState,
    PressConference,
    PressForm,
    hash_of_press,
    media_requests_of,
    press_of_incident,
)
from huiying.work.responses.queries import last_release_of
from huiying.work.responses.roster import places_of


def _answer(stage: Stage, step: ActStep) -> Answer:
    row = stage.incident(step.incident_ref).answers.order_by("pk").first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no answer")
    return row


def _place(officer: Officer, step: ActStep) -> OfficialAccount:
    row = places_of(officer.bureau_id).filter(name=step.args["account"]).first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no account {step.args['account']}")
    return row


def _plan(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    """Plan a channel for ten minutes from now."""
    unit = stage.cast.units[step.args.get("unit", "office")]
    plan_outlet(
        answer=_answer(stage, step),
        planned=Planned(_place(officer, step), unit, now + timedelta(minutes=10)),
        officer=officer,
        now=now,
    )


def _carried(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    answer = _answer(stage, step)
    line = PlanLine.objects.filter(answer=answer, account=_place(officer, step)).last()
    release = last_release_of(answer)
    if line is None or release is None:
        raise NotPlayed(f"{step.incident_ref}: not planned, or not released")
    words = step.args.get("words", package_of(release).plain)
    seen = Seen(now, step.args.get("link", ""), step.args.get("proof", ""), words)
    note_carried(line=line, seen=seen, officer=officer, now=now)


def _apply(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    args = step.args
    names = ("title", "place", "host", "speakers", "media", "content")
    application = Application(
        form=PressForm.CONFERENCE,
        at=now + timedelta(hours=args["hours"]),
        **{name: args[name] for name in names},
    )
    incident = stage.incident(step.incident_ref)
    apply_press(incident=incident, application=application, officer=officer, now=now)


def _conference(stage: Stage, step: ActStep) -> PressConference:
    row = press_of_incident(stage.incident(step.incident_ref)).first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: no press conference")
    return row


def _approve(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    row = _conference(stage, step)
    decide_press(
        row=row,
        approve=True,
        reason="",
        seen_hash=hash_of_press(row),
        officer=officer,
        now=now,
    )


def _hold(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
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


def _question(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    args = dict(step.args)
    if "owner" in args:
        days = timedelta(days=args.pop("days"))
        args["owner"] = stage.cast.units[args["owner"]]
        args["due"] = (now.astimezone(LOCAL) + days).date()
    row = _conference(stage, step)
    add_question(row=row, asked=Asked(**args), officer=officer, now=now)


def _enquiry(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    wanted = Wanted(
        MediaKind(step.args["kind"]), step.args["medium"], step.args["question"], now
    )
    incident = stage.incident(step.incident_ref)
    take_request(wanted=wanted, incident=incident, officer=officer, now=now)


def _reply(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
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


def _explain(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    """List an expert, who said yes today, and record what he explained."""
    args = step.args
    names = ("name", "field", "institution", "consent")
    listed = Listed(
        consented_on=now.astimezone(LOCAL).date(), **{name: args[name] for name in names}
    )
    record_interpretation(
        expert=list_expert(listed=listed, officer=officer, now=now),
        incident=stage.incident(step.incident_ref),
        explained=Explained(args["topic"], args["outlet"], now, args["summary"]),
        officer=officer,
        now=now,
    )


OUTREACHING: dict[str, Callable[[Stage, ActStep, Officer, datetime], None]] = {
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
