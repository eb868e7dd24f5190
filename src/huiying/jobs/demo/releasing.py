"""The deeds of a release's gates in the scenario: reviews by other persons.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiying.base.accounts.models import Officer
from huiying.jobs.demo.parts import ActStep
from huiying.jobs.demo.stage import NotPlayed, Stage
from huiying.policy.release_gates import CheckList
from huiying.work.responses.actions.decide_draft import approve_draft
from huiying.work.responses.models import Draft, DraftState


def sign_review(draft: Draft, officer: Officer, now: datetime) -> None:
    """Sign the review that waits, with its check-lists gone through."""
    if draft.signoff is None:
        raise NotPlayed("nothing to review")
    approve_draft(
        draft=draft,
        seen_hash=draft.signoff.content_hash,
        officer=officer,
        now=now,
        ticked=list(CheckList),
    )


def _review(stage: Stage, step: ActStep, officer: Officer, now: datetime) -> None:
    sign_review(stage.draft(step.incident_ref, DraftState.SUBMITTED), officer, now)


RELEASING: dict[str, Callable[[Stage, ActStep, Officer, datetime], None]] = {
    "review_draft": _review,
}
