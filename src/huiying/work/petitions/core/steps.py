"""Write the dated steps that who sent a petition in can read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.policy.petitions.kinds import StepKind
from huiying.work.petitions.core.models import Petition, PetitionStep


def add_step(
    petition: Petition,
    kind: StepKind,
    at: datetime,
    officer: Officer | None = None,
    /,
    **data: Any,
) -> PetitionStep:
    """Add one step.

    Args:
        data: What its sentence names (unit, day, number); no personal data.
    """
    return PetitionStep.objects.create(
        bureau_id=petition.bureau_id,
        petition=petition,
        kind=str(kind),
        at=at,
        data=data,
        by=officer,
    )
