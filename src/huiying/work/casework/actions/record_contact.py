"""联系当事人: an attempt, its way and its outcome, and when the next one is owed.

In:   a reference, what was tried.    Out:  one row; the clock of the next attempt.
Cost: a few writes.

As long as no answer was given, the next attempt is owed: nobody is dropped by silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.capabilities import Role
from huiying.base.accounts.models import Officer
from huiying.base.audit.kept import kept_label
from huiying.base.clocks.actions.stop import stop_clock
from huiying.policy.offline import CONTACT, Outcome, Way
from huiying.work.casework.actions.bind_reference import claim_reference
from huiying.work.casework.actions.petition_period import settle_period
from huiying.work.casework.models import Contact, Reference
from huiying.work.casework.offline import record_reference
from huiying.work.casework.procedure import incident_now
from huiying.work.casework.tasks import (
    LINE,
    check_due,
    holder_called,
    holder_of,
    set_clock,
    words_of,
)
from huiying.work.incidents.exceptions import CannotDecide

PLACE = 100


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried, as it was typed."""

    way: Way
    outcome: Outcome
    at: datetime
    note: str = ""
    place: str = ""  # of a reception
    next_at: datetime | None = None


@transaction.atomic
def record_contact(
    *,
    reference: Reference,
    tried: Tried,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Contact:
    """Record one attempt; a settled reference may be contacted again.

    Raises:
        CannotDecide: If it lies in the future, a reception has no place, no next attempt is
            named though nothing is settled, or the binding was taken back.
        Stale: If somebody recorded another attempt since.
    """
    if tried.at > now:
        raise CannotDecide(_("联系时间不能在将来。"))
    if tried.way == Way.RECEPTION and not tried.place.strip():
        raise CannotDecide(_("接待须写明地点。"))
    settled = tried.outcome.settles or reference.settled_at is not None
    if tried.next_at is None and not settled:
        raise CannotDecide(_("还没有答复，请写明下次什么时候联系。"))
    if tried.next_at is not None:
        check_due(tried.next_at, now)
    claim_reference(reference, revision)
    if reference.clock is not None:
        stop_clock(
            clock=reference.clock, at=tried.at, reason=kept_label(tried.outcome.label), now=now
        )
    row = Contact.objects.create(
        bureau_id=reference.bureau_id,
        reference=reference,
        way=str(tried.way),
        outcome=str(tried.outcome),
        note=words_of(tried.note, LINE),
        place=words_of(tried.place, PLACE),
        at=tried.at,
        next_at=tried.next_at,
        recorded_at=now,
        by=officer,
    )
    _next(reference, tried, officer, now)
    data = {"way": row.way, "outcome": row.outcome}
    record_reference(reference, "reference.contacted", officer, now, data)
    return row


def _next(reference: Reference, tried: Tried, officer: Officer, now: datetime) -> None:
    reference.clock = None
    if tried.next_at is not None:
        holder = holder_of(officer.unit) if officer.unit else holder_called(Role.OFFICE)
        matter = incident_now(reference.incident)
        reference.clock = set_clock(matter, CONTACT, tried.next_at, holder, now)
    if tried.outcome.settles and reference.settled_at is None:
        reference.settled_at = tried.at
        settle_period(reference, at=tried.at, reason=kept_label(tried.outcome.label), now=now)
    reference.save(update_fields=["clock", "settled_at"])
