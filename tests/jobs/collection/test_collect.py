"""A local feed and a local web page are collected by schedule."""

import gzip
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.jobs.collection import collect
from huiying.work.collection.emergency.actions.start import start_emergency
from huiying.work.collection.fetch import client, pages
from huiying.work.collection.fetch.policy import fetch_policy
from huiying.work.collection.posts import prepare
from huiying.work.collection.posts.batch_context import batch_context
from huiying.work.collection.posts.models import Arrival, Lane, Post, PostKey
from huiying.work.collection.posts.volume import Volume
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.pause_source import pause_source
from huiying.work.collection.sources.actions.record_fetch import claim_address
from huiying.work.collection.sources.actions.record_misses import MOST_TRIES
from huiying.work.collection.sources.health import condition_of
from huiying.work.collection.sources.models import FetchAddress, Health, MissedItem, Source
from tests.work.collection.fetch.local_site import local_site

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>
<title>云川新闻</title>{items}</channel></rss>"""
ITEM = """<item><title>第{n}条:停水</title><guid>n-{n}</guid>
<description>佳园小区第{n}天停水。</description>
<pubDate>Tue, 24 Nov 2026 09:00:00 +0800</pubDate></item>"""
ARTICLE = """<html><head><title>{title}</title><meta name="PubDate" content="2026-11-24 08:30">
</head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"""


def feed(*numbers):
    return FEED.format(items="".join(ITEM.format(n=n) for n in numbers)).encode()


@pytest.fixture
def site(settings):
    with local_site() as site:
        settings.FETCH_ALLOW_PRIVATE = frozenset({site.place})
        settings.FETCH_INTERVAL_SECONDS = 0.0
        yield site


def follow(cast, site, path, now, **facts):
    wanted = {"name": path, "kind": "FEED", "channel": "新闻网站", "interval_minutes": 10}
    return add_source(
        bureau=cast.bureau, address=site.url(path), actor=MACHINE, now=now, **wanted | facts
    )


def trouble(source):
    return source.health_reason["code"]


def again(source):
    source.refresh_from_db()
    return source


def minutes(now, count):
    return now + timedelta(minutes=count)


@pytest.mark.clause("5a")
def test_a_feed_is_collected_by_schedule_and_asked_conditionally(yunchuan, site, now):
    site.pages["/feed"] = lambda reply: (
        reply.reply(304, b"")
        if reply.headers.get("If-None-Match") == '"v1"'
        else reply.reply(200, feed(1, 2), ETag='"v1"', Content_Type="application/rss+xml")
    )
    source = follow(yunchuan, site, "/feed", now)

    assert collect.turn(now) == 1
    assert collect.turn(minutes(now, 5)) == 0
    assert again(source).health == Health.HEALTHY
    assert sorted(Post.objects.values_list("title", flat=True)) == ["第1条:停水", "第2条:停水"]
    assert set(Arrival.objects.values_list("lane", flat=True)) == {Lane.LIVE}
    post = Post.objects.first()
    assert (post.collected_at, post.channel) == (now, "新闻网站")
    assert post.published_at == now - timedelta(hours=1)

    assert collect.turn(minutes(now, 10)) == 1
    assert again(source).health == Health.NOT_MODIFIED
    assert Post.objects.count() == 2


def test_each_host_is_asked_by_the_worker_of_its_share_alone(yunchuan, site, now):
    site.pages["/feed"] = feed(1)
    follow(yunchuan, site, "/feed", now)
    asked_for = []

    def another_share(host):
        asked_for.append(host)
        return False

    assert collect.turn(now, another_share) == 0
    assert asked_for == ["127.0.0.1"]
    assert collect.turn(now, lambda host: host == "127.0.0.1") == 1


def test_a_clock_that_was_set_back_keeps_no_source_waiting(yunchuan, site, now):
    site.pages["/feed"] = feed(1)
    follow(yunchuan, site, "/feed", now)
    collect.turn(now + timedelta(hours=8))

    assert collect.turn(now) == 1
    assert collect.turn(minutes(now, 5)) == 0


@pytest.mark.clause("5a")
def test_a_list_page_gives_its_new_articles(yunchuan, site, now):
    site.pages["/list"] = (
        b"<ul class=news><li><a href=/a/1.html>one</a><li><a href=/a/2.html>two</a></ul>"
        b"<a href=/about.html>about</a>"
    )
    for n in (1, 2):
        html = ARTICLE.format(title=f"第{n}篇", text="供水管道正在抢修,预计今晚恢复。" * 5)
        site.pages[f"/a/{n}.html"] = html.encode("gbk")
    source = follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern=r"/a/\d+\.html")

    collect.turn(now)

    assert again(source).health == Health.HEALTHY
    posts = {post.title: post for post in Post.objects.all()}
    assert set(posts) == {"第1篇", "第2篇"}
    assert "预计今晚恢复" in posts["第1篇"].text
    assert posts["第1篇"].url == site.url("/a/1.html")

    site.asked.clear()
    collect.turn(minutes(now, 10))
    assert "/a/1.html" not in site.paths()
    assert Post.objects.count() == 2


def test_one_request_serves_the_sources_of_two_bureaus(yunchuan, linxi, site, now):
    site.pages["/feed"] = feed(1)
    for cast in (yunchuan, linxi):
        follow(cast, site, "/feed", now)

    assert collect.turn(now) == 1

    assert site.paths().count("/feed") == 1
    assert set(Post.objects.values_list("bureau_id", flat=True)) == {
        yunchuan.bureau.pk,
        linxi.bureau.pk,
    }


def test_a_new_follower_gets_what_an_old_one_has_already(yunchuan, linxi, site, now):
    site.pages["/feed"] = lambda reply: (
        reply.reply(304, b"")
        if reply.headers.get("If-None-Match")
        else reply.reply(200, feed(1), ETag='"v1"')
    )
    follow(yunchuan, site, "/feed", now)
    collect.turn(now)
    follow(linxi, site, "/feed", minutes(now, 1))
    collect.turn(minutes(now, 1))

    assert Post.objects.filter(bureau=linxi.bureau).count() == 1


def test_a_failing_source_says_what_is_safe_and_is_asked_less_often(yunchuan, site, now):
    site.pages["/feed"] = lambda reply: reply.reply(503, b"")
    source = follow(yunchuan, site, "/feed", now)
    at, pauses = now, []
    for _turn in range(7):
        collect.turn(at)
        due = FetchAddress.objects.get().next_fetch_at
        pauses.append(round((due - at).total_seconds() / 60))
        at = due

    assert pauses == [10, 20, 40, 80, 120, 120, 120]
    condition = condition_of(again(source), now)
    assert (source.health, source.failures, condition.level) == (Health.FAILED, 7, "bad")
    assert "连续 7 次" in condition.what
    assert "503" in condition.what
    assert "其他来源不受影响" in condition.safe
    records = AuditRecord.objects.filter(verb="source.health_changed")
    assert [record.data["health"] for record in records] == ["FAILED"]


def test_in_an_emergency_it_is_asked_sooner_and_then_as_before(yunchuan, site, now):
    site.pages["/feed"] = lambda reply: reply.reply(200, feed(1))
    follow(yunchuan, site, "/feed", now)
    start_emergency(minutes=5, hours=1, reason="停水", officer=yunchuan.lu, now=now)
    waits = []
    for at in (now, minutes(now, 70)):
        collect.turn(at)
        due = FetchAddress.objects.get().next_fetch_at
        waits.append(round((due - at).total_seconds() / 60))

    assert waits == [5, 10]


def test_a_site_that_asks_for_time_is_left_alone_for_so_long(yunchuan, site, now):
    site.pages["/feed"] = lambda reply: reply.reply(503, b"", Retry_After="5400")
    source = follow(yunchuan, site, "/feed", now)
    collect.turn(now)
    site.pages["/feed"] = feed(1)

    assert collect.turn(minutes(now, 89)) == 0
    assert "90 分钟后再来" in condition_of(again(source), now).what
    assert collect.turn(minutes(now, 90)) == 1
    assert (again(source).health, Post.objects.count()) == (Health.HEALTHY, 1)


def test_an_article_is_not_lost_to_a_site_that_wants_fewer_visits(yunchuan, site, now):
    site.pages["/list"] = b"<ul class=news><li><a href=/a/1.html>one</a></ul>"
    site.pages["/a/1.html"] = lambda reply: reply.reply(429, b"", Retry_After="1800")
    source = follow(yunchuan, site, "/list", now, kind="PAGE", link_selector=".news a")
    for turn in range(MOST_TRIES + 1):
        assert collect.turn(minutes(now, 30 * turn)) == 1
        assert collect.turn(minutes(now, 30 * turn + 29)) == 0
    assert "网站要求 30 分钟后再来" in condition_of(again(source), now).what
    site.pages["/a/1.html"] = ARTICLE.format(title="停水", text="佳园小区停水三天。").encode()
    collect.turn(minutes(now, 30 * (MOST_TRIES + 1)))

    assert Post.objects.get().title == "停水"


def test_a_source_that_recovers_says_so(yunchuan, site, now):
    source = follow(yunchuan, site, "/feed", now)
    collect.turn(now)
    assert again(source).health == Health.FAILED
    site.pages["/feed"] = feed(1)
    collect.turn(minutes(now, 10))

    assert (again(source).health, source.failures) == (Health.HEALTHY, 0)


@pytest.mark.parametrize(
    ("body", "health", "posts"),
    [
        (feed(), Health.EMPTY, 0),
        (feed(1, 2)[:-40] + b"<broken", Health.DEGRADED, 1),
        (b"<html><body>hello</body></html>", Health.FAILED, 0),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>', Health.FAILED, 0),
    ],
)
def test_each_state_of_a_feed_has_its_sentence(yunchuan, site, now, body, health, posts):
    site.pages["/feed"] = body
    source = follow(yunchuan, site, "/feed", now)

    collect.turn(now)

    assert (again(source).health, Post.objects.count()) == (health, posts)
    assert condition_of(source, now).what
    assert condition_of(source, now).do


def test_a_redirect_to_a_private_address_is_refused(yunchuan, site, now):
    site.pages["/feed"] = lambda reply: reply.reply(
        302, b"", Location="http://169.254.169.254/latest"
    )
    source = follow(yunchuan, site, "/feed", now)

    collect.turn(now)

    assert (again(source).health, trouble(source)) == (
        Health.FAILED,
        "collection.address.private_address",
    )


def test_robots_txt_is_obeyed(yunchuan, site, now):
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /feed\n"
    site.pages["/feed"] = feed(1)
    source = follow(yunchuan, site, "/feed", now)

    collect.turn(now)

    assert "/feed" not in site.paths()
    assert trouble(again(source)) == "collection.fetch.robots_forbidden"


def listed(site, *numbers):
    site.pages["/list"] = "".join(f"<a href=/a/{n}.html>{n}</a>" for n in numbers).encode()


def article(title, text="供水恢复。" * 9):
    return ARTICLE.format(title=title, text=text).encode()


def test_an_article_that_fails_is_tried_again_after_pauses_that_grow(yunchuan, site, now):
    listed(site, 1, 2)
    site.pages["/a/1.html"] = article("一")
    source = follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a/")
    tried, healths, at = [], [], now
    while not healths or healths[-1] == Health.DEGRADED:
        before = site.paths().count("/a/2.html")
        collect.turn(at)
        if site.paths().count("/a/2.html") > before:
            tried.append(round((at - now).total_seconds() / 60))
        healths.append(again(source).health)
        at = minutes(at, 10)

    assert tried == [0, 10, 30, 70, 150, 310, 630, 990, 1350, 1710]
    assert healths[-1] == Health.HEALTHY
    assert Post.objects.count() == 1
    record = AuditRecord.objects.get(verb="source.article_given_up")
    assert (record.data["tries"], record.data["code"]) == (10, "not_found")
    assert record.data["address"] == site.url("/a/2.html")
    assert site.url("/a/2.html") in condition_of(source, now).do
    collect.turn(minutes(at, 600))
    assert site.paths().count("/a/2.html") == MOST_TRIES


def test_an_article_comes_later_also_when_the_list_does_not_name_it_any_more(
    yunchuan, site, now
):
    listed(site, 1, 2)
    site.pages["/a/1.html"] = article("一")
    source = follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a/")
    collect.turn(now)
    assert again(source).health == Health.DEGRADED
    assert site.url("/a/2.html") in condition_of(source, now).what
    listed(site, 1)
    collect.turn(minutes(now, 10))
    site.pages["/a/2.html"] = article("二")
    collect.turn(minutes(now, 20))
    assert again(source).health == Health.DEGRADED

    collect.turn(minutes(now, 30))

    assert again(source).health == Health.HEALTHY
    assert set(Post.objects.values_list("title", flat=True)) == {"一", "二"}
    assert not MissedItem.objects.exists()


def test_articles_that_fail_do_not_keep_others_from_their_turn(yunchuan, site, now):
    listed(site, *range(25))
    for n in range(20, 25):
        site.pages[f"/a/{n}.html"] = article(f"第{n}篇")
    follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a/")
    collect.turn(now)

    collect.turn(minutes(now, 2))

    assert Post.objects.count() == 5


@pytest.mark.parametrize("page", [b"\x01", b"<html>\x01</html>", b"<p>\x00\x08</p>"])
def test_a_page_of_control_characters_is_skipped_and_named(yunchuan, site, now, page):
    listed(site, 1, 2)
    site.pages["/a/1.html"] = page
    site.pages["/a/2.html"] = article("二")
    source = follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a/")

    collect.turn(now)

    assert Post.objects.get().title == "二"
    assert again(source).health == Health.DEGRADED
    assert site.url("/a/1.html") in condition_of(source, now).what
    assert "但无文字" in condition_of(source, now).what


def test_an_article_that_we_fail_at_costs_no_other(yunchuan, site, now, monkeypatch):
    listed(site, 1, 2)
    for n in (1, 2):
        site.pages[f"/a/{n}.html"] = article(f"第{n}篇")
    source = follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a/")
    read = pages.read_article
    monkeypatch.setattr(
        pages, "read_article", lambda html, url: 1 / 0 if "1.html" in url else read(html, url)
    )

    collect.turn(now)

    assert Post.objects.get().title == "第2篇"
    assert again(source).health == Health.DEGRADED
    assert site.url("/a/1.html") in condition_of(source, now).what
    assert "系统内部出错" in condition_of(source, now).what


def test_an_entry_that_we_fail_at_costs_no_other_and_comes_later(
    yunchuan, site, now, monkeypatch
):
    site.pages["/feed"] = feed(1, 2, 3).replace(
        b"<guid>n-2", b"<link>https://a.example/2</link><guid>n-2"
    )
    source = follow(yunchuan, site, "/feed", now)
    with monkeypatch.context() as broken:
        whole = prepare.mask
        broken.setattr(prepare, "mask", lambda text: 1 / 0 if "2" in text else whole(text))
        collect.turn(now)
    assert sorted(Post.objects.values_list("title", flat=True)) == ["第1条:停水", "第3条:停水"]
    assert again(source).health == Health.DEGRADED
    assert "https://a.example/2" in condition_of(source, now).what

    collect.turn(minutes(now, 10))

    assert (again(source).health, Post.objects.count()) == (Health.HEALTHY, 3)
    assert not MissedItem.objects.exists()


def test_a_page_that_would_be_read_by_half_is_not_stored(yunchuan, site, now):
    listed(site, 1)
    site.pages["/a/1.html"] = article("一", text="供水恢复。" * 500_000)
    source = follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a/")

    collect.turn(now)

    assert (again(source).health, Post.objects.count()) == (Health.DEGRADED, 0)
    assert "2000000 个字符" in condition_of(source, now).what


DATES_THAT_CANNOT_BE = ["00000000", "0000-00", "9999-366", "+9900", "0000-001", "2026-000"]


@pytest.mark.parametrize("date", DATES_THAT_CANNOT_BE)
def test_a_date_that_cannot_be_costs_no_entry(yunchuan, site, now, date):
    dated = feed(1, 2, 3).decode().replace("Tue, 24 Nov 2026 09:00:00 +0800", date, 1)
    site.pages["/feed"] = dated.encode()
    source = follow(yunchuan, site, "/feed", now)

    collect.turn(now)

    assert (again(source).health, Post.objects.count()) == (Health.HEALTHY, 3)
    assert Post.objects.get(title="第1条:停水").published_at is None


# Half is never stored as the whole -----------------------------------------------------------


def cut_in_last_entry(body):
    return body[: body.rindex("天停水".encode())]


def zipped(body, share=1.0):
    packed = gzip.compress(body, 1)
    packed = packed[: int(len(packed) * share)]
    return lambda reply: reply.reply(200, packed, Content_Encoding="gzip", ETag='"v1"')


def broken_off_on_the_way(body, at):
    def answer(reply):
        reply.send_response(200)
        reply.send_header("Content-Length", str(len(body)))
        reply.end_headers()
        reply.wfile.write(body[:at])

    return answer


@pytest.mark.parametrize("how", ["cut", "gzip", "length"])
def test_the_last_half_of_a_feed_comes_whole_the_next_time(yunchuan, site, now, how):
    body = feed(*range(60))
    site.pages["/feed"] = {
        "cut": lambda reply: (
            reply.reply(304, b"")
            if reply.headers.get("If-None-Match")
            else reply.reply(200, cut_in_last_entry(body), ETag='"v1"')
        ),
        "gzip": zipped(body, 0.8),
        "length": broken_off_on_the_way(body, len(cut_in_last_entry(body))),
    }[how]
    source = follow(yunchuan, site, "/feed", now)
    collect.turn(now)
    assert again(source).health == Health.DEGRADED
    assert "订阅内容传输不完整" in condition_of(source, now).what
    assert 0 < Post.objects.count() < 60
    assert not Post.objects.exclude(text__endswith="天停水。").exists()
    site.pages["/feed"] = lambda reply: (
        reply.reply(304, b"")
        if reply.headers.get("If-None-Match")
        else reply.reply(200, body, ETag='"v1"')
    )

    collect.turn(minutes(now, 10))

    assert (again(source).health, Post.objects.count()) == (Health.HEALTHY, 60)
    assert not Post.objects.exclude(text__endswith="天停水。").exists()


def test_an_article_that_breaks_off_on_the_way_comes_whole_later(yunchuan, site, now):
    listed(site, 1)
    page = article("一", text="供水恢复。" * 900 + "完")
    site.pages["/a/1.html"] = zipped(page, 0.5)
    source = follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a/")
    collect.turn(now)
    assert (again(source).health, Post.objects.count()) == (Health.DEGRADED, 0)
    site.pages["/a/1.html"] = zipped(page)

    collect.turn(minutes(now, 10))

    assert again(source).health == Health.HEALTHY
    assert Post.objects.get().text.endswith("完")


def test_a_body_of_two_packed_parts_is_read_to_its_end(yunchuan, site, now):
    body = feed(1, 2, 3)
    packed = gzip.compress(body[:300]) + gzip.compress(body[300:])
    site.pages["/feed"] = lambda reply: reply.reply(200, packed, Content_Encoding="gzip")
    follow(yunchuan, site, "/feed", now)

    collect.turn(now)

    assert Post.objects.count() == 3


# Feeds above the limits ----------------------------------------------------------------------


def test_a_feed_above_the_limit_of_size_is_healthy_with_a_remark(
    yunchuan, site, now, monkeypatch
):
    monkeypatch.setattr(
        collect, "fetch_policy", lambda: replace(fetch_policy(), max_bytes=2_000)
    )
    site.pages["/feed"] = feed(*range(60))
    source = follow(yunchuan, site, "/feed", now)

    for turn in range(3):
        collect.turn(minutes(now, 10 * turn))

    assert again(source).health == Health.HEALTHY
    assert 5 < Post.objects.count() < 20
    assert not Post.objects.exclude(text__endswith="天停水。").exists()
    assert "超过大小上限" in condition_of(source, now).do


def test_a_feed_of_too_many_entries_is_healthy_with_a_remark(yunchuan, site, now):
    site.pages["/feed"] = lambda reply: (
        reply.reply(304, b"")
        if reply.headers.get("If-None-Match")
        else reply.reply(200, feed(*range(1_001)), ETag='"v1"')
    )
    source = follow(yunchuan, site, "/feed", now)
    collect.turn(now)
    assert again(source).health == Health.HEALTHY
    assert "只取前 1,000 条" in condition_of(source, now).do

    collect.turn(minutes(now, 10))

    assert again(source).health == Health.NOT_MODIFIED
    assert "只取前 1,000 条" in condition_of(source, now).do
    assert Post.objects.count() == 1_000


# Dates of articles ---------------------------------------------------------------------------


def undated(title):
    return f"<html><body><h1>{title}</h1><p>{'供水恢复。' * 9}</p></body></html>".encode()


def test_relative_dates_of_a_list_count_from_when_it_was_read(yunchuan, site, now):
    site.pages["/list"] = (
        "<ul><li><a href=/a/1.html>一</a> 3小时前</li><li><a href=/a/2.html>二</a>"
        "<i>昨天 14:20</i></li><li><a href=/a/3.html>三</a><i>10分钟前</i></li></ul>"
    ).encode()
    site.pages["/a/1.html"] = undated("一")
    site.pages["/a/3.html"] = article("三")
    follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a/")
    collect.turn(now)
    site.pages["/a/2.html"] = undated("二")

    collect.turn(minutes(now, 10))

    said = dict(Post.objects.values_list("title", "published_at"))
    assert said["一"] == now - timedelta(hours=3)
    assert said["二"] == now.replace(hour=6, minute=20) - timedelta(days=1)
    assert said["三"] == now.replace(hour=0, minute=30)  # its page says it itself


def test_the_date_that_people_see_on_a_page_is_that_of_the_post(yunchuan, site, now):
    listed(site, 1)
    seen = "<h1>停水</h1><div>2026年11月24日 08:30 来源：云川网</div><p>" + "停水。" * 20
    site.pages["/a/1.html"] = f"<html><body>{seen}</p></body></html>".encode()
    follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a/")

    collect.turn(now)

    assert Post.objects.get().published_at == now.replace(hour=0, minute=30)


# What is usual -------------------------------------------------------------------------------


def old_feed(now, days):
    items = "".join(
        f"<item><title>第{day}天</title><guid>{day}</guid><description>停水。</description>"
        f"<pubDate>{(now - timedelta(days=day)).isoformat()}</pubDate></item>"
        for day in days
    )
    return FEED.format(items=items).encode()


def test_the_old_posts_of_a_new_feed_are_no_days_on_which_somebody_listened(
    yunchuan, site, now
):
    site.pages["/feed"] = old_feed(now, range(30))
    follow(yunchuan, site, "/feed", now)
    collect.turn(now)
    assert Post.objects.count() == 30
    assert Volume(yunchuan.bureau.pk).baseline_before(now + timedelta(days=1)).days == 1

    for day in range(1, 15):
        later = now + timedelta(days=day)
        site.pages["/feed"] = old_feed(later, [0]).replace(b"<guid>", b"<guid>%d-" % day)
        collect.turn(later)

    usual = Volume(yunchuan.bureau.pk).baseline_before(now + timedelta(days=15))
    assert (usual.days, usual.missing_days) == (15, 0)


# The address of a post -----------------------------------------------------------------------


def linked(link, text="停水三天。"):
    return FEED.format(
        items=f"<item><title>停水</title><link>{link}</link><description>{text}</description></item>"
    ).encode()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/a;jsessionid=0A1B2C3D?id=7", "/a;jsessionid=9F8E7D6C?id=7"),
        ("/a?id=7&amp;utm_source=rss&amp;spm=1.2", "/a?id=7&amp;utm_source=app"),
        ("/a?id=7&amp;from=timeline", "/a?id=7"),
    ],
)
def test_a_session_or_tracking_makes_no_second_post(yunchuan, site, now, first, second):
    site.pages["/feed"] = linked(f"https://news.example.org{first}")
    follow(yunchuan, site, "/feed", now)
    collect.turn(now)
    site.pages["/feed"] = linked(f"https://news.example.org{second}", text="停水三天，已恢复。")

    collect.turn(minutes(now, 10))

    assert Post.objects.count() == 1


def test_a_post_links_to_its_address_without_secrets(yunchuan, site, now):
    secret = "/a;jsessionid=0A1B2C3D?id=7&amp;utm_source=rss&amp;token=0a1b"
    site.pages["/feed"] = linked(f"https://news.example.org{secret}")
    follow(yunchuan, site, "/feed", now)

    collect.turn(now)

    assert Post.objects.get().url == "https://news.example.org/a?id=7&utm_source=rss"


def test_two_posts_that_differ_by_their_number_alone_stay_two(yunchuan, site, now):
    site.pages["/feed"] = linked("https://news.example.org/a?id=7&amp;from=2")
    follow(yunchuan, site, "/feed", now)
    collect.turn(now)
    site.pages["/feed"] = linked("https://news.example.org/a?id=7&amp;from=3")

    collect.turn(minutes(now, 10))

    assert Post.objects.count() == 2


def test_an_article_is_asked_for_once_however_the_list_tracks_it(yunchuan, site, now):
    site.pages["/list"] = b"<a href='/a?id=1&spm=1'>1</a><a href='/a?id=1&spm=2'></a>"
    for visit in range(1, 5):
        site.pages[f"/a?id=1&spm={visit}"] = article("一")
    follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a")
    collect.turn(now)
    site.pages["/list"] = b"<a href='/a?id=1&spm=3'>1</a><a href='/a?spm=4&id=1'></a>"

    collect.turn(minutes(now, 10))

    assert [path for path in site.paths() if path.startswith("/a")] == ["/a?id=1&spm=1"]
    assert Post.objects.count() == 1


@pytest.mark.parametrize("kind", ["FEED", "PAGE"])
def test_a_post_that_was_stored_under_its_tracking_stays_known(yunchuan, site, now, kind):
    tracked = site.url("/a?id=1&spm=1")
    site.pages["/a?id=1&spm=1"] = article("一")
    site.pages["/from"] = {
        "FEED": linked(tracked.replace("&", "&amp;")),
        "PAGE": b"<a href='/a?id=1&spm=1'>1</a>",
    }[kind]
    source = follow(yunchuan, site, "/from", now, kind=kind)
    collect.turn(now)
    (before,) = prepare.earlier_digests([tracked], batch_context(source, now))
    assert PostKey.objects.exclude(digest=before).update(digest=before) == 1

    collect.turn(minutes(now, 10))

    assert Post.objects.count() == 1
    assert site.paths().count("/a?id=1&spm=1") == (kind == "PAGE")


def test_a_long_list_is_taken_twenty_at_a_turn_and_soon_again(yunchuan, site, now):
    site.pages["/list"] = "".join(f"<a href=/a/{n}.html>{n}</a>" for n in range(25)).encode()
    for n in range(25):
        site.pages[f"/a/{n}.html"] = ARTICLE.format(title=f"第{n}篇", text="水").encode()
    follow(yunchuan, site, "/list", now, kind="PAGE")

    collect.turn(now)
    assert Post.objects.count() == 20
    collect.turn(minutes(now, 2))
    assert Post.objects.count() == 25


def test_a_page_without_links_is_empty(yunchuan, site, now):
    site.pages["/list"] = b"<p>nothing</p>"
    source = follow(yunchuan, site, "/list", now, kind="PAGE")

    collect.turn(now)

    assert again(source).health == Health.EMPTY


def test_a_paused_source_is_not_asked(yunchuan, site, now):
    site.pages["/feed"] = feed(1)
    source = follow(yunchuan, site, "/feed", now)
    pause_source(source=source, reason="停机维护", actor=MACHINE, now=now)

    assert collect.turn(now) == 0
    assert site.asked == []


def test_a_sandbox_asks_nobody(yunchuan, site, now):
    follow(yunchuan, site, "/feed", now)
    yunchuan.bureau.sandbox = True
    yunchuan.bureau.save(update_fields=["sandbox"])

    assert collect.turn(now) == 0


def test_two_processes_never_ask_the_same_address(yunchuan, site, now):
    follow(yunchuan, site, "/feed", now)
    address = FetchAddress.objects.get()

    assert claim_address(address=address, until=minutes(now, 5))
    assert not claim_address(address=address, until=minutes(now, 5))
    assert collect.turn(now) == 0


def test_a_source_of_one_bureau_never_changes_that_of_another(yunchuan, linxi, site, now):
    site.pages["/feed"] = feed(1)
    mine = follow(yunchuan, site, "/feed", now)
    theirs = follow(linxi, site, "/other", now)
    collect.turn(now)

    assert again(mine).health == Health.HEALTHY
    assert again(theirs).health == Health.FAILED
    assert Source.objects.count() == 2


def test_what_could_not_be_read_is_asked_for_whole_the_next_time(yunchuan, site, now):
    def answer(reply):
        if reply.headers.get("If-None-Match") == '"v1"':
            return reply.reply(304, b"")
        return reply.reply(200, "<html>维护中</html>".encode(), ETag='"v1"')

    site.pages["/feed"] = answer
    source = follow(yunchuan, site, "/feed", now)

    collect.turn(now)
    collect.turn(minutes(now, 10))

    assert (again(source).health, source.failures) == (Health.FAILED, 2)


def test_nothing_is_unchanged_for_who_has_nothing(yunchuan, site, now):
    site.pages["/feed"] = lambda reply: reply.reply(304, b"")
    source = follow(yunchuan, site, "/feed", now)

    collect.turn(now)

    assert (again(source).health, trouble(source)) == (
        Health.FAILED,
        "collection.fetch.bad_answer",
    )


def test_a_fault_of_our_own_is_told_at_the_source(yunchuan, site, now, monkeypatch):
    site.pages["/feed"] = feed(1)
    source = follow(yunchuan, site, "/feed", now)
    collect.turn(now)
    monkeypatch.setattr(feedparser, "parse", lambda *_, **__: 1 / 0)

    collect.turn(minutes(now, 10))

    assert (again(source).health, trouble(source)) == (
        Health.FAILED,
        "collection.fetch.internal",
    )
    assert "系统内部出错" in condition_of(source, now).what


@pytest.fixture
def at(monkeypatch):
    """A clock that stands between two turns, so that what is waited for adds up."""
    moment = {"now": 100.0}
    fetcher = client.Fetcher(clock=lambda: moment["now"], sleep=lambda _seconds: None)
    monkeypatch.setattr(client, "_shared", fetcher)
    return moment


def test_articles_of_a_site_that_asks_for_distance_come_a_few_at_a_turn(
    yunchuan, site, now, at
):
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 10\n"
    links = "".join(f"<a href='/a/{n}.html'>{n}</a>" for n in range(8))
    site.pages["/list"] = f"<html><body>{links}</body></html>".encode()
    for n in range(8):
        page = ARTICLE.format(title=f"第{n}条停水", text="佳园小区停水，请尽快恢复。")
        site.pages[f"/a/{n}.html"] = page.encode()
    source = follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a/")

    counts = []
    for turn in range(5):
        collect.turn(minutes(now, 2 * turn))
        at["now"] += 120
        counts.append(Post.objects.count())
        assert again(source).health == Health.HEALTHY

    assert counts[0] < 8
    assert counts[-1] == 8


def test_sources_of_a_site_that_asks_for_distance_take_turns(yunchuan, site, now, at):
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 10\n"
    for n in range(8):
        site.pages[f"/feed{n}"] = feed(n)
        follow(yunchuan, site, f"/feed{n}", now)

    collect.turn(now)
    waiting = Source.objects.filter(health=Health.UNKNOWN).count()
    at["now"] += 120
    collect.turn(minutes(now, 2))

    assert 0 < waiting < 8
    assert Source.objects.filter(health=Health.HEALTHY, failures=0).count() == 8
    assert not Source.objects.filter(health=Health.FAILED).exists()
