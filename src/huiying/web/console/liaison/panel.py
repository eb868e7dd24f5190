"""Liaison on other pages: the shares of an incident, what waits on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.policy.time.zone import LOCAL
from huiying.web.console.liaison.rows import ShareRow, share_row
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.liaison.models import FollowUp, Lead, LiaisonDesk
from huiying.work.casework.liaison.queries import (
    follow_ups_open,
    leads_waiting,
    shares_of_incident,
    talks_due,
)

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SharePanel:
    """What agencies were given of an incident."""

    rows: list[ShareRow]
    acts: list[ActButton]


def share_panel(reading: IncidentReading) -> SharePanel | None:
    """Return what agencies were given of an incident, and the act that gives."""
    if not sees_all_units(reading.officer):
        return None
    acts = share_acts(reading)
    rows = [share_row(row, reading.now) for row in reading.rows("shares", shares_of_incident)]
    return SharePanel(rows, acts) if rows or acts else None


def share_acts(reading: IncidentReading) -> list[ActButton]:
    """Return the act of sharing the facts with another agency."""
    if not reading.may(Capability.LIAISE) or reading.incident.stage in SET_ASIDE:
        return []
    return [act_button(_("共享给外单位…"), "console:share-start", reading.number)]


def liaison_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return leads to decide, talks and follow-ups that are due soon; [] = not his to do."""
    if not may(officer, Capability.LIAISE):
        return []
    bureau, until = officer.bureau_id, now + SOON
    return [
        WaitingList(leads_waiting(bureau), _lead_line),
        WaitingList(talks_due(bureau, until), lambda desk: _talk_line(desk, now)),
        WaitingList(
            follow_ups_open(bureau, until.astimezone(LOCAL).date()),
            lambda item: _follow_up_line(item, now),
        ),
    ]


def _lead_line(lead: Lead) -> WaitingRow:
    return WaitingRow(
        kind=_("%(unit)s交来线索 %(number)s")
        % {"unit": lead.share.unit.name, "number": lead.number},
        text=lead.text[:120],
        url=reverse("console:share", args=[lead.share.number]),
        label=_("处理"),
    )


def _talk_line(desk: LiaisonDesk, now: datetime) -> WaitingRow:
    return WaitingRow(
        clock=clock_facts(desk.clock, now),
        clock_id=desk.clock_id,
        kind=_("定期联络 %(number)s") % {"number": desk.number},
        text=f"{desk.unit.name} {desk.office}",
        url=reverse("console:liaison-desk", args=[desk.number]),
        label=_("登记联络"),
    )


def _follow_up_line(item: FollowUp, now: datetime) -> WaitingRow:
    return WaitingRow(
        clock=clock_facts(item.clock, now),
        clock_id=item.clock_id,
        kind=_("应于 %(day)s 完成") % {"day": item.due.isoformat()},
        text=f"{item.owner.name}：{item.words}",
        url=reverse("console:liaison-desk", args=[item.talk.desk.number]),
        label=_("登记"),
    )
