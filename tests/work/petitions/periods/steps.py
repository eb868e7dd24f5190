"""Steps that the tests of the periods share."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from huiying.base.clocks.models import Clock
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind, PetitionStage
from huiying.policy.time.petitions import ForwardManner
from huiying.reasons.reason import Reason
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.periods.actions.accept import accept_petition
from huiying.work.petitions.periods.actions.forward import Forwarding, forward_petition
from huiying.work.petitions.periods.actions.settle import settle_petition
from tests.factories import T0, Cast
from tests.scenarios.petitions import submit

DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)


def registered(cast: Cast, kind: PetitionKind = PetitionKind.CLAIM) -> Petition:
    """Return a petition of the web whose working text was checked."""
    row = submit(cast, kind=kind, channel=PetitionChannel.WEB).row
    Petition.objects.filter(pk=row.pk).update(
        stage=PetitionStage.REGISTERED, text_checked_at=T0, text_checked_by=cast.lu
    )
    row.refresh_from_db()
    return row


def forward(
    cast: Cast,
    petition: Petition,
    day: date = TODAY,
    manner: ForwardManner = ForwardManner.TRANSFERRED,
    *,
    due: date | None = None,
    now: datetime = T0,
    revision: int | None = None,
    late_reason: str = "",
) -> Clock | None:
    """Let the duty officer forward it to the water agency."""
    return forward_petition(
        petition=petition,
        forwarding=Forwarding(cast.waterworks, manner, day, due, late_reason),
        officer=cast.lu,
        now=now,
        revision=revision,
    )


def accepted(cast: Cast) -> Petition:
    """Return a claim that the water agency accepted today."""
    row = registered(cast)
    forward(cast, row)
    accept_petition(petition=row, accepted=TODAY, officer=cast.shen, now=T0)
    return row


def answered(cast: Cast) -> Petition:
    """Return a claim that was answered in writing."""
    row = accepted(cast)
    settle_petition(
        petition=row,
        stage=PetitionStage.ANSWERED,
        at=T0,
        reason=Reason("clocks.opinion_delivered"),
        officer=cast.lu,
        now=T0,
    )
    return row
