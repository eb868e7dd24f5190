"""A signed report goes to exactly those who were signed for; its time ends when all have it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Unit
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.links import read_link
from huiying.base.outbox.models import Channel, Message
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import MatterClass, ReportKind, ReportState, Way
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.deliveries.actions.receive_report import record_handover
from huiying.work.reports.deliveries.actions.send_report import send_again, send_report
from huiying.work.reports.deliveries.messages import LINK_LIFETIME, PURPOSE
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.drafting.actions.draft_report import draft_incident_report
from huiying.work.reports.drafting.actions.edit_report import edit_report
from huiying.work.reports.routing.models import RecipientRule
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import (
    draft_of,
    linked_recipient,
    recipient_of,
    report_token,
    send,
    sent_report,
    sign,
    withdraw,
)
from tests.tampering import tamper

LATER = T0 + timedelta(minutes=20)


def major_and_recipient(cast):
    linked_recipient(cast)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(major_and_recipient)


def machine_draft(water):
    return draft_incident_report(
        incident=water, kind=ReportKind.INITIAL, officer=None, now=LATER, graded_at=T0
    )


@pytest.mark.clause("10b")
def test_a_link_is_sent_and_the_time_of_the_first_report_is_met(yunchuan, water):
    report = machine_draft(water)
    [delivery] = send(yunchuan, report, now=LATER)

    message = Message.objects.get(about_kind="report")
    link = read_link(report_token(), PURPOSE, LATER + LINK_LIFETIME - timedelta(hours=1))
    clock = Clock.objects.get(kind="initial_report")
    assert report.state == ReportState.SENT
    assert (delivery.name, delivery.sent_at) == ("区委网信办", LATER)
    assert (link.about_ref, link.unit) == (delivery.number, yunchuan.waterworks)
    assert message.urgent
    assert (clock.state, clock.stopped_at) == (ClockState.MET, LATER)
    assert Clock.objects.get(kind="report_receipt").state == ClockState.RUNNING


@pytest.mark.clause("10b")
def test_a_body_on_paper_keeps_the_time_running_until_it_was_handed_over(yunchuan, water):
    recipient_of(
        yunchuan, name="区政府办", kind="GOVERNMENT", matter=MatterClass.OTHER, way=Way.PAPER
    )
    rows = send(yunchuan, machine_draft(water), now=LATER)
    paper = next(row for row in rows if row.way == Way.PAPER)
    assert paper.sent_at is None
    assert Clock.objects.get(kind="initial_report").state == ClockState.RUNNING

    at = LATER + timedelta(minutes=15)
    record_handover(
        delivery=paper,
        who="总值班室",
        at=at,
        officer=yunchuan.lu,
        now=at + timedelta(minutes=5),
    )

    clock = Clock.objects.get(kind="initial_report")
    assert (clock.state, clock.stopped_at) == (ClockState.MET, at)


def test_nothing_goes_out_unsigned_twice_or_without_a_channel(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    with pytest.raises(Stale):
        send_report(report=report, officer=yunchuan.lu, now=LATER)
    Report.objects.update(state=ReportState.SIGNED)  # by a hand in the database
    with pytest.raises(Stale, match="未经签发"):
        send_report(report=report, officer=yunchuan.lu, now=LATER)
    Report.objects.update(state=ReportState.DRAFT)
    sign(yunchuan, report, now=LATER)
    Channel.objects.filter(unit=yunchuan.waterworks).update(active=False)
    with pytest.raises(Refused, match="无可用消息渠道"):
        send_report(report=report, officer=yunchuan.lu, now=LATER)
    assert Report.objects.get().state == ReportState.SIGNED
    Channel.objects.filter(unit=yunchuan.waterworks).update(active=True)
    report.refresh_from_db()
    send_report(report=report, officer=yunchuan.lu, now=LATER)
    with pytest.raises(Stale, match="已被他人更新"):
        send_report(report=report, officer=yunchuan.lu, now=LATER)
    assert Message.objects.filter(about_kind="report").count() == 1
    assert ReportDelivery.objects.count() == 1


def test_a_later_change_of_the_table_sends_nothing_elsewhere(yunchuan, water, linxi):
    report = draft_of(yunchuan, water, now=LATER)
    sign(yunchuan, report, now=LATER)
    tamper(
        "UPDATE reports_recipientrule SET active = %s, unit_id = NULL, way = 'PAPER'",
        False,  # noqa: FBT003
    )
    [row] = send_report(report=report, officer=yunchuan.lu, now=LATER)
    assert (row.name, row.way, row.unit) == ("区委网信办", Way.LINK, yunchuan.waterworks)


def test_a_body_of_two_classes_gets_one_report(yunchuan, water):
    rule = RecipientRule.objects.get()
    RecipientRule.objects.create(
        bureau=rule.bureau,
        matter=MatterClass.PETITIONS,
        superior=rule.superior,
        way=Way.LINK,
        unit=rule.unit,
        basis=rule.basis,
    )
    assert len(send(yunchuan, draft_of(yunchuan, water, now=LATER), now=LATER)) == 1


def test_a_link_is_sent_again_until_somebody_confirms(yunchuan, water):
    [row] = send(yunchuan, draft_of(yunchuan, water, now=LATER), now=LATER)
    send_again(delivery=row, officer=yunchuan.lu, now=LATER + timedelta(hours=3))
    assert Message.objects.filter(about_kind="report").count() == 2
    ReportDelivery.objects.update(received_at=LATER)
    row.refresh_from_db()
    with pytest.raises(Refused, match="无需再次发送"):
        send_again(delivery=row, officer=yunchuan.lu, now=LATER + timedelta(hours=4))


def test_a_link_is_sent_again_after_a_pause_of_five_minutes(yunchuan, water):
    recipient_of(yunchuan, name="区信访联席办", kind="PETITIONS", matter=MatterClass.PETITIONS)
    first, second = send(yunchuan, draft_of(yunchuan, water, now=LATER), now=LATER)
    send_again(delivery=first, officer=yunchuan.lu, now=LATER + timedelta(hours=3))
    with pytest.raises(Refused, match="5 分钟内"):
        send_again(
            delivery=first, officer=yunchuan.lu, now=LATER + timedelta(hours=3, seconds=40)
        )
    send_again(delivery=second, officer=yunchuan.lu, now=LATER + timedelta(hours=3))
    send_again(delivery=first, officer=yunchuan.lu, now=LATER + timedelta(hours=3, minutes=5))
    assert Message.objects.filter(key__startswith="report-again:").count() == 3


@pytest.mark.clause("10a")
def test_a_follow_up_is_not_sent_while_no_report_before_it_stands(yunchuan, water):
    first = sent_report(yunchuan, water, now=LATER)
    follow_up = draft_of(yunchuan, water, ReportKind.FOLLOW_UP, now=LATER)
    sign(yunchuan, follow_up, now=LATER)
    withdraw(yunchuan, first, now=LATER)
    with pytest.raises(Refused, match="未报送或已撤回"):
        send_report(report=follow_up, officer=yunchuan.lu, now=LATER)
    assert not ReportDelivery.objects.filter(report=follow_up).exists()
    again = draft_of(yunchuan, water, now=LATER)
    send(yunchuan, again, now=LATER)
    assert send_report(report=follow_up, officer=yunchuan.lu, now=LATER)


def test_nothing_is_sent_to_an_agency_that_is_out_of_use(yunchuan, water):
    report = sign(yunchuan, draft_of(yunchuan, water, now=LATER), now=LATER)
    Unit.objects.filter(pk=yunchuan.waterworks.pk).update(active=False)
    with pytest.raises(Refused, match="无可用消息渠道"):
        send_report(report=report, officer=yunchuan.lu, now=LATER)


def leave_out(cast, report):
    """Let the office leave out 区政府办 with a reason."""
    version = newest_version(report)
    edit_report(
        report=report,
        title=version.title,
        texts={},
        recipients=[one["rule"] for one in version.recipients if one["name"] != "区政府办"],
        officer=cast.shen,
        now=LATER,
        omission_reason="区政府办已派员到场，另行口头报告。",
    )
    report.refresh_from_db()


@pytest.mark.clause("10b")
def test_a_time_that_is_met_without_a_body_says_that_a_leader_signed_it(yunchuan, water):
    recipient_of(
        yunchuan, name="区政府办", kind="GOVERNMENT", matter=MatterClass.OTHER, way=Way.PAPER
    )
    report = machine_draft(water)
    leave_out(yunchuan, report)
    send(yunchuan, report, now=LATER)

    clock = Clock.objects.get(kind="initial_report")
    assert (clock.state, clock.stopped_at) == (ClockState.MET, LATER)
    assert clock.stop_reason["code"] == "clocks.report_sent_without"
    assert clock.stop_reason["params"] == {"count": 1}
    assert AuditRecord.objects.get(verb="report.sent").data["without"] == ["区政府办"]


@pytest.mark.clause("10b")
def test_a_body_that_is_owed_since_the_signature_is_not_passed_over(yunchuan, water):
    report = machine_draft(water)
    sign(yunchuan, report, now=LATER)
    recipient_of(
        yunchuan, name="区政府办", kind="GOVERNMENT", matter=MatterClass.OTHER, way=Way.PAPER
    )

    with pytest.raises(Refused, match="应报未报：区政府办"):
        send_report(report=report, officer=yunchuan.lu, now=LATER)

    assert Clock.objects.get(kind="initial_report").state == ClockState.RUNNING
    assert Report.objects.get().state == ReportState.SIGNED
