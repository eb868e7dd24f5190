"""Messages that did not go out, and the links that did: a person sees both and may act."""

from __future__ import annotations

import re
from datetime import timedelta
from random import SystemRandom

import pytest
from django.test import Client
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import raise_alarm
from huiying.base.outbox.actions.deliver import claim_due, mark_failed
from huiying.base.outbox.actions.set_channel import add_channel, try_channel
from huiying.base.outbox.models import BoardAlarm, Message, MessageState, SignedLink
from huiying.jobs.upkeep.watchdog import ALARM_KEY_PREFIX, Overdue
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.sign_or_return import return_notice
from huiying.work.casework.notices.models import NoticeState, ProofKind
from huiying.work.incidents.recusals.actions.recuse import recuse
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=8)


@pytest.fixture
def desk(yunchuan):
    return signed_in(yunchuan.lu)


def told_by_mail(cast):
    """The mailbox of a unit, and a notice that went to it."""
    restart_workers()
    channel = add_channel(
        bureau=cast.bureau,
        unit=cast.waterworks,
        kind="SMTP",
        name="水务局邮箱",
        target="duty@shuiwu.example",
        actor=cast.admin.audit_actor(),
        now=T0,
    )
    notice = notify_unit(
        incident=incident_of(cast, WATER, grade=Grade.MAJOR),
        unit=cast.waterworks,
        guidance="先查泵房。",
        officer=cast.lu,
        now=T0 + 4 * MINUTE,
    )
    return channel, notice


standing_rows, rows, yunchuan, told = module_rows(told_by_mail)


@pytest.fixture
def channel(told):
    return told[0]


@pytest.fixture
def notice(told):
    return told[1]


def kill(moment, error="发信服务器不接受该收件地址（代码 550）。"):
    (message,) = claim_due(now=moment, lease=2 * MINUTE)
    mark_failed(message=message, error=error, now=moment, dice=SystemRandom(), final=True)
    return message


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.clause("4(3)c")
def test_a_dead_message_is_seen_with_its_reason_and_tried_again(desk, notice, now):
    message = kill(now + 5 * MINUTE)
    assert '<span class="hy-tag hy-tag-bad">1</span>' in text(desk.get("/desk/notices/"))
    assert "1 条消息发送失败。" in text(desk.get("/desk/"))
    page = text(desk.get("/desk/notices/messages/"))
    assert "发信服务器不接受该收件地址（代码 550）" in page
    assert "水务局邮箱" in page

    said = text(desk.post(reverse("console:message-again", args=[message.pk]), follow=True))

    assert "已重新排队" in said
    assert "条消息发送失败" not in text(desk.get("/desk/"))
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 0)
    assert not BoardAlarm.objects.filter(key__startswith="dead:", ended_at=None).exists()
    twice = text(desk.post(reverse("console:message-again", args=[message.pk]), follow=True))
    assert "该消息已被处理" in twice


@pytest.mark.clause("4(3)c")
def test_done_by_hand_is_a_recorded_delivery_and_stops_the_notice_clock(
    desk, notice, yunchuan, now, time
):
    message = kill(now + 5 * MINUTE)
    address = reverse("console:message-by-hand", args=[message.pk])
    time.forward(minutes=1)

    empty = text(desk.post(address, {"kind": "phone", "who": "", "at": ""}))
    done = {"kind": "phone", "who": "水务局夜班调度", "at": "2026-11-24 10:07"}
    page = text(desk.post(address, done, follow=True))

    assert "接听或签收的岗位" in empty
    assert "暂无发送失败的消息。" in page
    message.refresh_from_db()
    notice.refresh_from_db()
    assert (message.state, message.settled_by) == (MessageState.BY_HAND, yunchuan.lu)
    assert notice.state == NoticeState.DELIVERED
    assert notice.notice_clock.state == ClockState.MET
    assert notice.notice_clock.stopped_at == now + 7 * MINUTE
    assert notice.proofs.get().kind == ProofKind.PHONE
    assert "该消息已被处理" in text(desk.post(address, done), 409)
    assert notice.proofs.count() == 1, "a refused act leaves no proof behind"


def test_who_keeps_out_of_the_matter_does_nothing_about_its_messages_and_links(
    desk, notice, yunchuan, now
):
    message, link = kill(now + 5 * MINUTE), SignedLink.objects.get()
    recuse(
        incident=notice.incident, who=yunchuan.lu, reason="亲属", officer=yunchuan.lu, now=now
    )

    for name, key in (
        ("message-again", message.pk),
        ("message-by-hand", message.pk),
        ("link-revoke", link.pk),
    ):
        assert desk.post(reverse(f"console:{name}", args=[key])).status_code == 403, name


