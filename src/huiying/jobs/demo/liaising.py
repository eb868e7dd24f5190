"""The deeds of liaison in the scenario: offices, talks, shared facts, leads, trainings.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each. What an agency does behind its link is done by the act behind that link.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from huiying.base.accounts.models import Officer
from huiying.jobs.demo.parts import ActStep
from huiying.jobs.demo.stage import NotPlayed, Stage
from huiying.policy.calendar import LOCAL
from huiying.work.casework.actions.hand_in import hand_in_lead
from huiying.work.casework.actions.keep_contact import Contact, add_contact
from huiying.work.casework.actions.record_talk import Next, Talk, record_talk
from huiying.work.casework.actions.record_training import Held, record_training
from huiying.work.casework.actions.share_facts import note_opening, share_facts
from huiying.work.casework.actions.take_lead import take_lead
from huiying.work.casework.liaison import (
    Lead,
    LeadState,
    LiaisonDesk,
    Manner,
    Share,
    shares_of_incident,
)


def _contact(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    args = step.args
    contact = Contact(args["office"], args["phone"], args.get("matters", ""))
    add_contact(unit=stage.cast.units[args["unit"]], contact=contact, officer=officer, now=now)


def _talk(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    args = step.args
    unit = stage.cast.units[args["unit"]]
    desk = LiaisonDesk.objects.filter(unit=unit).select_related("unit", "clock").last()
    if desk is None:
        raise NotPlayed(f"no office of {args['unit']}")
    follow = []
    if "next" in args:
        due = (now.astimezone(LOCAL) + timedelta(days=args["days"])).date()
        follow = [Next(args["next"], unit, due)]
    talk = Talk(now, Manner(args["manner"]), args["summary"], args.get("news", ""), follow)
    record_talk(desk=desk, talk=talk, officer=officer, now=now)


def _share(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    share_facts(
        incident=stage.incident(step.incident_ref),
        unit=stage.cast.units[step.args["unit"]],
        purpose=step.args["purpose"],
        officer=officer,
        now=now,
    )


def _newest(stage: Stage, step: ActStep) -> Share:
    unit = stage.cast.units[step.args["unit"]]
    row = shares_of_incident(stage.incident(step.incident_ref)).filter(unit=unit).first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: nothing was shared with {step.args['unit']}")
    return row


def _hand_in(stage: Stage, step: ActStep, _officer: Officer, now: datetime) -> None:
    """Look at the share, then hand in a lead."""
    share = _newest(stage, step)
    note_opening(share=share, now=now)
    hand_in_lead(share=share, text=step.args["text"], link="", post=step.args["post"], now=now)


def _take(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    rows = Lead.objects.filter(share=_newest(stage, step), state=LeadState.RECEIVED)
    lead = rows.select_related("bureau", "share__unit", "share__incident__merged_into").first()
    if lead is None:
        raise NotPlayed(f"{step.incident_ref}: no lead waits")
    taken = take_lead(lead=lead, officer=officer, now=now)
    if taken.post_id is not None:
        stage.posts.setdefault(step.incident_ref, []).append(taken.post_id)


def _train(_stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    args = {name: step.args[name] for name in ("topic", "given_by", "attended", "learned")}
    held = Held(
        held_on=now.astimezone(LOCAL).date(),
        people=step.args["people"],
        rules=step.args.get("rules", ""),
        changed=step.args.get("changed", ""),
        **args,
    )
    record_training(held=held, officer=officer, now=now)


LIAISING: dict[str, Callable[[Stage, ActStep, Officer, datetime], None]] = {
    "add_contact": _contact,
    "record_talk": _talk,
    "share_facts": _share,
    "hand_in_lead": _hand_in,
    "take_lead": _take,
    "record_training": _train,
}
