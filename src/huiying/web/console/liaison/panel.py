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
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.liaison.queries import (
    follow_ups_open,
    leads_waiting,
    shares_of_incident,
    talks_due,
)

SOON = timedelta(days=7)
MOST = 20


@dataclass(frozen=True, slots=True)
class SharePanel:
    """What agencies were given of an incident."""

    rows: list[ShareRow]
    acts: list[ActButton]


def share_panel(reading: IncidentReading) -> SharePanel | None:
    """Return what agencies were given of an incident, and the act that gives."""
    if not sees_all_units(reading.officer):
        return None
    acts = []
    if reading.may(Capability.LIAISE) and reading.incident.stage not in SET_ASIDE:
        acts.append(act_button(_("共享给外单位…"), "console:share-start", reading.number))
    rows = [share_row(row, reading.now) for row in reading.rows("shares", shares_of_incident)]
    return SharePanel(rows, acts) if rows or acts else None


def liaison_waiting(officer: Officer, now: datetime) -> list[WaitingRow]:
    """Return leads to decide, talks and follow-ups that are due soon; [] = not his to do."""
    if not may(officer, Capability.LIAISE):
        return []
    bureau, rows = officer.bureau_id, list[WaitingRow]()
    for lead in leads_waiting(bureau)[:MOST]:
        rows.append(
            WaitingRow(
                kind=_("%(unit)s交来线索 %(number)s")
                % {"unit": lead.share.unit.name, "number": lead.number},
                text=lead.text[:120],
                url=reverse("console:share", args=[lead.share.number]),
                label=_("处理"),
            )
        )
    for desk in talks_due(bureau, now + SOON)[:MOST]:
        rows.append(
            WaitingRow(
                clock=clock_facts(desk.clock, now),
                kind=_("定期联络 %(number)s") % {"number": desk.number},
                text=f"{desk.unit.name} {desk.office}",
                url=reverse("console:liaison-desk", args=[desk.number]),
                label=_("登记联络"),
            )
        )
    until = (now + SOON).astimezone(LOCAL).date()
    for item in follow_ups_open(bureau, until)[:MOST]:
        rows.append(
            WaitingRow(
                clock=clock_facts(item.clock, now),
                kind=_("应于 %(day)s 完成") % {"day": item.due.isoformat()},
                text=f"{item.owner.name}：{item.words}",
                url=reverse("console:liaison-desk", args=[item.talk.desk.number]),
                label=_("登记"),
            )
        )
    return rows
