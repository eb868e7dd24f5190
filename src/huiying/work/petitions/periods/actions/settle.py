"""Settle a petition: it was answered, withdrawn or refused, and its period ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.policy.petitions.kinds import PetitionStage, StepKind
from huiying.reasons.reason import Reason
from huiying.work.petitions.core.claim import refuse_diverted
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step

STEPS = {
    PetitionStage.ANSWERED: StepKind.ANSWERED,
    PetitionStage.WITHDRAWN: StepKind.WITHDRAWN,
    PetitionStage.REFUSED: StepKind.REFUSED,
}


@transaction.atomic
def settle_petition(
    *,
    petition: Petition,
    stage: PetitionStage,
    at: datetime,
    reason: Reason,
    officer: Officer | None,
    now: datetime,
) -> bool:
    """Settle a petition and end its period; the caller has claimed what it acts on.

    Args:
        stage: ANSWERED, WITHDRAWN or REFUSED.
        at: When it was done, which may be before it is recorded.
        officer: None = who sent it did it himself.

    Raises:
        Refused: While it is diverted.

    Returns:
        False, and nothing changes, if it was settled before.
    """
    refuse_diverted(petition)
    open_rows = Petition.objects.filter(
        pk=petition.pk, settled_at__isnull=True, diverted_at__isnull=True
    )
    if open_rows.update(settled_at=at, stage=stage) != 1:
        return False
    petition.settled_at, petition.stage = at, stage
    if petition.clock is not None:
        stop_clock(clock=petition.clock, at=at, reason=reason, now=now)
    add_step(petition, STEPS[stage], at, officer)
    record(petition, "petition.settled", officer, now, stage=str(stage))
    return True
