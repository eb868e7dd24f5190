"""A local feed and a local web page are collected by schedule."""

from datetime import timedelta

import feedparser
import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.jobs.collection import collect, collect_pages
from huiying.work.collection.fetch import client
from huiying.work.collection.posts.models import Arrival, Lane, Post
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.pause_source import pause_source
from huiying.work.collection.sources.actions.record_fetch import claim_address
from huiying.work.collection.sources.health import condition_of
from huiying.work.collection.sources.models import FetchAddress, Health, Source
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
        collect_pages._tries.clear()
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
    condition = condition_of(again(source))
    assert (source.health, source.failures, condition.level) == (Health.FAILED, 7, "bad")
    assert "连续 7 次" in condition.what
    assert "503" in condition.what
    assert "其他来源不受影响" in condition.safe
    records = AuditRecord.objects.filter(verb="source.health_changed")
    assert [record.data["health"] for record in records] == ["FAILED"]


def test_a_site_that_asks_for_time_is_left_alone_for_so_long(yunchuan, site, now):
    site.pages["/feed"] = lambda reply: reply.reply(503, b"", Retry_After="5400")
    source = follow(yunchuan, site, "/feed", now)
    collect.turn(now)
    site.pages["/feed"] = feed(1)

    assert collect.turn(minutes(now, 89)) == 0
    assert "90 分钟后再来" in condition_of(again(source)).what
    assert collect.turn(minutes(now, 90)) == 1
    assert (again(source).health, Post.objects.count()) == (Health.HEALTHY, 1)


def test_an_article_is_not_lost_to_a_site_that_wants_fewer_visits(yunchuan, site, now):
    site.pages["/list"] = b"<ul class=news><li><a href=/a/1.html>one</a></ul>"
    site.pages["/a/1.html"] = lambda reply: reply.reply(429, b"", Retry_After="1800")
    source = follow(yunchuan, site, "/list", now, kind="PAGE", link_selector=".news a")
    for turn in range(collect_pages.MOST_TRIES + 1):
        assert collect.turn(minutes(now, 30 * turn)) == 1
        assert collect.turn(minutes(now, 30 * turn + 29)) == 0
    assert "1 篇文章没有读到：网站要求 30 分钟后再来" in condition_of(again(source)).what
    site.pages["/a/1.html"] = ARTICLE.format(title="停水", text="佳园小区停水三天。").encode()
    collect.turn(minutes(now, 300))

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
        (feed(1, 2)[:-40] + b"<broken", Health.DEGRADED, 2),
        (b"<html><body>hello</body></html>", Health.FAILED, 0),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>', Health.FAILED, 0),
    ],
)
def test_each_state_of_a_feed_has_its_sentence(yunchuan, site, now, body, health, posts):
    site.pages["/feed"] = body
    source = follow(yunchuan, site, "/feed", now)

    collect.turn(now)

    assert (again(source).health, Post.objects.count()) == (health, posts)
    assert condition_of(source).what
    assert condition_of(source).do


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


def test_an_article_that_fails_degrades_the_page_and_is_tried_three_times(yunchuan, site, now):
    site.pages["/list"] = b"<a href=/a/1.html>1</a><a href=/a/2.html>2</a>"
    site.pages["/a/1.html"] = ARTICLE.format(title="一", text="供水恢复。" * 9).encode()
    source = follow(yunchuan, site, "/list", now, kind="PAGE", link_pattern="/a/")
    seen = []
    for turn in range(4):
        collect.turn(minutes(now, 10 * turn))
        seen.append(again(source).health)

    assert seen == [Health.DEGRADED] * 3 + [Health.HEALTHY]
    assert site.paths().count("/a/2.html") == 3
    assert Post.objects.count() == 1


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
    assert "系统内部出错" in condition_of(source).what


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
