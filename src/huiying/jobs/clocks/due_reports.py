"""Draft the reports that are owed: the first report of what is 重大, and regular ones.

In:   the moment.    Out:  drafts with their clocks; nothing is signed or sent here.
Cost: a few indexed queries a bureau when nothing is owed; may run twice, drafts nothing twice.
"""

from __future__ import annotations

import logging
from datetime import datetime

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.core.queries import bureaus
from huiying.base.errors import Refused
from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.work.reports.core.models import Report
from huiying.work.reports.drafting.actions.draft_report import (
    draft_incident_report,
    draft_period_report,
)
from huiying.work.reports.drafting.actions.end_undue import end_undue_clocks
from huiying.work.reports.drafting.actions.time_draft import time_draft
from huiying.work.reports.drafting.queries import OwedReport, owed_initials
from huiying.work.reports.schedules.actions.set_schedule import ensure_schedule
from huiying.work.reports.schedules.models import ReportSchedule
from huiying.work.reports.schedules.queries import due_periods, last_set_at, without_gap

log = logging.getLogger("huiying.jobs")


def turn(now: datetime) -> int:
    """Look at every bureau; return how many drafts are new."""
    return sum(_of_bureau(bureau, now) for bureau in bureaus())


def _of_bureau(bureau: Bureau, now: datetime) -> int:
    schedule = ensure_schedule(bureau, now)
    end_undue_clocks(bureau_id=bureau.pk, now=now)
    new = 0
    for owed in owed_initials(bureau.pk, since=schedule.begun_at):
        try:
            new += _first(owed, now)
        except Refused as error:  # somebody was faster
            log.info("no first report of %s: %s", owed.incident.number, error)
    return new + _regular(bureau, schedule, now)


def _first(owed: OwedReport, now: datetime) -> int:
    """Draft a first report, or let the time of the draft that is there run."""
    if owed.draft is None:
        draft_incident_report(
            incident=owed.incident,
            kind=ReportKind.INITIAL,
            officer=None,
            now=now,
            graded_at=owed.graded_at,
            replaces=owed.replaces,
        )
        return 1
    if not owed.runs:
        time_draft(report=owed.draft, incident=owed.incident, graded_at=owed.graded_at, now=now)
    return 0


def _regular(bureau: Bureau, schedule: ReportSchedule, now: datetime) -> int:
    new = 0
    for one in due_periods(schedule, now):
        known = Report.objects.filter(
            bureau_id=bureau.pk, kind=str(one.kind), until=one.span.until
        ).exclude(state=ReportState.WITHDRAWN)
        if known.exists():
            continue
        daily = one.kind == ReportKind.DAILY
        span = without_gap(bureau.pk, one.span) if daily else one.span
        if span is None:
            continue
        due = one.due
        if due is not None and due <= now and due <= last_set_at(schedule):
            due = None  # it had passed before the bureau set it
        try:
            draft_period_report(
                bureau=bureau, kind=one.kind, span=span, officer=None, now=now, due=due
            )
        except Refused as error:
            log.info("no %s report: %s", one.kind, error)
        else:
            new += 1
    return new
