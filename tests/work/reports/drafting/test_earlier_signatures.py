"""A signature from before it was kept as what it was given: the upgrade keeps what is known."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.apps import apps

from huiying.base.accounts.roles.models import RoleGrant
from huiying.base.outbox.models import Message
from huiying.policy.grading.grades import Grade
from huiying.work.reports.core.models import ReportSignature
from huiying.work.reports.exchange.outgoing import report_as_file, report_text_file
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import linked_recipient, sent_report
from tests.tampering import tamper

MIGRATION = import_module("huiying.work.reports.migrations.0005_final_two_hands")


def sent(cast):
    linked_recipient(cast)
    return sent_report(cast, incident_of(cast, WATER, grade=Grade.MAJOR))


standing_rows, rows, yunchuan, report = module_rows(sent)


def upgraded():
    """Take the signature away, as before the upgrade, and upgrade; return its office."""
    tamper("DELETE FROM reports_reportsignature")
    MIGRATION.keep_offices(apps, None)
    return ReportSignature.objects.get().signed_as


def test_a_role_that_was_held_since_before_it_is_kept(yunchuan, report):
    assert upgraded() == "副组长"
    assert report_as_file(report)["content"]["signed_as"] == "副组长"


def test_a_role_that_was_granted_later_says_nothing_of_then(yunchuan, report):
    RoleGrant.objects.filter(officer=yunchuan.cheng).update(granted_at=T0 + timedelta(days=9))
    assert upgraded() == ""
    assert report_as_file(report)["content"]["signed_as"] == "职务未存（旧签发）"


def test_the_office_in_a_file_that_went_out_stays(yunchuan, report):
    Message.objects.filter(about_kind="report").update(
        body=report_text_file(report).replace("副组长", "组长")
    )
    assert upgraded() == "组长"
