"""The audit records of an incident on its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.queries import timeline
from huiying.web.console.shared.records.sentences import EventRow, timeline_rows
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.core.models import Incident

SHOWN_RECORDS = 200


@dataclass(frozen=True, slots=True)
class TimelinePanel:
    """The newest records of an incident (``console/incidents/_events.html``).

    Attributes:
        most: How many are shown at the most.
        human: Only what people did; url: the other of all and of people alone.
        audit_url: "" = not for this officer.
    """

    events: list[EventRow]
    total: int
    most: int
    human: bool
    url: str
    audit_line: str
    audit_url: str


def timeline_of(request: OfficerRequest, incident: Incident) -> TimelinePanel:
    """Return the record of the incident, of people alone when asked."""
    records = timeline(bureau_id=incident.bureau_id, topic=incident.audit_topic)
    shown = list(records[:SHOWN_RECORDS])
    human = request.GET.get("human") == "1"
    url = reverse("console:incident", args=[incident.number])
    return TimelinePanel(
        events=timeline_rows(shown, human=human),
        total=len(shown) if len(shown) < SHOWN_RECORDS else records.count(),
        most=SHOWN_RECORDS,
        human=human,
        url=url if human else f"{url}?human=1",
        audit_line=_("审计链第 %(seq)s 条") % {"seq": shown[0].seq} if shown else "",
        audit_url=reverse("console:audit") + f"?q={incident.number}"
        if may(request.user, Capability.READ_RECORD)
        else "",
    )
