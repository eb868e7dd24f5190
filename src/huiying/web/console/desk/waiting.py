"""What else waits for an officer: claims, findings, tasks, contacts, commitments."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.tasks.rows import task_row
from huiying.web.shared.clock_rows import clock_facts
from huiying.work.casework.promises.queries import promises_due
from huiying.work.casework.references.queries import references_to_contact
from huiying.work.casework.tasks.queries import tasks_awaiting_officer
from huiying.work.casework.verification.queries import verification_tasks
from huiying.work.incidents.core.models import Incident

MOST = 20
DUE_SOON = timedelta(days=1)  # a contact or promise this near is shown on the desk


def waiting_rows(officer: Officer, now: datetime) -> list[WaitingRow]:
    """Return what this officer can do next, what runs out first."""
    rows = []
    for docket, what in verification_tasks(officer, most=MOST):
        words = _("去答复") if what == "answer" else _("去复核")
        rows.append(
            WaitingRow(
                clock=clock_facts(docket.clock, now) if what == "answer" else None,
                kind=_("核实单 %(number)s") % {"number": docket.number},
                text=docket.claim,
                url=reverse("console:docket", args=[docket.number]),
                label=words,
            )
        )
    for task in tasks_awaiting_officer(officer)[:MOST]:
        row = task_row(task, officer, now)
        rows.append(
            WaitingRow(
                clock=row.clock if task.clock is not None else None,
                kind=_("交办 %(number)s") % {"number": task.number},
                text=task.task,
                url=row.url,
                label=row.waits,
            )
        )
    return [*rows, *_owed(officer, now)]


def _owed(officer: Officer, now: datetime) -> list[WaitingRow]:
    """Return the contacts and the promises that are due within a day, or late."""
    until = now + DUE_SOON
    rows = [
        WaitingRow(
            clock=clock_facts(row.clock, now),
            kind=_("来件 %(number)s") % {"number": row.number},
            text=_("约定再次联系：%(label)s") % {"label": row.label},
            url=_incident_url(row.incident),
            label=_("去联系"),
        )
        for row in references_to_contact(officer, until)[:MOST]
    ]
    rows += [
        WaitingRow(
            clock=clock_facts(row.clock, now),
            kind=_("公开承诺 %(number)s") % {"number": row.number},
            text=row.text,
            url=_incident_url(row.incident),
            label=_("去兑现"),
        )
        for row in promises_due(officer, until)[:MOST]
    ]
    return rows


def _incident_url(incident: Incident) -> str:
    number = incident.current.number
    return part_url(number, "offline")
