"""Search on screen: by words, days, source and channel; what is not shown is said."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.work.collection.posts import ids
from huiying.work.collection.posts.search import rebuild_post_index
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)
from tests.web.clients import signed_in
from tests.web.page import Page, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch, time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))
    monkeypatch.setattr(ids, "_last_millisecond", 0)  # numbers of this test's own moments


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def plain(page: str) -> str:
    """Return what a page says, the marks left out."""
    return re.sub(r"\s+", " ", re.sub(r"</?mark>", "", page))


def posts(client, **query) -> Page:
    return page_of(client.get(reverse("console:posts"), query))


def test_words_narrow_the_posts_and_are_marked(lu, yunchuan):
    submit_posts(yunchuan, *WATER, *QUEUE)
    run_stream(yunchuan)

    page = posts(lu, q="三号窗口")

    assert page.count("<mark>三号窗口</mark>") == len(QUEUE)
    assert "自来水" not in plain(page.tags("table")[0])
    assert "找到 4 条，" in page
    assert "不符合条件的未显示" in page


def test_source_channel_and_days_narrow_the_posts(lu, yunchuan, now):
    submit_posts(yunchuan, "论坛里说路灯不亮", now=now - timedelta(days=3))
    submit_posts(yunchuan, "微博里说路灯不亮", channel="微博", now=now)
    run_stream(yunchuan)
    forum = str(re.search(r'<option value="(\d+)">\s*来源论坛', posts(lu))[1])

    assert "论坛里说" in posts(lu, source=forum)
    assert "微博里说" not in posts(lu, source=forum)
    assert "论坛里说" not in posts(lu, channel="微博", q="路灯").replace("<mark>", "")
    assert "微博里说" in posts(lu, **{"from": "2026-11-24"})
    assert "论坛里说" not in posts(lu, **{"from": "2026-11-24"})
    assert "微博里说" not in posts(lu, to="2026-11-23", channel="")
    assert "论坛里说" in posts(lu, to="2026-11-21")
    assert "暂无符合条件的帖文。" in posts(lu, to="2026-11-20")


def test_a_post_that_the_stream_has_not_placed_yet_is_there(lu, yunchuan):
    submit_posts(yunchuan, "刚刚发现路灯不亮")

    page = posts(lu)

    assert "刚刚发现路灯不亮" in page
    assert "等待归组" in page


def test_pages_go_on_where_the_last_one_ended(lu, yunchuan):
    submit_posts(yunchuan, *[f"第{number}盏路灯不亮" for number in range(45)])
    run_stream(yunchuan)

    first = posts(lu, q="路灯不亮")
    older = re.search(r"before=(\d+)", first)[1]
    second = posts(lu, q="路灯不亮", before=older)

    assert first.count('id="post-') == 40
    assert second.count('id="post-') == 5
    assert "找到 45 条，" in second


@pytest.mark.parametrize(
    "query",
    [
        {"source": "x"},
        {"source": "9" * 30},
        {"before": "²"},
        {"before": "9" * 40},
        {"from": "2026-13-40"},
        {"to": "9999-12-31"},
        {"channel": "'\"*"},
        {"q": '" OR facets:bureau2'},
    ],
)
def test_a_nonsense_filter_is_answered_with_a_list(lu, yunchuan, query):
    submit_posts(yunchuan, *WATER)

    for name in ("posts", "search", "incidents"):
        assert lu.get(reverse(f"console:{name}"), query).status_code == 200


def test_posts_of_another_bureau_are_not_found(lu, yunchuan, linxi):
    submit_posts(linxi, *WATER)
    run_stream(linxi)

    assert "暂无符合条件的帖文。" in posts(lu, q="自来水")
    assert "自来水" not in page_of(lu.get(reverse("console:posts")))


def test_one_search_finds_incidents_posts_and_records(lu, yunchuan):
    incident = incident_of(yunchuan, WATER)
    auditor = signed_in(yunchuan.auditor)
    address = reverse("console:search")

    page = page_of(lu.get(address, {"q": "自来水"}))
    read = page_of(auditor.get(address, {"q": incident.title[:4]}))
    alone = page_of(lu.get(address, {"q": "自来水", "kind": "posts"}))
    later = page_of(lu.get(address, {"q": "自来水", "from": "2026-12-01"}))

    assert "h-incidents" in page
    assert "h-posts" in page
    assert "h-records" not in page
    assert "h-records" in read
    assert "h-posts" not in read
    assert "登记为事件" in read.panel("records")
    assert not alone.has_panel("incidents")
    assert "未找到：事件、帖文" in later.text


def test_the_record_is_searched_by_title_number_verb_and_day(yunchuan):
    incident = incident_of(yunchuan, WATER)
    auditor = signed_in(yunchuan.auditor)

    def rows(**query):
        page = page_of(auditor.get(reverse("console:audit"), query))
        return len(re.findall(r'id="record-\d', page))

    assert rows(q=incident.title) >= 1
    assert rows(q=incident.number) >= 1
    assert rows(q="incident.opened") == 1
    assert rows(q="incident.opened", to="2026-11-23") == 0
    assert rows(q="incident.opened", **{"from": "2026-11-25"}) == 0
    assert rows(q="incident.opened", **{"from": "2026-11-24", "to": "2026-11-24"}) == 1
    assert "不按人查找" in page_of(auditor.get(reverse("console:audit"), {"q": "13800001234"}))
    exported = auditor.get(reverse("console:audit"), {"q": "incident.opened", "format": "csv"})
    assert page_of(exported).count("incident.opened") == 1


def test_incidents_are_narrowed_by_the_days_of_their_opening(lu, yunchuan):
    incident = incident_of(yunchuan, WATER)
    address = reverse("console:incidents")

    assert incident.title in page_of(lu.get(address, {"from": "2026-11-24"}))
    before = page_of(lu.get(address, {"to": "2026-11-23"}))
    assert incident.title not in before
    assert "筛选隐藏 1 件" in before


def test_days_that_narrow_nothing_are_said(lu, yunchuan):
    title = incident_of(yunchuan, WATER).title
    address = reverse("console:incidents")

    impossible = page_of(lu.get(address, {"from": "2026-02-30"}))
    turned = page_of(lu.get(address, {"from": "2026-11-25", "to": "2026-11-24"}))
    plain = page_of(lu.get(address, {"from": "2026-11-24", "to": "2026-11-24"}))

    assert "“2026-02-30”不是 2000 至 2099 年内的日期，未据此筛选。" in impossible
    assert title in impossible
    assert "起始日期晚于截止日期" in turned
    assert "hy-days-wrong" not in plain


def test_an_index_put_again_finds_the_same(lu, yunchuan, linxi):
    submit_posts(yunchuan, *WATER)
    submit_posts(linxi, *QUEUE)

    rebuild_post_index()

    assert posts(lu, q="自来水").count('id="post-') == len(WATER)
    assert posts(lu, q="三号窗口").count('id="post-') == 0
