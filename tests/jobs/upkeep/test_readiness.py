"""Whether sources, roster and channels can meet the 30 minutes, link by link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.roster.actions.plan_shifts import PlannedShift, add_shifts
from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.models import Channel
from huiying.jobs.upkeep.readiness import readiness
from huiying.policy.time.readiness import NoticeTime
from huiying.policy.time.spans import Span
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.models import Source
from tests.factories import T0
from tests.web.clients import signed_in

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def points(cast):
    return {point.sentence: point.fine for point in readiness(cast.bureau.pk, T0)}


def said(cast, words):
    [found] = [(text, fine) for text, fine in points(cast).items() if words in text]
    return found


@pytest.fixture
def feed(yunchuan):
    def feed(minutes, name="身边事"):
        source = add_source(
            bureau=yunchuan.bureau,
            name=name,
            kind="FEED",
            channel="公众号",
            address=f"https://feeds.yunchuan.example/{name}.xml",
            actor=MACHINE,
            now=T0,
        )
        Source.objects.filter(pk=source.pk).update(interval_minutes=minutes)

    return feed


@pytest.fixture
def keep(yunchuan):
    def keep(*hours):
        wanted = [
            PlannedShift(
                Span(T0 + first * HOUR, T0 + last * HOUR), yunchuan.lu, yunchuan.cheng, "班"
            )
            for first, last in hours
        ]
        add_shifts(bureau=yunchuan.bureau, wanted=wanted, actor=MACHINE, now=T0)

    return keep


@pytest.mark.clause("4(3)c")
@pytest.mark.parametrize(
    ("minutes", "fine", "words"),
    [
        (10, True, "余 20 分钟用于定级和通报。"),
        (20, True, "余 10 分钟用于定级和通报。"),
        (21, False, "仅余 9 分钟用于定级和通报。"),
        (30, False, "采集时已超过 30 分钟。"),
        (600, False, "每 600 分钟采集一次"),
    ],
)
def test_the_slowest_source_decides_what_is_left(feed, yunchuan, minutes, fine, words):
    feed(5, "快")
    feed(minutes)

    text, good = said(yunchuan, "“身边事”" if minutes > 5 else "“快”")

    assert (good, words in text) == (fine, True), text


def test_no_source_is_no_good_news_and_a_pushed_one_is(yunchuan):
    assert said(yunchuan, "未启用来源")[1] is False

    add_source(
        bureau=yunchuan.bureau, name="推送", kind="PUSH", channel="论坛", actor=MACHINE, now=T0
    )

    assert said(yunchuan, "推送和录入的帖文实时处理")[1] is True


def test_a_roster_that_is_not_kept_is_unknown_and_holes_are_named(yunchuan, keep):
    assert said(yunchuan, "未排值班表")[1] is False

    keep((-1, 8))
    text, fine = said(yunchuan, "值班空缺")
    assert (fine, "有 1 段值班空缺，最早自 11-24 18:00 起" in text) == (False, True)

    keep((8, 25))
    assert said(yunchuan, "今后 24 小时均有值班")[1] is True


def test_a_channel_counts_when_it_has_carried_something(yunchuan):
    assert said(yunchuan, "值班台未配置系统外提醒渠道")[1] is False
    channel = Channel.objects.create(
        bureau=yunchuan.bureau, kind="SMTP", name="值班邮箱", target="duty@yunchuan.example"
    )
    assert said(yunchuan, "尚无发送成功记录")[1] is False

    Channel.objects.filter(pk=channel.pk).update(last_ok_at=T0)
    assert said(yunchuan, "最近一次已发出")[1] is True

    Channel.objects.filter(pk=channel.pk).update(last_error="refused")
    assert said(yunchuan, "最近一次发送失败")[1] is False


def test_a_unit_that_nobody_can_reach_is_named(yunchuan, linxi):
    assert said(yunchuan, "网上信访科无承办人员")[1] is False

    Channel.objects.create(
        bureau=yunchuan.bureau,
        unit=yunchuan.online,
        kind="SMTP",
        name="网上信访科邮箱",
        target="online@yunchuan.example",
    )

    assert said(yunchuan, "每个单位都有承办人员或渠道")[1] is True
    assert said(linxi, "网上信访科无承办人员")[1] is False


def test_a_shorter_time_in_the_rule_book_leaves_less():
    assert NoticeTime(30, 20).is_enough
    assert not NoticeTime(20, 20).is_enough
    assert NoticeTime(20, 20).left == 0


@pytest.mark.clause("4(3)c")
def test_the_page_leads_to_where_each_point_is_put_right(feed, yunchuan, time):
    time.set(T0)
    feed(60)

    admin = signed_in(yunchuan.admin).get("/desk/rules/readiness/").content.decode()
    reader = signed_in(yunchuan.auditor).get("/desk/rules/readiness/").content.decode()

    assert "每 60 分钟采集一次" in admin
    assert 'href="/desk/sources/">修改' in admin
    assert "每 60 分钟采集一次" in reader
    assert '">修改' not in reader
