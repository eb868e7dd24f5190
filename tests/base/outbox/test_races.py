"""Two workers, two officers, two clicks: each thing happens once."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.accounts.core.models import Officer
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import raise_alarm, take_alarm
from huiying.base.outbox.actions.deliver import claim_due
from huiying.base.outbox.actions.links import make_link, read_link, use_link
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import BoardAlarm, Channel
from huiying.reasons.reason import Reason
from tests.base.crowd import crowd  # noqa: F401 - a fixture
from tests.factories import T0

LEASE = timedelta(minutes=2)


def test_every_message_is_claimed_by_one_worker(crowd, queue):  # noqa: F811
    for n in range(20):
        queue(f"k{n}")

    def work():
        return [row.key for row in claim_due(now=T0, lease=LEASE, per_channel=20)]

    claimed = [key for part in crowd(work, work, work) for key in part]

    assert len(claimed) == len(set(claimed)) == 20


def test_a_message_queued_twice_at_once_is_one_message(crowd, channel):  # noqa: F811
    def put():
        row = queue_message(
            bureau_id=channel.bureau_id,
            channel=Channel.objects.get(pk=channel.pk),
            key="k",
            subject="",
            body="",
            about=About("notice", "1"),
            urgent=False,
            now=T0,
        )
        return row is not None

    assert sorted(crowd(put, put, put)) == [False, False, True]


def test_one_officer_takes_an_alarm(crowd, yunchuan):  # noqa: F811
    raise_alarm(
        bureau_id=yunchuan.bureau.pk,
        key="k",
        reason=Reason("incidents.major_proposed", {"lead": "停水", "count": 1}),
        about=About("candidate", "1"),
        now=T0,
    )

    def take(officer):
        return lambda: take_alarm(
            alarm=BoardAlarm.objects.get(), officer=Officer.objects.get(pk=officer.pk), now=T0
        )

    assert sorted(crowd(take(yunchuan.lu), take(yunchuan.shen))) == [False, True]


def test_a_double_click_uses_a_link_once(crowd, yunchuan):  # noqa: F811
    token = make_link(
        bureau_id=yunchuan.bureau.pk,
        purpose="receipt",
        about_ref="2026-0001",
        unit=yunchuan.waterworks,
        now=T0,
        lifetime=LEASE,
    )
    link = read_link(token, "receipt", T0)

    def click():
        return use_link(link=link, now=T0)

    assert sorted(crowd(click, click, click)) == [False, False, True]
