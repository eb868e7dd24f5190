"""What proves that a report went out stays, and the daily check compares it with the record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.jobs.upkeep.record_check import check_bureau
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import MatterClass, Way
from huiying.work.reports.core.models import Report
from huiying.work.reports.deliveries.actions.receive_report import (
    record_handover,
    record_receipt,
)
from huiying.work.reports.deliveries.models import ReceiptProof, ReportDelivery
from huiying.work.reports.deliveries.proof import delivery_differences
from huiying.work.reports.drafting.actions.sign_report import (
    REPORT_KIND,
    hash_of_report,
    submit_report,
)
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of, edit, linked_recipient, recipient_of, send
from tests.tampering import tamper

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(minutes=20)
MINUTE = timedelta(minutes=1)


def on_paper(cast, way=Way.PAPER):
    """A report that was handed over on paper, and its receipt."""
    recipient_of(cast, name="区政府办", kind="GOVERNMENT", matter=MatterClass.ONLINE, way=way)
    water = incident_of(cast, WATER, grade=Grade.MAJOR)
    [row] = send(cast, draft_of(cast, water, now=LATER), now=LATER)
    record_handover(
        delivery=row, who="总值班室", at=LATER + MINUTE, officer=cast.lu, now=LATER + 5 * MINUTE
    )
    row.refresh_from_db()
    if way == Way.PAPER:
        record_receipt(
            delivery=row,
            proof=ReceiptProof.PAPER,
            who="机要室",
            at=LATER + 2 * MINUTE,
            officer=cast.lu,
            now=LATER + 9 * MINUTE,
        )
    return row


def differences(cast):
    return [(one.code, one.params["ref"]) for one in delivery_differences(cast.bureau.pk)]


def test_the_records_name_the_moments_that_were_claimed_and_who(yunchuan):
    row = on_paper(yunchuan)

    handed = AuditRecord.objects.get(verb="report.handed_over")
    received = AuditRecord.objects.get(verb="report.received")
    assert handed.data["at"] == (LATER + MINUTE).isoformat()
    assert handed.data["who"] == "总值班室"
    assert received.data["at"] == (LATER + 2 * MINUTE).isoformat()
    assert (received.data["who"], received.data["delivery"]) == ("机要室", row.number)


@pytest.mark.parametrize(
    "change",
    [
        {"sent_at": T0},
        {"received_at": T0},
        {"received_at": None},
        {"received_label": "别人"},
        {"proof": "phone"},
        {"recorded_by": None},
        {"name": "别的机关"},
    ],
)
def test_the_database_keeps_the_proofs_of_a_delivery(yunchuan, change):
    on_paper(yunchuan)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReportDelivery.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportDelivery.objects.all().delete()


@pytest.mark.parametrize(
    "change",
    [
        {"number": "B9"},
        {"incident": None},
        {"kind": "FINAL"},
        {"sequence": 7},
        {"drafted_by": None},
        {"sent_at": T0},
    ],
)
def test_the_database_keeps_what_a_report_is(yunchuan, change):
    on_paper(yunchuan)

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.all().delete()


@pytest.mark.parametrize("way", [Way.PAPER, Way.PHONE])
def test_what_was_recorded_agrees_with_the_record(yunchuan, way):
    on_paper(yunchuan, way)

    assert differences(yunchuan) == []


def test_what_goes_by_a_link_agrees_with_the_record(yunchuan):
    linked_recipient(yunchuan)
    water = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    [row] = send(yunchuan, draft_of(yunchuan, water, now=LATER), now=LATER)
    assert differences(yunchuan) == []

    tamper("UPDATE reports_report SET sent_at = %s", T0)
    tamper("UPDATE reports_reportdelivery SET sent_at = %s", T0)
    assert differences(yunchuan) == [("record.delivery_differs", row.number)]
    tamper(
        "UPDATE reports_reportdelivery SET sent_at = %s, received_at = %s,"
        " received_label = '总值班室', proof = 'phone'",
        T0,
        T0,
    )
    assert differences(yunchuan) == [("record.delivery_differs", row.number)]


@pytest.mark.parametrize(
    "change", ["received_at = sent_at", "received_label = '别人'", "sent_at = received_at"]
)
def test_a_proof_that_was_changed_past_the_product_is_found(yunchuan, change):
    row = on_paper(yunchuan)

    tamper(f"UPDATE reports_reportdelivery SET {change}")  # noqa: S608 - our own words

    assert differences(yunchuan) == [("record.delivery_differs", row.number)]
    found = [one.code for one in check_bureau(yunchuan.bureau.pk).differences]
    assert "record.delivery_differs" in found


def test_a_delivery_that_was_deleted_past_the_product_is_found(yunchuan):
    row = on_paper(yunchuan)

    tamper("DELETE FROM reports_reportdelivery")

    assert differences(yunchuan) == [("record.deliveries_missing", row.report.number)]


def test_who_wrote_a_version_does_not_sign_whatever_the_report_says(yunchuan):
    recipient_of(
        yunchuan, name="区政府办", kind="GOVERNMENT", matter=MatterClass.ONLINE, way=Way.PAPER
    )
    water = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    report = draft_of(yunchuan, water, now=LATER)
    edit(yunchuan, report, now=LATER, loss="无损失。")
    report.refresh_from_db()
    submit_report(report=report, officer=yunchuan.lu, now=LATER)
    tamper("UPDATE reports_reportversion SET by_id = %s WHERE version = 2", yunchuan.cheng.pk)
    Report.objects.update(writers=[])
    report.refresh_from_db()

    with pytest.raises(Refused):
        REPORT_KIND.approve(
            report, shown_hash=hash_of_report(report), officer=yunchuan.cheng, now=LATER
        )
