"""A receipt has a name and a moment; a recipient that never confirms is asked again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState, ClockStep
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.links import read_link
from huiying.jobs.clocks import due_reports, ladder
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import MatterClass, ReportKind, ReportState, Way
from huiying.work.casework.late_records.actions.confirm import (
    LATE_RECORD_KIND,
    late_record_hash,
)
from huiying.work.casework.late_records.models import LateRecord
from huiying.work.reports.deliveries.actions.receive_report import (
    confirm_by_link,
    note_opening,
    record_handover,
    record_receipt,
)
from huiying.work.reports.deliveries.messages import PURPOSE
from huiying.work.reports.deliveries.models import ReceiptProof, ReportDelivery
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import (
    draft_of,
    linked_recipient,
    recipient_of,
    report_token,
    send,
    withdraw,
)

LATER = T0 + timedelta(minutes=20)


def sent(cast):
    linked_recipient(cast)
    water = incident_of(cast, WATER, grade=Grade.MAJOR)
    [delivery] = send(cast, draft_of(cast, water, now=LATER), now=LATER)
    return delivery, report_token()


standing_rows, rows, yunchuan, made = module_rows(sent)
SOON = LATER + timedelta(minutes=9)


@pytest.fixture
def delivery(made):
    return made[0]


@pytest.fixture
def link(made):
    return read_link(made[1], PURPOSE, SOON)


@pytest.mark.clause("10b")
def test_a_receipt_by_link_is_kept_with_name_and_moment_and_counts_once(delivery, link):
    note_opening(delivery=delivery, now=LATER)
    note_opening(delivery=delivery, now=LATER)
    confirm_by_link(link=link, delivery=delivery, name="李值班", now=SOON)

    delivery.refresh_from_db()
    assert delivery.received_at == SOON
    assert delivery.received_label == "李值班（通过链接）"
    assert (delivery.proof, delivery.opened) == (ReceiptProof.LINK, 2)
    assert delivery.report.state == ReportState.RECEIVED
    assert Clock.objects.get(kind="report_receipt").state == ClockState.MET
    assert AuditRecord.objects.filter(verb="report.opened").count() == 1
    with pytest.raises(Stale, match="已回执"):
        confirm_by_link(link=link, delivery=delivery, name="王值班", now=SOON)
    delivery.refresh_from_db()
    assert delivery.received_label == "李值班（通过链接）"


def test_one_of_two_recipients_confirms_once_while_the_other_is_waited_for(yunchuan, delivery):
    recipient_of(
        yunchuan, name="区政府办", kind="GOVERNMENT", matter=MatterClass.ONLINE, way=Way.PAPER
    )
    report = draft_of(yunchuan, delivery.report.incident, ReportKind.FLASH, now=LATER)
    by_way = {row.way: row for row in send(yunchuan, report, now=LATER)}
    link = read_link(report_token(), PURPOSE, SOON)
    confirm_by_link(link=link, delivery=by_way[Way.LINK], name="李值班", now=SOON)
    with pytest.raises(Stale, match="已回执"):
        confirm_by_link(link=link, delivery=by_way[Way.LINK], name="王值班", now=SOON)

    first = ReportDelivery.objects.get(pk=by_way[Way.LINK].pk)
    report.refresh_from_db()
    assert (first.received_label, report.state) == ("李值班（通过链接）", ReportState.SENT)


def test_a_receipt_needs_a_name_and_the_link_of_this_report(delivery, link):
    with pytest.raises(Refused, match="请填写姓名"):
        confirm_by_link(link=link, delivery=delivery, name=" ", now=SOON)
    link.about_ref = "H2026-0009-1"
    with pytest.raises(Refused, match="链接与报告不符"):
        confirm_by_link(link=link, delivery=delivery, name="李值班", now=SOON)


def test_a_recipient_that_never_confirms_is_late_and_the_desk_is_reminded(delivery):
    clock = Clock.objects.get(kind="report_receipt")
    ladder.turn(clock.due_at + timedelta(minutes=1))
    clock.refresh_from_db()
    assert clock.breached_at is not None
    steps = ClockStep.objects.filter(clock=clock)
    assert [step.tell for step in steps.order_by("at")] == ["holder", "deputy"]
    assert all(step.fired_at for step in steps)
    assert ReportDelivery.objects.get().received_at is None


def test_what_was_confirmed_by_telephone_is_recorded_with_the_office(yunchuan, delivery):
    values = {"officer": yunchuan.lu, "now": SOON}
    with pytest.raises(Refused, match="时间须在报送之后"):
        record_receipt(
            delivery=delivery, proof=ReceiptProof.PHONE, who="值班室", at=T0, **values
        )
    record_receipt(delivery=delivery, proof=ReceiptProof.PHONE, who="值班室", at=SOON, **values)
    delivery.refresh_from_db()
    assert (delivery.received_label, delivery.recorded_by) == ("值班室", yunchuan.lu)


def test_who_is_told_by_telephone_has_confirmed_and_paper_takes_two_steps(yunchuan, delivery):
    for name, kind, way in (
        ("区政府办", "GOVERNMENT", Way.PHONE),
        ("区公安分局", "SECURITY", Way.PAPER),
    ):
        recipient_of(yunchuan, name=name, kind=kind, matter=MatterClass.ONLINE, way=way)
    report = draft_of(yunchuan, delivery.report.incident, ReportKind.FLASH, now=LATER)
    by_way = {row.way: row for row in send(yunchuan, report, now=LATER)}
    stamp = {"at": SOON, "officer": yunchuan.lu, "now": SOON}

    record_handover(delivery=by_way[Way.PHONE], who="总值班室", **stamp)
    with pytest.raises(Refused, match="请先登记送交"):
        record_receipt(
            delivery=by_way[Way.PAPER], proof=ReceiptProof.PAPER, who="收发室", **stamp
        )
    record_handover(delivery=by_way[Way.PAPER], who="收发室", **stamp)
    with pytest.raises(Refused, match="无需登记送交"):
        record_handover(delivery=by_way[Way.LINK], who="值班室", **stamp)
    with pytest.raises(Stale, match="已登记送交"):
        record_handover(delivery=by_way[Way.PHONE], who="总值班室", **stamp)

    rows = {row.way: row for row in ReportDelivery.objects.filter(report=report)}
    assert rows[Way.PHONE].received_at == SOON
    assert (rows[Way.PAPER].sent_at, rows[Way.PAPER].received_at) == (SOON, None)


HOUR = timedelta(hours=1)


def handed_over_late(cast, delivery, now):
    """区政府办 took a paper half an hour after the report was sent; recorded at ``now``."""
    recipient_of(
        cast, name="区政府办", kind="GOVERNMENT", matter=MatterClass.OTHER, way=Way.PAPER
    )
    due_reports.turn(LATER)
    withdraw(cast, delivery.report, now=LATER)
    report = draft_of(cast, delivery.report.incident, now=LATER)
    rows = send(cast, report, now=LATER)
    [paper] = [row for row in rows if row.way == Way.PAPER]
    record_handover(
        delivery=paper, who="总值班室", at=LATER + HOUR / 2, officer=cast.lu, now=now
    )
    paper.refresh_from_db()
    return paper


@pytest.mark.clause("10b")
def test_a_first_report_that_was_late_is_in_time_by_the_word_of_two(yunchuan, delivery):
    recorded = LATER + 5 * HOUR
    paper = handed_over_late(yunchuan, delivery, recorded)
    clock, row = paper.report.clock, LateRecord.objects.get()
    assert (paper.sent_at, clock.stopped_at) == (recorded, recorded)
    assert clock.stopped_at > clock.due_at
    stamp = {"shown_hash": late_record_hash(row), "now": recorded + HOUR}
    with pytest.raises(Refused, match="另一位"):
        LATE_RECORD_KIND.approve(row, officer=yunchuan.lu, **stamp)

    LATE_RECORD_KIND.approve(row, officer=yunchuan.cheng, **stamp)

    clock.refresh_from_db()
    assert clock.stopped_at == LATER + HOUR / 2 < clock.due_at
    paper.refresh_from_db()
    assert paper.sent_at == recorded, "what was recorded when stays"


@pytest.mark.clause("10b")
def test_a_receipt_that_was_recorded_late_counts_late_until_another_confirms(
    yunchuan, delivery
):
    recorded, at = LATER + 60 * HOUR, LATER + HOUR
    record_receipt(
        delivery=delivery,
        proof=ReceiptProof.PAPER,
        who="机要室",
        at=at,
        officer=yunchuan.lu,
        now=recorded,
    )
    delivery.refresh_from_db()
    clock, row = Clock.objects.get(kind="report_receipt"), LateRecord.objects.get()
    assert delivery.received_at == clock.stopped_at == recorded

    LATE_RECORD_KIND.approve(
        row, shown_hash=late_record_hash(row), officer=yunchuan.shen, now=recorded
    )

    clock.refresh_from_db()
    assert clock.stopped_at == at
