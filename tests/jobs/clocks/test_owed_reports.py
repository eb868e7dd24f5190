"""What is 重大 owes a first report until one went out and stands, whatever became of drafts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.jobs.clocks import due_reports
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import Way
from huiying.policy.procedure.stages import Stage
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.reports.core.models import Report
from huiying.work.reports.deliveries.actions.drop_report import drop_report
from tests.cast_cache import cached_cast
from tests.factories import T0
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import QUEUE, WATER, incident_of, restart_workers
from tests.scenarios.reports import draft_of, linked_recipient, recipient_of, send, withdraw

pytestmark = pytest.mark.django_db
LATER, MINUTE = T0 + timedelta(minutes=3), timedelta(minutes=1)


@pytest.fixture
def yunchuan():
    restart_workers()
    cast = cached_cast("yunchuan")
    linked_recipient(cast)
    due_reports.turn(T0)
    return cast


def up_or_down(yunchuan, incident, grade, now):
    regrade_with_second(
        incident=incident, grade=grade, reason="按制度调整。", officer=yunchuan.lu, now=now
    )


def states():
    rows = Clock.objects.filter(kind="initial_report").order_by("pk")
    return [str(state) for state in rows.values_list("state", flat=True)]


def test_a_draft_that_was_dropped_before_the_matter_was_major_counts_for_nothing(yunchuan):
    water = incident_of(yunchuan, WATER)
    dropped = draft_of(yunchuan, water, now=LATER)
    drop_report(report=dropped, reason="不需要。", officer=yunchuan.lu, now=LATER)
    up_or_down(yunchuan, water, Grade.MAJOR, LATER + MINUTE)
    assert due_reports.turn(LATER + 2 * MINUTE) == 1
    assert due_reports.turn(LATER + 3 * MINUTE) == 0
    assert states() == ["RUNNING"]
    assert Clock.objects.get(kind="initial_report").starts_at == LATER + MINUTE


def test_a_draft_that_is_open_when_the_matter_becomes_major_gets_its_time(yunchuan):
    water = incident_of(yunchuan, WATER)
    draft = draft_of(yunchuan, water, now=LATER)
    assert draft.clock is None
    up_or_down(yunchuan, water, Grade.MAJOR, LATER + MINUTE)
    assert due_reports.turn(LATER + 2 * MINUTE) == 0
    draft.refresh_from_db()
    assert (draft.clock.state, draft.clock.starts_at) == ("RUNNING", LATER + MINUTE)
    revision = draft.revision
    due_reports.turn(LATER + 3 * MINUTE)
    draft.refresh_from_db()
    assert (states(), draft.revision) == (["RUNNING"], revision)


def test_a_matter_that_becomes_major_again_owes_again(yunchuan):
    water = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    due_reports.turn(LATER)
    up_or_down(yunchuan, water, Grade.SIGNIFICANT, LATER + MINUTE)
    due_reports.turn(LATER + 2 * MINUTE)
    assert states() == ["CANCELLED"]
    up_or_down(yunchuan, water, Grade.MAJOR, LATER + 3 * MINUTE)
    due_reports.turn(LATER + 4 * MINUTE)
    assert states() == ["CANCELLED", "RUNNING"]
    report = Report.objects.get()
    assert report.clock.starts_at == LATER + 3 * MINUTE
    send(yunchuan, report, now=LATER + 5 * MINUTE)
    assert states() == ["CANCELLED", "MET"]


def test_a_closed_matter_still_owes_its_first_report(yunchuan):
    water = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    due_reports.turn(LATER)
    Incident.objects.filter(pk=water.pk).update(stage=Stage.CLOSED)
    due_reports.turn(LATER + MINUTE)
    assert states() == ["RUNNING"]
    with pytest.raises(Refused, match="不得作废"):
        drop_report(
            report=Report.objects.get(), reason="已办结。", officer=yunchuan.lu, now=LATER
        )


def test_a_first_report_that_is_withdrawn_after_it_was_sent_is_owed_again(yunchuan):
    incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    due_reports.turn(LATER)
    first = Report.objects.get()
    send(yunchuan, first, now=LATER)
    withdrawn_at = LATER + MINUTE
    withdraw(yunchuan, first, now=withdrawn_at)
    assert states() == ["MET", "RUNNING"]

    assert due_reports.turn(withdrawn_at + MINUTE) == 1
    again = Report.objects.exclude(pk=first.pk).get()
    assert (again.replaces, again.clock.starts_at) == (first, withdrawn_at)
    assert states() == ["MET", "RUNNING"]
    send(yunchuan, again, now=withdrawn_at + 2 * MINUTE)
    assert states() == ["MET", "MET"]
    assert due_reports.turn(withdrawn_at + 3 * MINUTE) == 0


def test_the_time_of_a_report_on_paper_runs_on_when_it_is_withdrawn_or_handed_over_late(
    yunchuan,
):
    recipient_of(yunchuan, name="区政府办", kind="GOVERNMENT", way=Way.PAPER)
    incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    due_reports.turn(LATER)
    report = Report.objects.get()
    send(yunchuan, report, now=LATER)
    due_reports.turn(LATER + MINUTE)
    assert states() == ["RUNNING"]
    withdraw(yunchuan, report, now=LATER)
    assert states() == ["RUNNING"]


def test_two_major_matters_that_are_merged_owe_one_report(yunchuan):
    queue = incident_of(yunchuan, QUEUE, grade=Grade.MAJOR)
    water = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    due_reports.turn(LATER)
    merge_incidents(
        source=water, target=queue, reason="同一事项。", officer=yunchuan.lu, now=LATER + MINUTE
    )
    kept, second = Report.objects.get(incident=queue), Report.objects.get(incident=water)
    with pytest.raises(Refused, match="不得作废"):
        drop_report(report=second, reason="已并案。", officer=yunchuan.lu, now=LATER)
    send(yunchuan, kept, now=LATER + 2 * MINUTE)
    assert due_reports.turn(LATER + 3 * MINUTE) == 0

    second.refresh_from_db()
    assert second.clock.state == ClockState.CANCELLED
    assert second.clock.stop_reason["code"] == "clocks.report_covered"
    drop_report(
        report=second, reason="已并案报送。", officer=yunchuan.lu, now=LATER + 4 * MINUTE
    )
    assert due_reports.turn(LATER + 5 * MINUTE) == 0
    assert sorted(states()) == ["CANCELLED", "MET"]


def test_what_a_major_matter_was_merged_into_owes_its_report(yunchuan):
    queue = incident_of(yunchuan, QUEUE)
    water = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    due_reports.turn(LATER)
    merge_incidents(
        source=water, target=queue, reason="同一事项。", officer=yunchuan.lu, now=LATER + MINUTE
    )
    assert due_reports.turn(LATER + 2 * MINUTE) == 0
    assert states() == ["RUNNING"]
