"""A leader who wrote no word of a report signs exactly its text and its recipients."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.drafting.actions.edit_report import edit_report
from huiying.work.reports.drafting.actions.sign_report import (
    REPORT_KIND,
    decide_report,
    hash_of_report,
    submit_report,
)
from huiying.work.reports.routing.models import RecipientRule
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of, edit, linked_recipient, recipient_of

LATER = T0 + timedelta(minutes=20)


def draft_and_recipient(cast):
    linked_recipient(cast)
    return draft_of(cast, incident_of(cast, WATER, grade=Grade.MAJOR), now=LATER)


standing_rows, rows, yunchuan, report = module_rows(draft_and_recipient)


def submit(cast, report):
    submit_report(report=report, officer=cast.lu, now=LATER, revision=report.revision)
    return hash_of_report(report)


@pytest.mark.clause("10a")
def test_a_leader_signs_what_was_on_the_screen(yunchuan, report):
    digest = submit(yunchuan, report)
    clock = Clock.objects.get(kind="approval")
    assert (report.state, clock.subject_ref) == (ReportState.IN_REVIEW, "2026-0001")

    REPORT_KIND.approve(report, shown_hash=digest, officer=yunchuan.cheng, now=LATER)

    assert report.state == ReportState.SIGNED
    clock.refresh_from_db()
    assert clock.stopped_at == LATER


def test_who_drafted_or_edited_does_not_sign_nor_who_signs_nothing(yunchuan, report):
    edit(yunchuan, report, now=LATER, place="青石片区")
    report.refresh_from_db()
    report.writers = [*report.writers, yunchuan.leader.pk]
    report.save(update_fields=["writers"])
    digest = submit(yunchuan, report)
    with pytest.raises(Refused, match="不得审定本人稿件"):
        REPORT_KIND.approve(report, shown_hash=digest, officer=yunchuan.leader, now=LATER)
    with pytest.raises(PermissionDenied):
        decide_report(
            report,
            approve=True,
            reason="",
            shown_hash=digest,
            officer=yunchuan.speaker,
            now=LATER,
        )
    report.refresh_from_db()
    assert report.state == ReportState.IN_REVIEW


def test_other_recipients_are_another_report(yunchuan, report):
    shown = submit(yunchuan, report)
    other = recipient_of(yunchuan, name="区政府办", kind="GOVERNMENT")
    edit_report(
        report=report,
        title=newest_version(report).title,
        texts={},
        recipients=[other.pk],
        officer=yunchuan.shen,
        now=LATER,
    )
    submit(yunchuan, report)
    with pytest.raises(Stale, match="已更新"):
        REPORT_KIND.approve(report, shown_hash=shown, officer=yunchuan.cheng, now=LATER)


def test_a_return_has_a_reason_and_the_report_is_a_draft_again(yunchuan, report):
    digest = submit(yunchuan, report)
    back = {"shown_hash": digest, "officer": yunchuan.cheng, "now": LATER}
    with pytest.raises(Refused, match="须写明理由"):
        REPORT_KIND.send_back(report, reason=" ", **back)
    REPORT_KIND.send_back(report, reason="请补充影响范围。", **back)
    assert (report.state, report.reason) == (ReportState.DRAFT, "请补充影响范围。")


def test_a_double_click_asks_once_and_nobody_to_send_to_is_refused(yunchuan, report):
    submit(yunchuan, report)
    with pytest.raises(Stale):
        submit_report(report=report, officer=yunchuan.lu, now=LATER, revision=0)
    assert SignoffRequest.objects.count() == 1

    RecipientRule.objects.all().delete()
    alone = draft_of(yunchuan, report.incident, ReportKind.FLASH, now=LATER)
    with pytest.raises(Refused, match="请先选择报送对象"):
        submit_report(report=alone, officer=yunchuan.lu, now=LATER)
