"""Reports on the desk and beside an incident: what is due, and the way to write one.

In:   an officer, the moment; what a page read of an incident.    Out:  rows, acts.
Cost: one query on the desk before the lists are read; none beside an incident or for who does
      not report.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.reports import ReportState
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.report_words import report_label
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import reports_to_send
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.deliveries.queries import waiting_receipts


def report_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return the reports to be written or sent, and the receipts that are owed."""
    if not may(officer, Capability.REPORT):
        return []
    return [
        WaitingList(reports_to_send(officer), lambda report: _report_line(report, now)),
        WaitingList(waiting_receipts(officer.bureau_id), lambda row: _receipt_line(row, now)),
    ]


def _report_line(report: Report, now: datetime) -> WaitingRow:
    kind = report_label(report.kind, report.sequence)
    return WaitingRow(
        clock=clock_facts(report.clock, now) if report.clock else None,
        clock_id=report.clock_id,
        kind=f"{kind} {report.number}",
        text=report.title,  # type: ignore[attr-defined]
        url=reverse("console:report", args=[report.number]),
        label=_("报送") if report.state == ReportState.SIGNED else _("送签"),
    )


def _receipt_line(row: ReportDelivery, now: datetime) -> WaitingRow:
    return WaitingRow(
        clock=clock_facts(row.clock, now) if row.clock else None,
        clock_id=row.clock_id,
        kind=_("报送 %(number)s") % {"number": row.report.number},
        text=row.name,
        url=reverse("console:report", args=[row.report.number]),
        label=_("登记回执") if row.sent_at else _("登记送交"),
    )


def report_acts(reading: IncidentReading) -> list[ActButton]:
    """Return the way to a new report about an incident, and to those that there are."""
    incident = reading.incident
    if not reading.may(Capability.REPORT):
        return []
    url = f"{reverse('console:reports')}?{urlencode({'q': incident.number})}"
    shown = act_button(_("查看报告"), url, method="get")
    if incident.stage in SET_ASIDE:
        return [shown]
    return [act_button(_("拟写报告…"), "console:report-start", incident.number), shown]
