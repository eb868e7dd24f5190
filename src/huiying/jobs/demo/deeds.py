"""Do an officer's deed of the scenario by the act that a screen would call.

In:   an act step, the cast, the moment.    Out:  the act done, or why it was not.
Cost: one act each.

Nothing here writes a row: every deed is an action of the product, with its checks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from django.core.exceptions import PermissionDenied

from huiying.base.accounts.actions.hand_over import CannotHandOver
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import at
from huiying.jobs.demo.answering import ANSWERING
from huiying.jobs.demo.deliberating import DELIBERATING
from huiying.jobs.demo.duty import hand_over, patrol, take_over
from huiying.jobs.demo.finishing import FINISHING
from huiying.jobs.demo.guiding import GUIDING
from huiying.jobs.demo.liaising import LIAISING
from huiying.jobs.demo.outreaching import OUTREACHING
from huiying.jobs.demo.parts import ActStep
from huiying.jobs.demo.releasing import RELEASING
from huiying.jobs.demo.ruling import RULING
from huiying.jobs.demo.solving import SOLVING
from huiying.jobs.demo.speaking import SPEAKING
from huiying.jobs.demo.stage import NotPlayed, Stage
from huiying.jobs.demo.weighing import WEIGHING
from huiying.policy.candidates import CandidateMove
from huiying.policy.findings import Finding
from huiying.policy.grading import Grade
from huiying.work.casework.actions.notify import notify_unit
from huiying.work.casework.actions.receive import record_delivery, return_notice, sign_notice
from huiying.work.casework.actions.report_back import report_back
from huiying.work.casework.models import NoticeState, ProofKind
from huiying.work.collection.actions.plan_patrols import CannotPatrol
from huiying.work.incidents.actions.confirm_candidate import confirm_candidate
from huiying.work.incidents.actions.decide_candidate import merge_into_incident, set_aside
from huiying.work.incidents.exceptions import CannotDecide
from huiying.work.responses.exceptions import CannotAnswer

Deed = Callable[[Stage, ActStep, Officer, datetime], None]


def do(step: ActStep, stage: Stage, now: datetime) -> None:
    """Do one deed.

    Raises:
        NotPlayed: If the product refuses it, or what it refers to is not there.
    """
    officer = at(Officer.objects.get(pk=stage.cast.officers[step.actor].pk), now)
    try:
        DEEDS[step.verb](stage, step, officer, now)
    except (CannotDecide, CannotAnswer, CannotHandOver, PermissionDenied) as error:
        raise NotPlayed(f"{step.incident_ref} {step.verb}: {error!r}") from error


def _confirm(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    confirm_candidate(
        candidate=stage.candidate(step.incident_ref),
        grade=Grade[step.args["grade"]],
        reason=step.args.get("reason", ""),
        title=step.args.get("title", ""),
        officer=officer,
        now=now,
    )


def _dismiss(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    set_aside(
        candidate=stage.candidate(step.incident_ref),
        move=CandidateMove.DISMISS,
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _watch(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    set_aside(
        candidate=stage.candidate(step.incident_ref),
        move=CandidateMove.WATCH,
        reason="",
        officer=officer,
        now=now,
    )


def _merge(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    merge_into_incident(
        candidate=stage.candidate(step.incident_ref),
        incident=stage.incident(step.args["into"]),
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _notify(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    notify_unit(
        incident=stage.incident(step.incident_ref),
        unit=stage.cast.units[step.args["unit"]],
        guidance=step.args.get("guidance", ""),
        officer=officer,
        now=now,
    )


def _reroute(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    notify_unit(
        incident=stage.incident(step.incident_ref),
        unit=stage.cast.units[step.args["to"]],
        guidance=step.args["guidance"],
        officer=officer,
        now=now,
        instead_of=stage.notice(step.incident_ref, step.args["unit"]),
    )


def _phone(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    record_delivery(
        notice=stage.notice(step.incident_ref, step.args["unit"]),
        kind=ProofKind.PHONE,
        who=step.args["who_answered"],
        at=now,
        officer=officer,
        now=now,
    )


def _sign(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    sign_notice(
        notice=stage.notice(step.incident_ref, step.args["unit"]), officer=officer, now=now
    )


def _return(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    return_notice(
        notice=stage.notice(step.incident_ref, step.args["unit"]),
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _report(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    notice = stage.notice(step.incident_ref, step.args["unit"])
    if notice.state != NoticeState.SIGNED and step.optional:
        raise NotPlayed(f"{step.incident_ref}: not signed")
    report_back(
        notice=notice,
        finding=Finding(step.args["finding"]),
        facts=step.args["facts"],
        handled=step.args.get("handled", ""),
        evidence=step.args.get("evidence", ""),
        officer=officer,
        now=now,
    )


def _hand_over(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    del stage
    if not hand_over(officer, step.args["text"], now):
        raise NotPlayed(f"{step.actor} is not on duty")


def _patrol(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    del stage
    hour = time.fromisoformat(step.args["slot"])
    try:
        patrol(officer, hour, step.args["result"], step.args.get("note", ""), now)
    except CannotPatrol as error:
        raise NotPlayed(str(error)) from error


def _take_over(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    del stage, step
    if not take_over(officer, now):
        raise NotPlayed("no hand-over waits")


DEEDS: dict[str, Deed] = {
    "confirm_candidate": _confirm,
    "dismiss_candidate": _dismiss,
    "watch_candidate": _watch,
    "merge_candidate": _merge,
    "notify_unit": _notify,
    "renotify": _notify,
    "reroute_notice": _reroute,
    "record_phone_delivery": _phone,
    "sign_notice": _sign,
    "return_notice": _return,
    "report_back": _report,
    "hand_over": _hand_over,
    "take_over": _take_over,
    "patrol": _patrol,
    **WEIGHING,
    **ANSWERING,
    **GUIDING,
    **RULING,
    **DELIBERATING,
    **RELEASING,
    **LIAISING,
    **FINISHING,
    **OUTREACHING,
    **SPEAKING,
    **SOLVING,
}
