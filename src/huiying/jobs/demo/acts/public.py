"""What the senders of petitions do in the scenario: send, rate the answer, ask for a review.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each. Nobody of them is an officer: the query code is their only door.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiying.jobs.demo.scenario_types import FOLLOWED_CODE, ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind, Satisfaction
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.sealed_texts import OriginalText
from huiying.work.petitions.core.submission import Submission
from huiying.work.petitions.petitions.actions.request_review import request_review
from huiying.work.petitions.petitions.actions.submit import submit_petition
from huiying.work.petitions.petitions.queries import find_by_code
from huiying.work.petitions.ratings.actions.rate import RatingWords, rate_answer


def _submit(stage: ScenarioState, step: ActStep, now: datetime) -> None:
    args = step.args
    original = OriginalText(
        text=args["text"],
        title=args["title"],
        name=args.get("name", ""),
        phone=args.get("phone", ""),
    )
    submit_petition(
        bureau=stage.cast.bureau,
        submission=Submission(
            original=original,
            kind=PetitionKind(args["kind"]),
            channel=PetitionChannel.WEB,
            received_at=now,
        ),
        code=FOLLOWED_CODE if args.get("followed") else "",
        now=now,
    )


def _followed(stage: ScenarioState) -> Petition:
    """Return the petition whose code the page of the demonstration shows."""
    row = find_by_code(stage.cast.bureau, FOLLOWED_CODE)
    if not isinstance(row, Petition):
        raise NotPlayed("nothing was sent under the code of the demonstration")
    return row


def _rate(stage: ScenarioState, step: ActStep, now: datetime) -> None:
    words = RatingWords(
        Satisfaction(step.args["of_bureau"]),
        Satisfaction(step.args["of_unit"]),
        step.args["reason"],
    )
    rate_answer(petition=_followed(stage), words=words, now=now)


def _ask_review(stage: ScenarioState, _step: ActStep, now: datetime) -> None:
    request_review(petition=_followed(stage), now=now)


PUBLIC_ACTS: dict[str, Callable[[ScenarioState, ActStep, datetime], None]] = {
    "submit_petition": _submit,
    "rate_answer": _rate,
    "request_review": _ask_review,
}
