"""补登送达时间: the page on which another person confirms a moment that was recorded late.

In:   requests of who records deliveries, or leads.    Out:  a page; a moment that counts.
Cost: three queries a page.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Target
from huiying.web.console.shared.incident_parts import incident_url
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.late_records.access import late_record_for
from huiying.work.casework.late_records.actions.confirm import (
    LATE_RECORD_KIND,
    late_record_hash,
)
from huiying.work.casework.late_records.models import LateRecord

TO = Capability.RECORD_DELIVERY
STATES: Final = {
    Decision.PENDING: gettext_lazy("待核签"),
    Decision.APPROVED: gettext_lazy("已核签"),
    Decision.RETURNED: gettext_lazy("已退回"),
    Decision.VOID: gettext_lazy("已失效"),
}


def _url(row: LateRecord) -> str:
    return reverse("console:late-record", args=[row.signoff_id])


@require_GET
def late_record(request: OfficerRequest, pk: int) -> HttpResponse:
    """What was done when, by whose word, and how much later that was recorded."""
    row = late_record_for(request.user, pk)
    signoff, now = row.signoff, clock.now()
    first, since = row.recorded_by, row.recorded_at
    waits = signoff.decision == Decision.PENDING
    incident = row.incident.current if row.incident else None
    context = {
        "row": row,
        "state": STATES[Decision(signoff.decision)],
        "waits": waits,
        "incident": f"{incident.number} {incident.title}" if incident else "",
        "incident_url": incident_url(incident.number) if incident else "",
        "decided_by": signoff.decided_by.name if signoff.decided_by else "",
        "decided_at": signoff.decided_at,
        "returned": signoff.reason if signoff.decision == Decision.RETURNED else "",
        "signs": waits and is_second_person(request.user, first, since=since, now=now),
        "hash": late_record_hash(row),
    }
    return render(request, "console/clocks/late_record.html", context)


LATE = Target(row=late_record_for, back=_url, about=lambda row: row.label)

confirm = approve_act(
    LATE_RECORD_KIND, LATE, TO, done=gettext_lazy("已核签，时限按补登的时间计算。")
)
"""核签 exactly the moment that was shown."""

send_back = return_act(
    LATE_RECORD_KIND,
    LATE,
    TO,
    title=gettext_lazy("退回补登"),
    lead=gettext_lazy("退回后，时限按登记时间计算。"),
    done=gettext_lazy("已退回，时限按登记时间计算。"),
)
"""退回, with a reason: the moment of the recording stays."""
