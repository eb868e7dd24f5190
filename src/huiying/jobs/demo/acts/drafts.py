"""Write, approve and publish the answers of the scenario.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each; a draft with its facts is as many acts as it has facts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.acts.mechanism import mechanism_agrees
from huiying.jobs.demo.acts.releases import agency_says, ask_agency, sign_review
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.work.responses.confirmations.actions.answer import AgencyAnswer
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.drafts.actions.choose_form import choose_form
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.drafts.actions.start import start_draft
from huiying.work.responses.facts.actions.edit import add_fact, remove_fact
from huiying.work.responses.releases.actions.correct import correct_release
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.decide import return_draft
from huiying.work.responses.reviews.actions.submit import submit_draft


def _start(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    draft = start_draft(incident=stage.incident(step.incident_ref), officer=officer, now=now)
    _write(draft, step.args, officer, now)


def _edit(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    _write(stage.draft(step.incident_ref), step.args, officer, now)


def _submit(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    draft = stage.draft(step.incident_ref, DraftState.WRITING)
    submit_draft(draft=draft, revision=draft.revision, officer=officer, now=now)


def _approve(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    sign_review(stage.draft(step.incident_ref, DraftState.SUBMITTED), officer, now)


def _send_back(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    draft = stage.draft(step.incident_ref, DraftState.SUBMITTED)
    return_draft(
        draft=draft,
        shown_hash=_hash(draft),
        reason=step.args["reason"],
        officer=officer,
        now=now,
    )


def _publish(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    draft = stage.draft(step.incident_ref, DraftState.APPROVED)
    mechanism_agrees(draft, stage.cast, now)
    publish(draft=draft, officer=officer, now=now)


def _correct(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """A correction goes the same way as the first version: written, approved, published."""
    answer = stage.incident(step.incident_ref).answers.order_by("-pk").first()
    if answer is None:
        raise NotPlayed(f"{step.incident_ref}: nothing to correct")
    draft = correct_release(answer=answer, note=step.args["note"], officer=officer, now=now)
    _write(draft, step.args, officer, now)
    for key in step.args.get("confirmers", []):
        agency = Officer.objects.select_related("unit").get(pk=stage.cast.officers[key].pk)
        if agency.unit is not None:
            confirmation = ask_agency(draft, agency.unit, officer, now)
            agency_says(confirmation, AgencyAnswer(agrees=True, post="值班"), agency, now)
    draft.refresh_from_db()
    submit_draft(draft=draft, revision=draft.revision, officer=officer, now=now)
    draft.refresh_from_db()
    for key in [*step.args.get("reviewers", []), step.args["approver"]]:
        sign_review(draft, Officer.objects.get(pk=stage.cast.officers[key].pk), now)
        draft.refresh_from_db()
    mechanism_agrees(draft, stage.cast, now)
    publish(draft=draft, officer=officer, now=now)


def _write(draft: Draft, words: dict[str, Any], officer: Officer, now: datetime) -> None:
    """Type the words of a draft into its form, keeping what the step does not mention."""
    draft.refresh_from_db()
    edit_draft(
        draft=draft,
        revision=draft.revision,
        words=DraftWords(
            title=words.get("title", draft.title),
            claim=words.get("question", draft.claim),
            finding=words.get("finding", draft.finding),
            summary=words.get("summary", draft.summary),
            body=words.get("body", draft.body),
            correction_note=draft.correction_note,
        ),
        officer=officer,
        now=now,
    )
    if "form" in words:
        choose_form(
            draft=draft,
            revision=draft.revision,
            form=words["form"],
            replace=False,
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
            subject=fact.get("subject", ""),
            attribute=fact.get("attribute", ""),
            value=fact.get("value", ""),
            as_of=now,
            officer=officer,
            now=now,
        )


def _hash(draft: Draft) -> str:
    if draft.signoff is None:
        raise NotPlayed("nothing to decide")
    return draft.signoff.content_hash


DRAFT_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "start_draft": _start,
    "edit_draft": _edit,
    "submit_draft": _submit,
    "send_back_draft": _send_back,
    "approve_draft": _approve,
    "publish_draft": _publish,
    "correct_release": _correct,
}
