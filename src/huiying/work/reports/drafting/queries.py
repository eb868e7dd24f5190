"""Find what must be reported and is not.

In:   a bureau.    Out:  incidents with the moment at which they were graded 重大.
Cost: two queries.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min

from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import ReportKind
from huiying.policy.procedure.stages import SETTLED
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradeDecision
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import reports_of_incident


def unreported_major(bureau_id: int, *, since: datetime) -> list[tuple[Incident, datetime]]:
    """Return the open incidents of 重大 and above without a first report, withdrawn or not.

    Args:
        since: What was graded 重大 before is left to people.
    """
    reported = Report.objects.filter(
        bureau_id=bureau_id, kind=str(ReportKind.INITIAL), incident__isnull=False
    )
    rows = Incident.objects.filter(bureau_id=bureau_id, grade__gte=Grade.MAJOR)
    rows = rows.exclude(stage__in=SETTLED).exclude(pk__in=reported.values("incident_id"))
    incidents = {row.pk: row for row in rows}
    if not incidents:
        return []
    decided = GradeDecision.objects.filter(
        bureau_id=bureau_id, incident_id__in=incidents, grade__gte=Grade.MAJOR
    )
    first = decided.order_by().values_list("incident_id").annotate(at=Min("at"))
    found = [(incidents[key], at) for key, at in first if at >= since]
    initial = str(ReportKind.INITIAL)
    return [
        (row, at)
        for row, at in sorted(found, key=lambda pair: pair[1])
        if not reports_of_incident(row).filter(kind=initial).exists()
    ]
