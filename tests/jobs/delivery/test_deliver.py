"""The outbox worker hands over to real peers on this machine."""

from __future__ import annotations

import email
import email.policy
import hashlib
import hmac
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Bureau
from huiying.base.outbox import targets
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.actions.set_channel import try_channel
from huiying.base.outbox.models import BoardAlarm, Channel, Message, MessageState
from huiying.base.outbox.targets import webhook_key
from huiying.jobs.delivery import deliver
from huiying.jobs.delivery.deliver import LEASE, DeliveryWorker
from tests.factories import T0
from tests.jobs.peers import Hook, Relay, serving
from tests.polling import LONG, wait_until


@pytest.fixture
def courier():
    pool = ThreadPoolExecutor(8)
    yield DeliveryWorker(pool)
    pool.shutdown(cancel_futures=True)


@pytest.fixture
def channel(yunchuan):
    def add(kind, target, name="渠道"):
        return Channel.objects.create(
            bureau=yunchuan.bureau,
            unit=yunchuan.waterworks,
            kind=kind,
            name=name,
            target=target,
        )

    return add


def queue(channel, key="notice:2026-0001:1", *, now=T0):
    return queue_message(
        bureau_id=channel.bureau_id,
        channel=channel,
        key=key,
        subject="【通报】停水",
        body="请区水务局核实并处置。",
        about=About("notice", "2026-0001"),
        urgent=True,
        now=now,
    )


def after(message):
    message.refresh_from_db()
    return message.state, message.last_error


