"""What all acts of verification share: how a docket is named, claimed by a row, and recorded.

In:   a docket, an act's moment and actor.    Out:  subjects, conditional updates, records.
Cost: one conditional UPDATE; one audit record for each incident that the docket serves.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from huiying.base.audit.actions.append import Actor, Subject, append
from huiying.base.audit.kept import kept
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.deadlines import CLAIM_CHECK
from huiying.work.casework.delivery import clock_subject
from huiying.work.casework.models import Docket, DocketState
from huiying.work.incidents.claiming import Claim
from huiying.work.incidents.exceptions import CannotDecide, Stale
from huiying.work.incidents.models import Incident

CLOCK_NAME = "说法核实"
DESK = Holder("值班员")
_MARKS = re.compile(r"[\W_]+")


def claim_key(claim: str) -> str:
    """Return what is the same for the same words, whatever their marks, spaces and case."""
    return hashlib.sha256(_MARKS.sub("", claim.casefold()).encode()).hexdigest()


def subject_of_docket(docket: Docket) -> Subject:
    """Return how the record names a docket, on the timeline of the incident it was asked for.

    The claim itself is not repeated: the record lives for ever, a text may have to go.
    """
    return Subject(
        "docket",
        docket.number,
        kept("核实单 %(number)s") % {"number": docket.number},
        f"incident:{origin_of(docket).number}",
    )


def origin_of(docket: Docket) -> Incident:
    """Return the incident that a docket was asked for; after a merge, what it has become."""
    served = docket.serves.select_related("incident__merged_into").get(origin=True)
    return served.incident.merged_into or served.incident


claim_row = Claim(
    DocketState,
    CannotDecide,
    Stale,
    gettext_noop("这份核实单现在是“%(state)s”，不能这样办。"),
    gettext_noop("这份核实单刚被别人办过，你的操作没有生效。请看过新内容再办。"),
)


def start_claim_clock(docket: Docket, now: datetime) -> Clock:
    """Start the time that the unit has to find out, in the unit's hands."""
    book = book_of(docket.bureau_id, now)
    return start_clock(
        bureau_id=docket.bureau_id,
        kind="claim",
        name=CLOCK_NAME,
        rule=book.deadline(CLAIM_CHECK),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(docket.bureau_id),
        subject=clock_subject(origin_of(docket)),
        holder=Holder(docket.unit.name, unit=docket.unit),
        now=now,
    )


def record(
    docket: Docket, verb: str, actor: Actor, now: datetime, data: dict[str, Any] | None = None
) -> None:
    """Write one line of the record."""
    append(
        bureau_id=docket.bureau_id,
        actor=actor,
        verb=verb,
        subject=subject_of_docket(docket),
        now=now,
        data={"unit": docket.unit.name, **(data or {})},
    )
