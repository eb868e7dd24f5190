"""Find what must be reported and is not: the one rule of when a first report is owed.

A matter of 重大 and above owes a first report until one went out and stands. Merged matters are
one matter here. A report that was withdrawn, and a draft that was dropped, count for nothing;
closing a matter ends no duty, setting it aside does.

In:   a bureau, or an incident.    Out:  what is owed, since when, with the open draft.
Cost: two queries a bureau, and four for each matter that was not reported.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.clocks.queries import running_clocks
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import OUT, UNSENT, ReportKind
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.work.casework.core.incidents import family_of
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradeDecision
from huiying.work.incidents.grading.rises import waiting_rise
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import reports_of_incident
from huiying.work.reports.drafting.clocks import INITIAL


@dataclass(frozen=True, slots=True)
class OwedReport:
    """A first report that is owed.

    Attributes:
        graded_at: When the matter was graded 重大, the last time that it was.
        draft: The open draft, one whose time runs if there is any; None = none is open.
        replaces: The newest one that went out and was withdrawn, if nothing replaces it.
    """

    incident: Incident
    graded_at: datetime
    draft: Report | None
    replaces: Report | None

    @property
    def runs(self) -> bool:
        """The time of its draft runs."""
        return self.draft is not None and _runs(self.draft)


def owes_initial(incident: Incident) -> bool:
    """Tell whether an incident, or what it was merged into, owes a first report now."""
    current = incident.current
    if current.grade_in_force < Grade.MAJOR or current.stage in SET_ASIDE:
        return False
    return not initials_of(current).filter(state__in=OUT).exists()


def initials_of(incident: Incident) -> QuerySet[Report]:
    """Return the first reports of an incident and of what was merged into it."""
    return reports_of_incident(incident).filter(kind=str(ReportKind.INITIAL))


def owed_initials(bureau_id: int, *, since: datetime) -> list[OwedReport]:
    """Return the first reports that are owed, the one that was graded first before.

    Args:
        since: What was graded 重大 before is left to people.
    """
    out = Report.objects.filter(
        bureau_id=bureau_id, kind=str(ReportKind.INITIAL), incident__isnull=False, state__in=OUT
    )
    major = Q(grade__gte=Grade.MAJOR) | Q(treated_as__gte=Grade.MAJOR)
    rows = Incident.objects.filter(major, bureau_id=bureau_id)
    rows = rows.exclude(stage__in=SET_ASIDE).exclude(pk__in=out.values("incident_id"))
    found = []
    for row in rows:
        at = _graded_at(row) or _treated_at(row)
        if at is not None and at >= since and owes_initial(row):
            found.append(_owed(row, at))
    return sorted(found, key=lambda one: one.graded_at)


def running_initial_clock(incident: Incident) -> Clock | None:
    """Return the first report's time that runs for an incident or what was merged into it."""
    numbers = Incident.objects.filter(pk__in=family_of(incident)).values("number")
    rows = running_clocks(incident.bureau_id).filter(
        kind=INITIAL, subject_kind="incident", subject_ref__in=numbers
    )
    return rows.order_by("due_at").first()


def _owed(incident: Incident, at: datetime) -> OwedReport:
    rows = list(initials_of(incident).select_related("clock", "withdrawal", "replaced_by"))
    drafts = sorted(
        (row for row in rows if row.state in UNSENT), key=lambda row: not _runs(row)
    )
    withdrawn = [
        row
        for row in rows
        if row.state not in UNSENT
        and row.withdrawal.state in OUT
        and not hasattr(row, "replaced_by")
    ]
    return OwedReport(
        incident,
        at,
        draft=drafts[0] if drafts else None,
        replaces=withdrawn[-1] if withdrawn else None,
    )


def _runs(report: Report) -> bool:
    return report.clock is not None and report.clock.state == ClockState.RUNNING


def _graded_at(incident: Incident) -> datetime | None:
    """Return when a matter became 重大 the last time; None = nobody signed that.

    A matter that is 重大 only by what was merged into it is so since that was.
    """
    own = _since_major([incident.pk])
    if own:
        return own[0]
    merged = _since_major(family_of(incident))
    return min(merged) if merged else None


def _treated_at(incident: Incident) -> datetime | None:
    """Return since when an undecided 重大 is handled as one."""
    rise = waiting_rise(incident)
    return rise.treated_at if rise is not None else None


def _since_major(incidents: Collection[int]) -> list[datetime]:
    """Return, of those whose last grade is 重大 and above, since when it is."""
    rows = GradeDecision.objects.filter(incident_id__in=incidents).order_by("at", "pk")
    since: dict[int, datetime] = {}
    for key, grade, at in rows.values_list("incident_id", "grade", "at"):
        if grade >= Grade.MAJOR:
            since.setdefault(key, at)
        else:
            since.pop(key, None)
    return list(since.values())
