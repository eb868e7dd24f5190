"""A unit reports what it did, with its material."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.casework.tasks.actions.assign import accept_task
from huiying.work.casework.tasks.actions.report_task import add_material, report_task
from huiying.work.casework.tasks.actions.return_task import (
    return_task,
)
from huiying.work.casework.tasks.models import Material
from tests.factories import T0
from tests.scenarios.tasks import make_task_report, take_task, task_of, upload_picture

pytestmark = pytest.mark.django_db

LATER = T0 + timedelta(hours=2)
S = AssignmentState


def test_a_report_stops_the_clock_and_keeps_its_files(yunchuan, approved):
    task = take_task(yunchuan, approved)

    make_task_report(yunchuan, task, now=LATER)

    task.clock.refresh_from_db()
    assert task.state == S.REPORTED
    assert task.clock.state == ClockState.MET
    assert Material.objects.get(entry__assignment=task).words == "三处送水点照片"
    said = AuditRecord.objects.get(verb="task.reported").data
    assert said["hashes"] == [Material.objects.get().file.sha256]


def test_material_that_was_asked_for_must_come_with_the_report(yunchuan, approved):
    task = task_of(yunchuan, approved, material="送水点照片")
    accept_task(assignment=task, officer=yunchuan.water, now=T0)

    with pytest.raises(Refused, match="送水点照片"):
        report_task(task=task, text="办好了。", pieces=[], officer=yunchuan.water, now=LATER)

    task.refresh_from_db()
    assert task.state == S.ACCEPTED


def test_nobody_of_another_unit_reports(yunchuan, approved):
    task = take_task(yunchuan, approved)

    with pytest.raises(Refused, match="只有区水务局"):
        report_task(task=task, text="办好了。", pieces=[], officer=yunchuan.window, now=LATER)


def test_a_double_click_reports_once(yunchuan, approved):
    task = take_task(yunchuan, approved)
    seen = task.revision
    report_task(
        task=task,
        text="办好了。",
        pieces=[],
        officer=yunchuan.water,
        now=LATER,
        revision=seen,
    )

    with pytest.raises(Refused, match="已反馈"):
        report_task(
            task=task,
            text="办好了。",
            pieces=[],
            officer=yunchuan.water,
            now=LATER,
            revision=seen,
        )
    assert task.entries.count() == 1


def test_a_stale_tab_changes_nothing(yunchuan, approved):
    task = make_task_report(yunchuan, take_task(yunchuan, approved))
    seen = task.revision
    add_material(
        task=task, pieces=[upload_picture(yunchuan)], officer=yunchuan.water, now=LATER
    )

    with pytest.raises(Stale):
        return_task(
            task=task,
            reason="不行。",
            officer=yunchuan.shen,
            now=LATER,
            revision=seen,
        )

    task.refresh_from_db()
    assert task.state == S.REPORTED
