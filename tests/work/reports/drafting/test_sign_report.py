"""A leader who wrote no word of a report signs exactly its text and its recipients."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import MatterClass, ReportKind, ReportState
from huiying.work.reports.core.models import ReportSignature
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.drafting.actions.edit_report import edit_report
from huiying.work.reports.drafting.actions.sign_report import (
    REPORT_KIND,
    decide_report,
    hash_of_report,
    submit_report,
)
from huiying.work.reports.exchange.outgoing import report_as_file
from tests.factories import T0
from tests.module_rows import module_rows
from tests.role_grants import hold_only
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of, edit, linked_recipient, recipient_of
from tests.tampering import tamper

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
        omission_reason="由区政府办统一上报。",
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

    tamper("UPDATE reports_recipientrule SET active = %s", False)  # noqa: FBT003
    alone = draft_of(yunchuan, report.incident, ReportKind.FLASH, now=LATER)
    with pytest.raises(Refused, match="请先选择报送对象"):
        submit_report(report=alone, officer=yunchuan.lu, now=LATER)


def left_out(cast, report, reason="由区委网信办转报。"):
    """Let the office leave out a body that the table names."""
    recipient_of(cast, name="区政府办", kind="GOVERNMENT", matter=MatterClass.OTHER)
    version = newest_version(report)
    edit_report(
        report=report,
        title=version.title,
        texts={},
        recipients=[one["rule"] for one in version.recipients],
        officer=cast.shen,
        now=LATER,
        omission_reason=reason,
    )
    report.refresh_from_db()
    return newest_version(report)


@pytest.mark.clause("10b")
def test_whom_a_report_leaves_out_and_why_is_signed_with_it(yunchuan, report):
    version = left_out(yunchuan, report)
    shown = submit(yunchuan, report)
    assert shown == version.content_hash == hash_of_report(report)

    for change in ("omitted = '[]'", "omission_reason = '另行报送'"):
        tamper(f"UPDATE reports_reportversion SET {change} WHERE version = 2")  # noqa: S608
        with pytest.raises((Stale, Refused)):
            REPORT_KIND.approve(report, shown_hash=shown, officer=yunchuan.cheng, now=LATER)


def test_a_body_that_the_table_names_by_now_is_not_left_out_in_silence(yunchuan, report):
    recipient_of(yunchuan, name="区政府办", kind="GOVERNMENT", matter=MatterClass.OTHER)
    with pytest.raises(Refused, match="应报未报：区政府办"):
        submit_report(report=report, officer=yunchuan.lu, now=LATER)


def test_a_body_that_came_after_the_submission_stops_the_signature(yunchuan, report):
    shown = submit(yunchuan, report)
    recipient_of(yunchuan, name="区政府办", kind="GOVERNMENT", matter=MatterClass.OTHER)
    with pytest.raises(Refused, match="应报未报：区政府办"):
        REPORT_KIND.approve(report, shown_hash=shown, officer=yunchuan.cheng, now=LATER)


def test_a_signature_keeps_as_what_it_was_given(yunchuan, report):
    Officer.objects.filter(pk=yunchuan.cheng.pk).update(unit=yunchuan.office)
    yunchuan.cheng.refresh_from_db()
    shown = submit(yunchuan, report)
    REPORT_KIND.approve(report, shown_hash=shown, officer=yunchuan.cheng, now=LATER)

    hold_only(yunchuan.cheng, Role.MEMBER)
    yunchuan.office.name = "办公室"
    yunchuan.office.save(update_fields=["name"])

    report.refresh_from_db()
    row = ReportSignature.objects.get()
    assert (row.signed_as, row.unit, row.version) == ("副组长", "综合办公室", 1)
    assert report_as_file(report)["content"]["signed_as"] == "副组长"
    assert AuditRecord.objects.get(verb="report.signed").data["signed_as"] == "副组长"
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportSignature.objects.update(signed_as="组长")