def test_a_webhook_gets_the_text_once_with_a_signature_it_can_check(courier, channel):
    with serving(Hook()) as hook:
        message = queue(channel("WEBHOOK", hook.url))

        assert courier.turn(T0, seconds=LONG) == 1
        assert courier.turn(T0 + LEASE, seconds=0) == 0

    assert after(message) == (MessageState.HANDED_OVER, "")
    ((path, headers, body),) = hook.got
    sent = json.loads(body)
    assert path == "/in"
    assert (sent["id"], sent["about"]["ref"]) == ("notice:2026-0001:1", "2026-0001")
    assert sent["text"] == "请区水务局核实并处置。"
    seconds, digest = (part.split("=")[1] for part in headers["X-Huiying-Signature"].split(","))
    expected = hmac.new(webhook_key().encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    assert digest == expected.hexdigest()


def test_a_mail_goes_to_the_relay_of_the_installation(courier, channel, settings):
    with serving(Relay()) as relay:
        settings.SMTP_URL = relay.url
        message = queue(channel("SMTP", "duty@water.example"))
        courier.turn(T0, seconds=LONG)

    assert after(message) == (MessageState.HANDED_OVER, "")
    ((to, data),) = relay.mails
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert to == ["duty@water.example"]
    assert "【通报】停水" in mail["Subject"]
    assert "核实并处置" in mail.get_body().get_content()


def test_a_relay_that_refuses_is_tried_again(courier, channel, settings):
    with serving(Relay(refuse="451 later")) as relay:
        settings.SMTP_URL = relay.url
        message = queue(channel("SMTP", "duty@water.example"))
        courier.turn(T0, seconds=LONG)

    state, error = after(message)
    assert (state, message.attempts) == (MessageState.QUEUED, 1)
    assert "代码 451" in error
    assert message.next_try_at > T0 + timedelta(seconds=7)


def test_a_self_hosted_push_service_is_reached(courier, channel):
    with serving(Hook()) as hook:
        port = hook.server_address[1]
        message = queue(channel("APPRISE", f"ntfy://127.0.0.1:{port}/duty"))
        courier.turn(T0, seconds=LONG)

    assert after(message) == (MessageState.HANDED_OVER, "")
    assert "停水" in str(json.loads(hook.got[0][2]))


@pytest.mark.parametrize(
    ("status", "words"), [(500, "HTTP 500"), (404, "HTTP 404"), (302, "对方要求跳转至其他地址")]
)
def test_a_webhook_that_refuses_or_sends_elsewhere_is_tried_again(
    courier, channel, status, words
):
    with serving(Hook(status)) as hook:
        message = queue(channel("WEBHOOK", hook.url))
        courier.turn(T0, seconds=LONG)

    state, error = after(message)
    assert state == MessageState.QUEUED
    assert words in error
    assert hook.url not in error
    assert len(hook.got) == 1


@pytest.mark.parametrize(
    "target", ["http://10.1.2.3/in", "http://169.254.169.254/", "http://[::1]/in"]
)
def test_an_address_inside_the_network_is_refused_unless_it_is_listed(courier, channel, target):
    message = queue(channel("WEBHOOK", target))

    courier.turn(T0, seconds=LONG)

    state, error = after(message)
    assert state == MessageState.QUEUED
    assert "内部网络" in error


def test_without_a_relay_a_mail_says_what_is_missing(courier, channel, settings):
    settings.SMTP_URL = ""
    message = queue(channel("SMTP", "duty@water.example"))

    courier.turn(T0, seconds=LONG)

    assert "HUIYING_SMTP_URL" in after(message)[1]


def test_a_dead_letter_is_put_before_a_person(courier, channel):
    message = queue(channel("WEBHOOK", "http://127.0.0.1:1/"))
    now = T0

    for _ in range(6):
        courier.turn(now, seconds=LONG)
        message.refresh_from_db()
        now = message.next_try_at

    assert after(message) == (MessageState.DEAD, "无法连接对方。")
    assert BoardAlarm.objects.filter(about_ref="2026-0001", taken_at=None).count() == 1


def test_a_sandbox_sends_nothing_and_keeps_the_text(courier, channel, yunchuan):
    Bureau.objects.filter(pk=yunchuan.bureau.pk).update(sandbox=True)
    with serving(Hook()) as hook:
        one = channel("WEBHOOK", hook.url)
        messages = [queue(one, f"k{n}") for n in range(5)]
        assert courier.turn(T0, seconds=LONG) == 5

    assert hook.got == []
    assert {after(message) for message in messages} == {(MessageState.HANDED_OVER, "")}
    assert Channel.objects.get().last_ok_at is None


def test_a_channel_that_was_switched_off_loses_no_message_in_silence(courier, channel):
    message = queue(channel("WEBHOOK", "http://127.0.0.1:1/"))
    Channel.objects.update(active=False)

    courier.turn(T0, seconds=LONG)

    assert after(message) == (MessageState.DEAD, "渠道已停用。")


def test_what_waits_for_a_channel_goes_to_no_address_that_one_officer_put_in(
    courier, channel, yunchuan
):
    with serving(Hook()) as hook:
        way = channel("WEBHOOK", "http://127.0.0.1:1/")
        message = queue(way)
        Channel.objects.update(target=hook.url, confirmed=False, set_by=[yunchuan.admin.pk])
        way.refresh_from_db()
        trial = try_channel(channel=way, actor=yunchuan.admin.audit_actor(), now=T0)

        courier.turn(T0, seconds=LONG)

    assert after(message) == (MessageState.DEAD, "渠道地址已修改，尚未经第二人确认。")
    assert after(trial) == (MessageState.HANDED_OVER, "")
    assert len(hook.got) == 1


def test_a_slow_peer_delays_nobody_else(courier, channel):
    with serving(Hook(held=True)) as slow, serving(Hook()) as fast:
        tardy = channel("WEBHOOK", slow.url, "慢")
        stuck = [queue(tardy, f"slow{n}") for n in range(6)]
        quick = [queue(channel("WEBHOOK", fast.url, f"快{n}"), f"fast{n}") for n in range(4)]

        def states(messages):
            return {after(message)[0] for message in messages}

        def turned(*, over):
            courier.turn(T0, seconds=0.1)
            return over()

        wait_until(lambda: turned(over=lambda: states(quick) == {MessageState.HANDED_OVER}))
        assert states(stuck) == {MessageState.QUEUED}
        assert Message.objects.filter(attempts=1, channel=tardy).count() == 2

        wait_until(lambda: len(slow.got) == 2)
        slow.answer_all()
        wait_until(lambda: turned(over=lambda: states(stuck) == {MessageState.HANDED_OVER}))
    assert len(slow.got) == len(stuck)


def test_a_crash_between_hand_over_and_mark_sends_the_same_key_again(courier, channel):
    with serving(Hook()) as hook:
        message = queue(channel("WEBHOOK", hook.url))
        courier._launch(T0)  # the process dies here: sent, and never marked
        next(iter(courier.flying)).result(timeout=LONG)
        courier.flying.clear()

        assert courier.turn(T0 + LEASE / 2, seconds=0) == 0
        assert courier.turn(T0 + LEASE, seconds=LONG) == 1

    assert after(message)[0] == MessageState.HANDED_OVER
    ids = [json.loads(body)["id"] for _path, _headers, body in hook.got]
    assert ids == ["notice:2026-0001:1"] * 2


def test_the_scheduled_turn_keeps_one_courier(channel):
    with serving(Hook()) as hook:
        message = queue(channel("WEBHOOK", hook.url))
        marked = [deliver.turn(T0)]
        wait_until(lambda: marked.append(deliver.turn(T0)) or any(marked))

    assert sum(marked) == 1
    assert after(message)[0] == MessageState.HANDED_OVER


@pytest.mark.django_db
def test_a_silent_peer_leaves_the_others_their_pace_within_the_same_turn(courier, channel):
    with serving(Hook(200)) as quick, serving(Hook(200, silent=True)) as silent:
        dead, alive = (
            channel("WEBHOOK", peer.url, name)
            for peer, name in ((silent, "不答的"), (quick, "应答的"))
        )
        for number in range(6):
            queue(dead, f"dead:{number}")
            queue(alive, f"alive:{number}")

        marked = courier.turn(T0, seconds=3)

        assert marked == 6, "not two, which are on their way at once"
        assert len(quick.got) == 6
        assert len(silent.got) == 2, "a silent peer takes two threads, no more"
        silent.over.set()


@pytest.mark.django_db
def test_no_thread_that_sends_asks_the_database(courier, channel, monkeypatch):
    asked = []

    def secret():
        asked.append(threading.current_thread())
        return "s" * 50

    monkeypatch.setattr(targets, "digest_secret", secret)
    with serving(Hook(200)) as peer:
        queue(channel("WEBHOOK", peer.url, "无密钥的"), "notice:2026-0001:1")
        courier.turn(T0, seconds=3)

    assert len(peer.got) == 1
    assert set(asked) == {threading.main_thread()}
