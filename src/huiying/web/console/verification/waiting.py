"""What waits for an officer besides notices: claims to check, findings to confirm, tasks.

In:   the officer, the moment.    Out:  rows for the panel of the desk; [] = it is left out.
Cost: four queries.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.queries import Officer
from huiying.web.console.clocks import clock_facts
from huiying.work.casework.dockets import docket_tasks
from huiying.work.casework.procedure import incident_now, tasks_waiting

MOST = 20


def waiting_rows(officer: Officer, now: datetime) -> list[dict[str, Any]]:
    """Return what this officer can do next, what runs out first."""
    rows = []
    for docket, what in docket_tasks(officer, most=MOST):
        words = _("去答复") if what == "answer" else _("去复核")
        rows.append(
            {
                "clock": clock_facts(docket.clock, now) if what == "answer" else None,
                "kind": _("核实单 %(number)s") % {"number": docket.number},
                "text": docket.claim,
                "url": reverse("console:docket", args=[docket.number]),
                "label": words,
            }
        )
    for task in tasks_waiting(officer)[:MOST]:
        number = incident_now(task.proposal.incident).number
        rows.append(
            {
                "clock": None,
                "kind": _("交办 %(number)s") % {"number": task.number},
                "text": task.task,
                "url": f"{reverse('console:incident', args=[number])}#procedure",
                "label": _("去接办"),
            }
        )
    return rows
