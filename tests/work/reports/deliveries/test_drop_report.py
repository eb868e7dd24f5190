"""作废: one person gives up a draft, and nothing that went out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Message
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.core.models import ReportWithdrawal
from huiying.work.reports.deliveries.actions.drop_report import drop_report
from huiying.work.reports.deliveries.models import ReportDelivery
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of, linked_recipient, send

LATER = T0 + timedelta(minutes=20)


def major_and_recipient(cast):
    linked_recipient(cast)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(major_and_recipient)


def drop(report, officer, **options):
    drop_report(report=report, reason="不需要。", officer=officer, now=LATER, **options)


def test_the_first_report_of_what_is_major_is_owed_and_a_later_one_is_not(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    with pytest.raises(Refused, match="不得作废"):
        drop(report, yunchuan.lu)
    Incident.objects.filter(pk=water.pk).update(grade=Grade.ORDINARY)
    report.incident.refresh_from_db()
    drop(report, yunchuan.lu)
    assert not Message.objects.filter(about_kind="report").exists()
    assert ReportDelivery.objects.count() == 0
    assert ReportWithdrawal.objects.get().signed_by is None


def test_what_went_out_is_given_up_by_nobody_alone(yunchuan, water):
    report = draft_of(yunchuan, water, ReportKind.FLASH, now=LATER)
    with pytest.raises(PermissionDenied):
        drop(report, yunchuan.cheng)
    shown = report.revision
    send(yunchuan, report, now=LATER)
    with pytest.raises(Refused, match="另一人核签"):
        drop(report, yunchuan.lu)
    with pytest.raises(Refused, match="另一人核签"):
        drop(report, yunchuan.lu, revision=shown)

    report.refresh_from_db()
    assert report.state == ReportState.SENT


def test_a_stale_page_and_a_second_click_give_up_nothing(yunchuan, water):
    report = draft_of(yunchuan, water, ReportKind.FLASH, now=LATER)
    with pytest.raises(Stale):
        drop(report, yunchuan.lu, revision=report.revision + 1)
    drop(report, yunchuan.lu)
    with pytest.raises(Stale):
        drop(report, yunchuan.lu)
