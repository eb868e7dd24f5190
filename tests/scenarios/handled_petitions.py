"""How far a petition has come, in the tests: registered, forwarded, accepted, answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from huiying.policy.petitions.kinds import PetitionKind, PetitionStage
from huiying.policy.time.petitions import ForwardManner
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.periods.actions.accept import accept_petition
from huiying.work.petitions.periods.actions.forward import Forwarding, forward_petition
from huiying.work.petitions.periods.actions.settle import settle_petition
from tests.factories import T0, Cast
from tests.scenarios.petitions import submit

DAY = timedelta(days=1)


def registered(cast: Cast, row: Petition, now=T0) -> Petition:
    """An officer has read the working text."""
    Petition.objects.filter(pk=row.pk).update(
        text_checked_at=now,
        text_checked_by=cast.lu,
        registered_at=now,
        registered_by=cast.lu,
        stage=PetitionStage.REGISTERED,
    )
    row.refresh_from_db()
    return row


def forwarded(cast: Cast, row: Petition, now=T0) -> Petition:
    """It went to 来访接待科 on the day after it came in."""
    registered(cast, row, now)
    forward_petition(
        petition=row,
        forwarding=Forwarding(cast.reception, ForwardManner.TRANSFERRED, next_day(now)),
        officer=cast.lu,
        now=now + DAY,
    )
    return row


def answered(cast: Cast, row: Petition | None = None, now=T0) -> Petition:
    """A claim that came in ``now`` was accepted and answered a day later."""
    found = row or submit(cast, kind=PetitionKind.CLAIM, now=now).row
    forwarded(cast, found, now)
    accept_petition(petition=found, accepted=next_day(now), officer=cast.lu, now=now + DAY)
    settle_petition(
        petition=found,
        stage=PetitionStage.ANSWERED,
        at=now + DAY,
        reason=Reason("clocks.answered"),
        officer=cast.lu,
        now=now + DAY,
    )
    return found


def next_day(now: datetime) -> date:
    """Return the local day after a moment."""
    return (now + DAY).astimezone(LOCAL).date()
