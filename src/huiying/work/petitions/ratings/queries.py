"""Read ratings: which answer is to be rated, and what was said of it."""

from __future__ import annotations

from huiying.policy.petitions.kinds import StepKind
from huiying.work.petitions.core.models import Petition, PetitionStep
from huiying.work.petitions.ratings.models import Rating


def newest_answer(petition: Petition) -> PetitionStep | None:
    """Return the step of the newest answer; None while there is none."""
    return petition.steps.filter(kind=StepKind.ANSWERED).order_by("-at", "-pk").first()


def rating_of(answer: PetitionStep) -> Rating | None:
    """Return what was said of an answer; None if nothing was."""
    return Rating.objects.filter(answer=answer).first()
