"""Do an officer's deed of the scenario by the act that a screen would call.

In:   an act step, the cast, the moment.    Out:  the act done, or why it was not.
Cost: one act each.

Nothing here writes a row: every deed is an action of the product, with its checks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from huiying.base.accounts.actions.hand_over import CannotHandOver
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import at
from huiying.jobs.demo.deliberating import DELIBERATING
from huiying.jobs.demo.duty import hand_over, take_over
from huiying.jobs.demo.guiding import GUIDING
from huiying.jobs.demo.liaising import LIAISING
from huiying.jobs.demo.parts import ActStep
from huiying.jobs.demo.releasing import RELEASING, sign_review
from huiying.jobs.demo.ruling import RULING
from huiying.jobs.demo.stage import NotPlayed, Stage
from huiying.jobs.demo.weighing import WEIGHING
from huiying.policy.candidates import CandidateMove
from huiying.policy.findings import Finding
from huiying.policy.grading import Grade
from huiying.work.casework.actions.notify import notify_unit
from huiying.work.casework.actions.receive import record_delivery, return_notice, sign_notice
from huiying.work.casework.actions.report_back import report_back
from huiying.work.casework.models import NoticeState, ProofKind
from huiying.work.incidents.actions.confirm_candidate import confirm_candidate
from huiying.work.incidents.actions.decide_candidate import merge_into_incident, set_aside
from huiying.work.incidents.exceptions import CannotDecide
from huiying.work.responses.actions.correct_release import correct_release
from huiying.work.responses.actions.decide_draft import return_draft
from huiying.work.responses.actions.edit_draft import Words, edit_draft
from huiying.work.responses.actions.edit_facts import add_fact, remove_fact
from huiying.work.responses.actions.publish import publish
from huiying.work.responses.actions.start_draft import start_draft
from huiying.work.responses.actions.submit_draft import submit_draft
from huiying.work.responses.exceptions import CannotAnswer
from huiying.work.responses.models import Draft, DraftState

PROCEDURE = "云办应急〔2026〕7 号"


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


def _start(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    draft = start_draft(incident=stage.incident(step.incident_ref), officer=officer, now=now)
    _write(draft, step.args, officer, now)


def _edit(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    _write(stage.draft(step.incident_ref), step.args, officer, now)


def _submit(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    draft = stage.draft(step.incident_ref, DraftState.WRITING)
    submit_draft(draft=draft, revision=draft.revision, officer=officer, now=now)


def _approve(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    sign_review(stage.draft(step.incident_ref, DraftState.SUBMITTED), officer, now)


def _send_back(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    draft = stage.draft(step.incident_ref, DraftState.SUBMITTED)
    return_draft(
        draft=draft,
        seen_hash=_hash(draft),
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _publish(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    publish(draft=stage.draft(step.incident_ref, DraftState.APPROVED), officer=officer, now=now)


def _correct(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    """A correction goes the same way as the first version: written, approved, published."""
    answer = stage.incident(step.incident_ref).answers.order_by("-pk").first()
    if answer is None:
        raise NotPlayed(f"{step.incident_ref}: nothing to correct")
    draft = correct_release(answer=answer, note=step.args["note"], officer=officer, now=now)
    _write(draft, step.args, officer, now)
    draft.refresh_from_db()
    submit_draft(draft=draft, revision=draft.revision, officer=officer, now=now)
    draft.refresh_from_db()
    for key in [*step.args.get("reviewers", []), step.args["approver"]]:
        sign_review(draft, Officer.objects.get(pk=stage.cast.officers[key].pk), now)
        draft.refresh_from_db()
    publish(draft=draft, officer=officer, now=now)


def _hand_over(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    del stage
    if not hand_over(officer, step.args["text"], now):
        raise NotPlayed(f"{step.actor} is not on duty")


def _take_over(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    del stage, step
    if not take_over(officer, now):
        raise NotPlayed("no hand-over waits")


def _write(draft: Draft, words: dict[str, Any], officer: Officer, now: datetime) -> None:
    """Type the words of a draft into its form, keeping what the step does not mention."""
    draft.refresh_from_db()
    grave = draft.answer.incident.grade >= Grade.SIGNIFICANT
    edit_draft(
        draft=draft,
        revision=draft.revision,
        words=Words(
            title=words.get("title", draft.title),
            claim=words.get("question", draft.claim),
            finding=words.get("finding", draft.finding),
            summary=words.get("summary", draft.summary),
            body=words.get("body", draft.body),
            correction_note=draft.correction_note,
            procedure_ref=draft.procedure_ref or (PROCEDURE if grave else ""),
        ),
        officer=officer,
        now=now,
    )
    if "facts" not in words:
        return
    for old in list(draft.facts.all()):
        draft.refresh_from_db()
        remove_fact(
            draft=draft, revision=draft.revision, fact_id=old.pk, officer=officer, now=now
        )
    for fact in words["facts"]:
        draft.refresh_from_db()
        add_fact(
            draft=draft,
            revision=draft.revision,
            statement=fact["statement"],
            evidence=fact["evidence"],
            link=fact.get("url", ""),
            officer=officer,
            now=now,
        )


def _hash(draft: Draft) -> str:
    if draft.signoff is None:
        raise NotPlayed("nothing to decide")
    return draft.signoff.content_hash


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
    "start_draft": _start,
    "edit_draft": _edit,
    "submit_draft": _submit,
    "send_back_draft": _send_back,
    "approve_draft": _approve,
    "publish_draft": _publish,
    "correct_release": _correct,
    "hand_over": _hand_over,
    "take_over": _take_over,
    **WEIGHING,
    **GUIDING,
    **RULING,
    **DELIBERATING,
    **RELEASING,
    **LIAISING,
}
