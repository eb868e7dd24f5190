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
from huiying.base.audit.house_text import house_text
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.time.deadlines import CLAIM_CHECK
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.casework.verification.models import Docket, DocketState
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.row_claim import RowClaim

CLOCK_NAME = "说法核实"
_MARKS = re.compile(r"[\W_]+")


def claim_key(claim: str) -> str:
    """Return what is the same for the same words, whatever their marks, spaces and case."""
    return hashlib.sha256(_MARKS.sub("", claim.casefold()).encode()).hexdigest()


def verification_subject(docket: Docket) -> Subject:
    """Return how the record names a docket, on the timeline of the incident it was asked for.

    The claim itself is not repeated: the record lives for ever, a text may have to go.
    """
    return Subject(
        "docket",
        docket.number,
        house_text("核实单 %(number)s") % {"number": docket.number},
        f"incident:{origin_incident(docket).number}",
    )


def origin_incident(docket: Docket) -> Incident:
    """Return the incident that a docket was asked for; after a merge, what it has become."""
    served = docket.serves.select_related("incident__merged_into").get(origin=True)
    return served.incident.merged_into or served.incident


claim_request = RowClaim(
    DocketState,
    Refused,
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
        subject=clock_subject(origin_incident(docket)),
        holder=Holder(docket.unit.name, unit=docket.unit),
        now=now,
    )


def record_verification(
    docket: Docket, verb: str, actor: Actor, now: datetime, data: dict[str, Any] | None = None
) -> None:
    """Write one line of the record."""
    append(
        bureau_id=docket.bureau_id,
        actor=actor,
        verb=verb,
        subject=verification_subject(docket),
        now=now,
        data={"unit": docket.unit.name, **(data or {})},
    )
