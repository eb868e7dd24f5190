"""The time of a first report runs once for a matter and what was merged into it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.base.errors import Stale
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.deliveries.actions.drop_report import drop_report
from huiying.work.reports.drafting.actions.time_draft import ensure_initial_clock, time_draft
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of

LATER = T0 + timedelta(minutes=20)
standing_rows, rows, yunchuan, water = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


def test_a_time_that_runs_is_taken_and_no_second_one_starts(yunchuan, water):
    first = ensure_initial_clock(water, T0, LATER)
    assert ensure_initial_clock(water, LATER, LATER) == first
    assert Clock.objects.filter(kind="initial_report").count() == 1


def test_a_draft_gets_its_time_and_the_record_says_until_when(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    assert report.clock is None
    time_draft(report=report, incident=water, graded_at=T0, now=LATER)
    assert report.clock.due_at == T0 + timedelta(hours=2)
    data = AuditRecord.objects.get(verb="report.timed").data
    assert data == {"due": report.clock.due_at.isoformat()}


def test_a_draft_that_was_withdrawn_meanwhile_gets_none(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    Incident.objects.filter(pk=water.pk).update(grade=Grade.ORDINARY)
    drop_report(report=report, reason="不需要。", officer=yunchuan.lu, now=LATER)
    with pytest.raises(Stale):
        time_draft(report=report, incident=water, graded_at=T0, now=LATER)
    assert not Clock.objects.filter(kind="initial_report").exists()
