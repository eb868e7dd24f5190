"""The acts of liaison in the scenario: offices, talks, shared facts, leads, trainings.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each. What an agency does behind its link is done by the act behind that link.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.liaison.actions.hand_in import hand_in_lead
from huiying.work.casework.liaison.actions.record_talk import (
    FollowUpInput,
    TalkInput,
    record_talk,
)
from huiying.work.casework.liaison.actions.record_training import TrainingInput, record_training
from huiying.work.casework.liaison.actions.register_desk import DeskInput, add_desk
from huiying.work.casework.liaison.actions.share_facts import record_opening, share_facts
from huiying.work.casework.liaison.actions.take_lead import take_lead
from huiying.work.casework.liaison.models import Lead, LeadState, LiaisonDesk, Manner, Share
from huiying.work.casework.liaison.queries import shares_of_incident


def _contact(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    args = step.args
    contact = DeskInput(args["office"], args["phone"], args.get("matters", ""))
    add_desk(unit=stage.cast.units[args["unit"]], contact=contact, officer=officer, now=now)


def _talk(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    args = step.args
    unit = stage.cast.units[args["unit"]]
    desk = LiaisonDesk.objects.filter(unit=unit).select_related("unit", "clock").last()
    if desk is None:
        raise NotPlayed(f"no office of {args['unit']}")
    follow = []
    if "next" in args:
        due = (now.astimezone(LOCAL) + timedelta(days=args["days"])).date()
        follow = [FollowUpInput(args["next"], unit, due)]
    talk = TalkInput(now, Manner(args["manner"]), args["summary"], args.get("news", ""), follow)
    record_talk(desk=desk, talk=talk, officer=officer, now=now)


def _share(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    share_facts(
        incident=stage.incident(step.incident_ref),
        unit=stage.cast.units[step.args["unit"]],
        purpose=step.args["purpose"],
        officer=officer,
        now=now,
    )


def _newest(stage: ScenarioState, step: ActStep) -> Share:
    unit = stage.cast.units[step.args["unit"]]
    row = shares_of_incident(stage.incident(step.incident_ref)).filter(unit=unit).first()
    if row is None:
        raise NotPlayed(f"{step.incident_ref}: nothing was shared with {step.args['unit']}")
    return row


def _hand_in(stage: ScenarioState, step: ActStep, _officer: Officer, now: datetime) -> None:
    """Look at the share, then hand in a lead."""
    share = _newest(stage, step)
    record_opening(share=share, now=now)
    hand_in_lead(share=share, text=step.args["text"], link="", post=step.args["post"], now=now)


def _take(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    rows = Lead.objects.filter(share=_newest(stage, step), state=LeadState.RECEIVED)
    lead = rows.select_related("bureau", "share__unit", "share__incident__merged_into").first()
    if lead is None:
        raise NotPlayed(f"{step.incident_ref}: no lead waits")
    taken = take_lead(lead=lead, officer=officer, now=now)
    if taken.post_id is not None:
        stage.posts.setdefault(step.incident_ref, []).append(taken.post_id)


def _train(_stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    args = {name: step.args[name] for name in ("topic", "given_by", "attended", "learned")}
    held = TrainingInput(
        held_on=now.astimezone(LOCAL).date(),
        people=step.args["people"],
        rules=step.args.get("rules", ""),
        changed=step.args.get("changed", ""),
        **args,
    )
    record_training(held=held, officer=officer, now=now)


LIAISON_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "add_contact": _contact,
    "record_talk": _talk,
    "share_facts": _share,
    "hand_in_lead": _hand_in,
    "take_lead": _take,
    "record_training": _train,
}
