"""The only way a screen gets a report: the row, or 404 / 403.

In:   an officer, a number, a capability.    Out:  the report.
Cost: one query; one more for an act on a report about an incident.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.casework.core.access import sees_all_units
from huiying.work.incidents.recusals.access import refuse_recused
from huiying.work.reports.core.models import Report


def report_for(officer: Officer, number: str, *, to: Capability) -> Report:
    """Return a report, for who sees all matters of the bureau.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Report.objects.select_related(
        "bureau",
        "incident__merged_into",
        "clock",
        "signoff__clock",
        "drafted_by",
        "sent_by",
        "filing__filed_by",
    )
    report = row_for(officer, rows, to=to, number=number)
    if not sees_all_units(officer):
        raise NotAllowed(to)
    if report.incident is not None:
        refuse_recused(officer, report.incident, to=to)
    return report
