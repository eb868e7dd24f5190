"""A unit's notice, opened by the desk: whom to call, what can be done, what arrived when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.models import NoticeState, ProofKind
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _now(time, now):
    restart_workers()
    time.set(now + 6 * MINUTE)


@pytest.fixture
def notice(yunchuan, now):
    """A notice of a grave matter to the water agency, which can be telephoned and mailed."""
    unit = yunchuan.waterworks
    unit.contact, unit.phone = "办公室值班", "0000-8262008"
    unit.save()
    add_channel(
        bureau=yunchuan.bureau,
        unit=unit,
        kind="SMTP",
        name="水务局邮箱",
        target="duty@shuiwu.example",
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )
    return notify_unit(
        incident=incident_of(yunchuan, WATER, grade=Grade.MAJOR),
        unit=unit,
        guidance="先查泵房。",
        officer=yunchuan.lu,
        now=now + 4 * MINUTE,
    )


@pytest.fixture
def desk(yunchuan):
    return signed_in(yunchuan.lu)


def at(notice, name="notice"):
    return reverse(f"console:{name}", args=[notice.number])


def test_the_desk_sees_whom_to_call_and_who_has_it(desk, notice):
    page = desk.get(at(notice)).content.decode()

    assert 'href="tel:00008262008"' in page
    assert "办公室值班" in page
    assert "尚未送达区水务局，待送达和签收。" in page
    assert "消息渠道：水务局邮箱" in page
    for act in ("电话代签…", "登记电话或书面送达…", "催办", "重新发送"):
        assert act in page
    assert "陆知远发起通报" in page_of(desk.get(at(notice))).text


@pytest.mark.parametrize("who", ["leader", "cheng", "auditor"])
def test_who_only_reads_it_sees_the_same_and_no_act(yunchuan, notice, who):
    page = signed_in(getattr(yunchuan, who)).get(at(notice)).content.decode()

    assert 'href="tel:00008262008"' in page
    assert "电话代签…" not in page
    assert "催办</button>" not in page


def test_without_a_telephone_the_page_says_where_it_is_entered(desk, notice):
    notice.unit.phone = ""
    notice.unit.save()

    assert "未登记联系电话" in desk.get(at(notice)).content.decode()


def test_the_unit_itself_does_not_see_the_part_of_the_desk(yunchuan, notice):
    page = signed_in(yunchuan.water).get(at(notice)).content.decode()

    assert "单位联系" not in page
    assert "签收，由区水务局办理" in page


def test_a_reminder_goes_out_with_a_fresh_link_and_not_twice_in_five_minutes(
    desk, notice, time
):
    first = desk.post(at(notice, "notice-remind"), follow=True).content.decode()
    again = desk.post(at(notice, "notice-remind"), follow=True).content.decode()

    assert "已催办，消息排入 1 个渠道" in first
    assert "5 分钟内已发送过" in again
    reminder = Message.objects.get(subject__startswith="【催办")
    assert "请区水务局尽快签收通报" in reminder.body
    assert "/r/" in reminder.body
    assert AuditRecord.objects.filter(verb="notice.reminded").count() == 1
    time.forward(minutes=6)
    desk.post(at(notice, "notice-remind"))
    assert Message.objects.filter(subject__startswith="【催办").count() == 2


def test_the_notice_is_sent_again_as_it_was(desk, notice):
    desk.post(at(notice, "notice-resend"))

    bodies = Message.objects.filter(subject__startswith="【通报").values_list("body", flat=True)
    assert len(bodies) == 2
    assert all("先查泵房。" in body for body in bodies)


def test_a_unit_without_a_channel_is_called(desk, notice):
    notice.unit.channel_set.update(active=False)

    answer = desk.post(at(notice, "notice-remind"), follow=True).content.decode()
    page = desk.get(at(notice)).content.decode()

    unit = notice.unit
    assert unit.phone
    assert f"{unit.name}未配置消息渠道，请电话催办：{unit.phone}。" in answer
    assert "未配置消息渠道，须电话通知。" in page
    assert "催办</button>" not in page


def test_a_signature_by_telephone_is_delivery_and_names_who_answered(desk, notice):
    desk.post(at(notice, "notice-phone"), {"who": "办公室值班", "version": 0})

    notice.refresh_from_db()
    assert notice.state == NoticeState.SIGNED
    assert (notice.signed_by, notice.signed_label) == (
        None,
        "办公室值班（电话签收，陆知远登记）",
    )
    assert notice.proofs.get().kind == ProofKind.PHONE
    assert notice.notice_clock.state == ClockState.MET
    assert notice.report_clock.state == ClockState.RUNNING
    page = page_of(desk.get(at(notice))).text
    assert "待区水务局反馈核实与处置情况。" in page
    assert "签收：办公室值班（电话签收，陆知远登记）" in page


def test_nobody_answered_is_no_signature(desk, notice):
    answer = desk.post(at(notice, "notice-phone"), {"who": " ", "version": 0})

    assert "hy-err" in answer.content.decode()
    notice.refresh_from_db()
    assert notice.state == NoticeState.QUEUED


def test_what_was_signed_meanwhile_is_not_signed_by_telephone(desk, notice, yunchuan):
    signed_in(yunchuan.water).post(at(notice, "notice-sign"), {"version": 0, "guidance": 0})

    answer = desk.post(at(notice, "notice-phone"), {"who": "办公室值班", "version": 0})

    assert answer.status_code == 409
    notice.refresh_from_db()
    assert notice.signed_by == yunchuan.water
