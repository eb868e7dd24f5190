"""The time of a first report ends where none is owed any more; the draft stays."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.clocks.models import Clock, ClockState
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.drafting.actions.draft_report import draft_incident_report
from huiying.work.reports.drafting.actions.end_undue import end_undue_clocks
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of

LATER = T0 + timedelta(minutes=20)


def machine_draft(cast):
    water = incident_of(cast, WATER, grade=Grade.MAJOR)
    return draft_incident_report(
        incident=water, kind=ReportKind.INITIAL, officer=None, now=LATER, graded_at=T0
    )


standing_rows, rows, yunchuan, report = module_rows(machine_draft)


def test_a_time_that_is_owed_runs_on(yunchuan, report):
    assert end_undue_clocks(bureau_id=yunchuan.bureau.pk, now=LATER) == 0
    report.clock.refresh_from_db()
    assert report.clock.state == ClockState.RUNNING


def test_what_was_graded_down_or_set_aside_owes_no_report(yunchuan, report):
    for change in ({"grade": Grade.ORDINARY}, {"grade": Grade.MAJOR, "stage": "DISMISSED"}):
        Clock.objects.filter(pk=report.clock_id).update(
            state=ClockState.RUNNING, stopped_at=None, stop_reason={}
        )
        Incident.objects.update(**change)
        assert end_undue_clocks(bureau_id=yunchuan.bureau.pk, now=LATER) == 1
        report.clock.refresh_from_db()
        assert report.clock.state == ClockState.CANCELLED
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
