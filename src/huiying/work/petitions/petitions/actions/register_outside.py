"""Register a petition that came in elsewhere: its text stays there, its periods count here."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.start import ClockSubject
from huiying.base.numbers import take_number
from huiying.policy.petitions.kinds import (
    PetitionChannel,
    PetitionKind,
    PetitionStage,
    StepKind,
)
from huiying.policy.time.petitions import REGISTRATION
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.core.clocks import bureau_holder, start_petition_clock
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.periods.running import start_of_day
from huiying.work.petitions.petitions.actions.submit import NUMBER_KIND, PREFIX


@transaction.atomic
def register_outside_petition(
    *,
    bureau_id: int,
    channel: PetitionChannel,
    outside_number: str,
    label: str,
    received: date,
    subject: ClockSubject,
    officer: Officer,
    now: datetime,
) -> Petition:
    """Register a petition by its number in another system, or return the one there is.

    Args:
        label: What it is about, masked; title and working text, there is no original here.
        subject: What the board of deadlines names: the incident that it is joined to.

    Raises:
        Refused: If the day lies ahead or more than a year ago.
    """
    same = Petition.objects.filter(
        bureau_id=bureau_id, channel=str(channel), outside_number=outside_number
    )
    if (found := same.select_related("clock").first()) is not None:
        return found
    at = start_of_day(received, now)
    year = now.astimezone(LOCAL).year
    number = take_number(bureau_id=bureau_id, kind=NUMBER_KIND, year=year)
    petition = Petition.objects.create(
        bureau_id=bureau_id,
        number=f"{PREFIX}{number}",
        kind=PetitionKind.CLAIM,
        channel=str(channel),
        stage=PetitionStage.REGISTERED,
        outside_number=outside_number,
        title=label,
        text=label,
        text_checked_at=now,
        text_checked_by=officer,
        received_at=at,
        received_by=officer,
        registered_at=now,
        registered_by=officer,
    )
    holder = bureau_holder(bureau_id, officer)
    start_petition_clock(petition, REGISTRATION, at, holder, now, subject=subject)
    add_step(petition, StepKind.RECEIVED, at, officer)
    add_step(petition, StepKind.REGISTERED, now, officer)
    record(petition, "petition.registered", officer, now, channel=petition.channel)
    return petition
