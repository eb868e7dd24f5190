"""Perform an act of the scenario by the act that a screen would call.

In:   an act step, the cast, the moment.    Out:  the act done, or why it was not.
Cost: one act each.

Nothing here writes a row: every act is an action of the product, with its checks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.core.exceptions import PermissionDenied

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.queries import with_delegated_roles
from huiying.base.errors import Refused
from huiying.jobs.demo.acts.accusations import ACCUSATION_ACTS
from huiying.jobs.demo.acts.closing import CLOSING_ACTS
from huiying.jobs.demo.acts.decisions import DECISION_ACTS
from huiying.jobs.demo.acts.drafts import DRAFT_ACTS
from huiying.jobs.demo.acts.drills import DRILL_ACTS
from huiying.jobs.demo.acts.grading import GRADING_ACTS, ground_of, sign_grade_too
from huiying.jobs.demo.acts.guidance import GUIDANCE_ACTS
from huiying.jobs.demo.acts.liaison import LIAISON_ACTS
from huiying.jobs.demo.acts.monitoring import MONITORING_ACTS
from huiying.jobs.demo.acts.outlets import OUTLET_ACTS
from huiying.jobs.demo.acts.petitions import PETITION_ACTS
from huiying.jobs.demo.acts.prevention import PREVENTION_ACTS
from huiying.jobs.demo.acts.procedure import PROCEDURE_ACTS
from huiying.jobs.demo.acts.public import PUBLIC_ACTS
from huiying.jobs.demo.acts.releases import RELEASE_ACTS
from huiying.jobs.demo.acts.reports import REPORT_ACTS
from huiying.jobs.demo.acts.responders import RESPONDER_ACTS
from huiying.jobs.demo.acts.rules import RULE_ACTS
from huiying.jobs.demo.acts.situation import SITUATION_ACTS
from huiying.jobs.demo.acts.supervision import SUPERVISION_ACTS
from huiying.jobs.demo.acts.tasks import TASK_ACTS, pieces_of
from huiying.jobs.demo.duty import hand_over, patrol, take_over
from huiying.jobs.demo.scenario_types import PUBLIC, ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.candidates import CandidateMove
from huiying.policy.procedure.findings import Finding
from huiying.work.casework.notices.actions.notify import NoticeInput, notify_unit, notify_units
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.report_back import report_back
from huiying.work.casework.notices.actions.sign_or_return import return_notice, sign_notice
from huiying.work.casework.notices.models import NoticeState, ProofKind
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.candidates.actions.set_aside import SET_ASIDE_KIND, set_aside
from huiying.work.incidents.candidates.set_aside_requests import set_aside_hash

PAPERS_AT_UNIT = "原件在本单位存档，可随时调阅。"
SECOND_ON_DUTY = "shen"  # who signs when a proposal of 重大 is dismissed

Act = Callable[[ScenarioState, ActStep, Officer, datetime], None]


def perform(step: ActStep, stage: ScenarioState, now: datetime) -> None:
    """Do one act.

    Raises:
        NotPlayed: If the product refuses it, or what it refers to is not there.
    """
    try:
        if step.actor == PUBLIC:
            PUBLIC_ACTS[step.verb](stage, step, now)
            return
        officer = Officer.objects.get(pk=stage.cast.officers[step.actor].pk)
        ACTS[step.verb](stage, step, with_delegated_roles(officer, now), now)
    except (Refused, PermissionDenied) as error:
        raise NotPlayed(f"{step.incident_ref} {step.verb}: {error!r}") from error


def _confirm(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    incident = confirm_candidate(
        candidate=stage.candidate(step.incident_ref),
        grade=Grade[step.args["grade"]],
        ground=ground_of(step),
        reason=step.args.get("reason", ""),
        title=step.args.get("title", ""),
        officer=officer,
        now=now,
    )
    sign_grade_too(stage, step, incident, now)


def _dismiss(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    waits = set_aside(
        candidate=stage.candidate(step.incident_ref),
        move=CandidateMove.DISMISS,
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )
    if waits is not None:
        second = Officer.objects.get(pk=stage.cast.officers[SECOND_ON_DUTY].pk)
        shown = set_aside_hash(waits)
        SET_ASIDE_KIND.approve(waits, shown_hash=shown, officer=second, now=now)


def _watch(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    set_aside(
        candidate=stage.candidate(step.incident_ref),
        move=CandidateMove.WATCH,
        reason="",
        officer=officer,
        now=now,
    )


def _merge(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    merge_into_incident(
        candidate=stage.candidate(step.incident_ref),
        incident=stage.incident(step.args["into"]),
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _notify(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    notify_units(
        incident=stage.incident(step.incident_ref),
        notices=[
            NoticeInput(stage.cast.units[one["unit"]], one.get("guidance", ""))
            for one in (step.args, *step.args.get("also", ()))
        ],
        known_since=_known_since(step, now),
        officer=officer,
        now=now,
    )


def _known_since(step: ActStep, now: datetime) -> datetime | None:
    """Return when it became known that a further unit is concerned; None = at once."""
    minutes = step.args.get("known_minutes")
    return None if minutes is None else now - timedelta(minutes=minutes)


def _reroute(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    notify_unit(
        incident=stage.incident(step.incident_ref),
        unit=stage.cast.units[step.args["to"]],
        guidance=step.args["guidance"],
        officer=officer,
        now=now,
        instead_of=stage.notice(step.incident_ref, step.args["unit"]),
    )


def _phone(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    record_delivery(
        notice=stage.notice(step.incident_ref, step.args["unit"]),
        kind=ProofKind.PHONE,
        who=step.args["who_answered"],
        at=now,
        officer=officer,
        now=now,
    )


def _sign(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    sign_notice(
        notice=stage.notice(step.incident_ref, step.args["unit"]), officer=officer, now=now
    )


def _return(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    return_notice(
        notice=stage.notice(step.incident_ref, step.args["unit"]),
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _report(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    notice = stage.notice(step.incident_ref, step.args["unit"])
    if notice.state != NoticeState.SIGNED and step.optional:
        raise NotPlayed(f"{step.incident_ref}: not signed")
    report_back(
        notice=notice,
        finding=Finding(step.args["finding"]),
        facts=step.args["facts"],
        handled=step.args.get("handled", ""),
        evidence=step.args.get("evidence", ""),
        pieces=pieces_of(stage, step),
        no_file_reason=PAPERS_AT_UNIT if "evidence" in step.args else "",
        officer=officer,
        now=now,
    )


def _hand_over(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    del stage
    if not hand_over(officer, step.args["text"], now):
        raise NotPlayed(f"{step.actor} is not on duty")


def _patrol(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    del stage
    hour = time.fromisoformat(step.args["slot"])
    try:
        said = step.args["result"], step.args.get("note", "")
        patrol(officer, hour, *said, now, seen=step.args.get("seen"))
    except Refused as error:
        raise NotPlayed(str(error)) from error


def _take_over(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    del stage, step
    if not take_over(officer, now):
        raise NotPlayed("no hand-over waits")


ACTS: dict[str, Act] = {
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
    **ACCUSATION_ACTS,
    **GRADING_ACTS,
    **DRAFT_ACTS,
    **GUIDANCE_ACTS,
    **RULE_ACTS,
    **MONITORING_ACTS,
    **PETITION_ACTS,
    **PREVENTION_ACTS,
    **DECISION_ACTS,
    **DRILL_ACTS,
    **PROCEDURE_ACTS,
    **RELEASE_ACTS,
    **LIAISON_ACTS,
    **CLOSING_ACTS,
    **OUTLET_ACTS,
    **REPORT_ACTS,
    **RESPONDER_ACTS,
    **SITUATION_ACTS,
    **SUPERVISION_ACTS,
    **TASK_ACTS,
}
