"""Take in what people sent to inboxes and hotlines: as petitions, and accusations apart.

In:   deliveries that wait.    Out:  petitions, accusations.
Cost: a transaction of some 5 ms each; one indexed query when nothing waits.

A run that is killed is taken up where it stopped: the delivery is marked in the transaction
that takes it in.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from huiying.base.errors import Refused
from huiying.base.files.sealing import CannotOpen
from huiying.engine.reading.kind import read_kind
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
from huiying.work.collection.posts.deliveries import opened_delivery
from huiying.work.collection.posts.models import Delivery
from huiying.work.collection.posts.prepare import DeliveredText
from huiying.work.collection.sources.models import Intake
from huiying.work.petitions.accusations.actions.receive import receive_accusation
from huiying.work.petitions.core.query_codes import new_code
from huiying.work.petitions.core.sealed_texts import OriginalText
from huiying.work.petitions.core.submission import MAX_FIELD, Submission
from huiying.work.petitions.petitions.actions.submit import (
    refuse_second_ticket,
    submit_petition,
)

log = logging.getLogger("huiying.collect")

AT_ONCE = 200  # of a turn; the rest comes with the next one
CHANNELS = {
    Intake.INBOX: PetitionChannel.INBOX,
    Intake.HOTLINE: PetitionChannel.HOTLINE,
    Intake.PUBLIC: PetitionChannel.PHONE,  # entered by hand: somebody told it
}
KINDS = {"question": PetitionKind.QUESTION, "suggestion": PetitionKind.SUGGESTION}


def turn(now: datetime) -> int:
    """Take in what waits, the oldest first; return how many."""
    rows = Delivery.objects.filter(taken_at__isnull=True).order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    return sum(_take_in(key, now) for key in keys)


@transaction.atomic
def _take_in(key: int, now: datetime) -> bool:
    """Take one delivery in; False if another process did, or it cannot be opened now."""
    row = Delivery.objects.select_related("source", "bureau").get(pk=key)
    if not Delivery.objects.filter(pk=key, taken_at__isnull=True).update(taken_at=now):
        return False
    try:
        found = opened_delivery(row)
    except CannotOpen:
        Delivery.objects.filter(pk=key).update(taken_at=None)
        log.error("a delivery cannot be opened: the secret is not the one it was sealed with")
        return False
    try:
        _submit(row, found, now)
    except Refused as error:  # a ticket of this number is there; of a long text there is a post
        log.warning("a delivery became no petition: %s", type(error).__name__)
    Delivery.objects.filter(pk=key).update(data_key=None, body=None)
    return True


def _submit(row: Delivery, found: DeliveredText, now: datetime) -> None:
    channel = CHANNELS[Intake(row.source.intake)]
    is_ticket = channel == PetitionChannel.HOTLINE
    submission = Submission(
        original=OriginalText(text=found.text or found.title, title=found.title[:MAX_FIELD]),
        kind=KINDS.get(read_kind(found.title, found.text).kind, PetitionKind.CLAIM),
        channel=channel,
        received_at=min(row.received_at, now),
        outside_number=found.key if is_ticket else "",
    )
    if not found.accuses:
        submit_petition(bureau=row.bureau, submission=submission, now=now)
        return
    refuse_second_ticket(row.bureau_id, submission)
    receive_accusation(  # of whatever length: nothing of it is anywhere else
        bureau=row.bureau, submission=submission, code=new_code(), officer=None, now=now
    )
