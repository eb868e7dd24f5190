"""The clocks of reports: until a report is sent, and until its receipt is there.

In:   a report, a rule, moments.    Out:  running clocks.
Cost: three writes a clock.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.core.standing import Standing
from huiying.policy.procedure.reports import PERIOD_REPORT
from huiying.policy.time.deadlines import (
    INITIAL_REPORT,
    REPORT_RECEIPT,
    DeadlineRule,
    DeadlineUnit,
    due_at,
)
from huiying.reasons.marking import marked
from huiying.work.incidents.core.clocks import DUTY_DESK, incident_clock_subject
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.core.models import Report
from huiying.work.reports.routing.models import RecipientRule

SUBJECT_KIND: Final = "report"
INITIAL, PERIOD, RECEIPT = "initial_report", "period_report", "report_receipt"
OFFICE: Final = Holder(code=Role.OFFICE)


def initial_rule(
    bureau_id: int, grade: int, starts_at: datetime, now: datetime
) -> DeadlineRule:
    """Return the period of a first report: of the rule book and the table, what ends first.

    The table of recipients makes it shorter, never longer than the rule book says.
    """
    rule = book_of(bureau_id, now).deadline(INITIAL_REPORT)
    rows = RecipientRule.objects.filter(bureau_id=bureau_id, active=True)
    found = [(row.minutes_for(grade), row.basis) for row in rows]
    named = sorted((minutes, basis) for minutes, basis in found if minutes is not None)
    if not named:
        return rule
    minutes, basis = named[0]
    shortest = replace(
        rule,
        amount=minutes,
        unit=DeadlineUnit.MINUTES,
        basis=basis or rule.basis,
        standing=Standing.BUREAU,
    )
    calendar = calendar_of(bureau_id)
    return min(shortest, rule, key=lambda one: due_at(starts_at, one, calendar))


def start_initial_clock(incident: Incident, starts_at: datetime, now: datetime) -> Clock:
    """Start the time of a first report, at the moment at which the grade was signed."""
    return start_clock(
        bureau_id=incident.bureau_id,
        kind=INITIAL,
        name=marked("初报"),
        rule=initial_rule(incident.bureau_id, incident.grade_in_force, starts_at, now),
        rule_version=str(book_of(incident.bureau_id, now).version),
        starts_at=starts_at,
        calendar=calendar_of(incident.bureau_id),
        subject=incident_clock_subject(incident),
        holder=DUTY_DESK,
        now=now,
    )


def start_period_clock(report: Report, title: str, due: datetime, now: datetime) -> Clock:
    """Start the time until the day and hour that the bureau set for a regular report.

    Of a report that is drafted after that it starts at the end of its period: it is late.
    """
    starts_at = report.drafted_at
    if starts_at >= due:
        starts_at = min(report.until or due, due)
    return start_clock(
        bureau_id=report.bureau_id,
        kind=PERIOD,
        name=PERIOD_REPORT.name,
        rule=PERIOD_REPORT,
        rule_version=str(book_of(report.bureau_id, now).version),
        starts_at=starts_at,
        calendar=calendar_of(report.bureau_id),
        subject=ClockSubject(SUBJECT_KIND, report.number, title),
        holder=OFFICE,
        now=now,
        due=due,
    )


def start_receipt_clock(report: Report, name: str, at: datetime, now: datetime) -> Clock:
    """Start the time in which a recipient is to confirm; then the desk asks again."""
    book = book_of(report.bureau_id, now)
    return start_clock(
        bureau_id=report.bureau_id,
        kind=RECEIPT,
        name=book.deadline(REPORT_RECEIPT).name,
        rule=book.deadline(REPORT_RECEIPT),
        rule_version=str(book.version),
        starts_at=at,
        calendar=calendar_of(report.bureau_id),
        subject=ClockSubject(SUBJECT_KIND, report.number, f"{report.words}：{name}"),
        holder=DUTY_DESK,
        now=now,
    )