def test_a_dead_reminder_is_settled_with_a_sentence(desk, channel, yunchuan, now):
    try_channel(channel=channel, actor=yunchuan.admin.audit_actor(), now=now)
    message = kill(now + MINUTE)

    desk.post(reverse("console:message-by-hand", args=[message.pk]), {"how": "当面告知"})

    message.refresh_from_db()
    assert (message.state, message.settled_how) == (MessageState.BY_HAND, "当面告知")
    assert AuditRecord.objects.filter(verb="message.by_hand").count() == 1


@pytest.mark.parametrize("dead", [True, False])
def test_a_notice_that_was_sent_back_sends_nothing_more(desk, notice, yunchuan, now, dead):
    if dead:
        kill(now + 5 * MINUTE)

    return_notice(
        notice=notice, reason="不归我们", officer=yunchuan.water, now=now + 6 * MINUTE
    )

    assert Message.objects.get().state == MessageState.DROPPED
    assert claim_due(now=now + 60 * MINUTE, lease=2 * MINUTE) == []
    assert "暂无发送失败的消息。" in text(desk.get("/desk/notices/messages/"))
    assert not BoardAlarm.objects.filter(key__startswith="dead:", ended_at=None).exists()


def test_workers_that_are_behind_are_told_on_the_desk_in_its_language(desk, yunchuan, now):
    late = Overdue()
    late.add("reminders", 3, now)
    raise_alarm(
        bureau_id=yunchuan.bureau.pk,
        key=f"{ALARM_KEY_PREFIX}{now.isoformat()}",
        reason=late.reason,
        about=About("workers", ""),
        now=now,
    )

    chinese = text(desk.get("/desk/"))
    english = text(desk.get("/desk/", headers={"Accept-Language": "en"}))

    assert "后台任务可能已停止：3 项时限到期未提醒，最早应于" in chinese
    assert "3 deadlines passed without their reminder, the oldest due at" in english


def test_what_may_have_been_sent_stands_apart(desk, notice, now):
    (lost,) = claim_due(now=now + 5 * MINUTE, lease=2 * MINUTE)
    claim_due(now=now + 7 * MINUTE, lease=2 * MINUTE)

    page = text(desk.get("/desk/notices/messages/"))

    assert (
        page.index("可能已经发出") < page.index("对方可能重复收到") < page.index(lost.subject)
    )


# Signed links --------------------------------------------------------------------------------


def address_of(notice):
    body = Message.objects.get(about_ref=notice.number).body
    return re.search(r"(/r/\S+/)", body)[1]


def test_the_desk_sees_who_has_which_link_until_when_and_takes_it_back(desk, notice):
    link = SignedLink.objects.get()
    page = text(desk.get("/desk/notices/links/"))
    assert "区水务局" in page
    assert "水务局邮箱" in page
    assert "12-01 10:04" in page, "it ends after seven days"
    address = reverse("console:link-revoke", args=[link.pk])
    assert address in page

    assert "理由" in text(desk.post(address, {"reason": ""}))
    said = text(desk.post(address, {"reason": "转给了不相干的人"}, follow=True))

    assert "链接已收回。" in said
    assert "陆知远：转给了不相干的人" in said
    assert address not in said
    assert "该链接已收回。" in text(Client().post(address_of(notice)), 410)
    notice.refresh_from_db()
    assert notice.state == NoticeState.QUEUED
    assert "本次操作未执行" in text(desk.post(address, {"reason": "再一次"}), 409)
    assert AuditRecord.objects.filter(verb="link.revoked").count() == 1


def test_an_expired_link_is_shown_as_ended_and_cannot_be_taken_back(desk, notice, now, time):
    time.set(now + timedelta(days=7, minutes=4))
    page = text(desk.get("/desk/notices/links/"))

    assert "暂无有效链接。" in page
    assert "已过期" in page
    address = reverse("console:link-revoke", args=[SignedLink.objects.get().pk])
    assert "本次操作未执行" in text(desk.post(address, {"reason": "晚了"}), 409)


def test_a_forwarded_link_confirms_once_and_signs_for_nobody_without_a_name(notice, desk):
    address = address_of(notice)
    first, second = Client(), Client()
    assert notice.incident.title in text(first.get(address))

    second.post(address)
    first.post(address)

    notice.refresh_from_db()
    assert (notice.state, notice.signed_by) == (NoticeState.DELIVERED, None)
    actor = AuditRecord.objects.get(verb="notice.delivered").actor
    assert actor.startswith("link:"), "the record names the link, not a person"
