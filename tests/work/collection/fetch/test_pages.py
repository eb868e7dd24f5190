import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.work.collection.core.items import Item, Refusal, check_item
from huiying.work.collection.fetch.pages import BadRule, Link, list_links, read_article

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
BASE = "https://www.example.org/news/index.html"
LIST = """<html><body><nav><a href="/">首页</a></nav>
<ul class="list"><li><a href="2026/11/a1.html#top"> 东门小区
 停水 </a></li><li><a href="//m.example.org/2026/11/a2.html" title="供水通告"><img src=x></a>
</li><li><a href="2026/11/a1.html">重复</a></li></ul>
<a href="javascript:alert(1)">x</a><a href="mailto:a@example.org">x</a><a>x</a><a href="#">x</a>
<a href="http://[::1">x</a><a href="https://ads.example.net/a1.html">广告</a></body></html>"""


def test_links_are_absolute_distinct_and_titled():
    links = list_links(LIST, BASE, selector="ul.list a")

    assert links == [
        Link("https://www.example.org/news/2026/11/a1.html", "东门小区 停水"),
        Link("https://m.example.org/2026/11/a2.html", "供水通告"),
    ]


def test_a_selector_of_containers_finds_the_links_inside():
    assert list_links(LIST, BASE, selector="ul.list") == list_links(
        LIST, BASE, selector="li > a"
    )


def test_a_pattern_is_searched_in_the_absolute_address():
    links = list_links(LIST, BASE, pattern=r"www\.example\.org/.*/a\d+\.html$")

    assert [link.url for link in links] == ["https://www.example.org/news/2026/11/a1.html"]


def test_both_rules_must_hold_and_without_rules_every_web_link_counts():
    both = list_links(LIST, BASE, pattern=r"a2\.html", selector="ul.list a")

    assert [link.url for link in both] == ["https://m.example.org/2026/11/a2.html"]
    assert len(list_links(LIST, BASE)) == 4


def test_a_base_element_moves_the_links():
    html = '<base href="/other/"><a href="a.html">甲</a>'

    assert list_links(html, BASE)[0].url == "https://www.example.org/other/a.html"


def test_a_page_of_countless_links_is_cut():
    html = "".join(f'<a href="/{n}.html">{n}</a>' for n in range(2_000))

    assert len(list_links(html, BASE)) == 500


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"pattern": "("}, "bad_pattern"),
        ({"pattern": "a" * 301}, "rule_too_long"),
        ({"selector": "ul["}, "bad_selector"),
        ({"selector": "a:no-such-thing"}, "bad_selector"),
        ({"selector": "a" * 301}, "rule_too_long"),
        ({"pattern": r"(a|aa)+\Wb"}, "slow_pattern"),
        ({"pattern": r"(a?){100}a{100}[!]x"}, "slow_pattern"),
    ],
)
def test_a_bad_rule_is_refused_in_bounded_time(rules, code):
    html = f'<a href="https://www.example.org/{"a" * 200}!">x</a>'
    started = time.process_time()

    with pytest.raises(BadRule) as caught:
        list_links(html, BASE, **rules)

    assert caught.value.code == code
    assert str(caught.value).endswith("。")
    assert time.process_time() - started < 2


ARTICLE = """<!doctype html><html><head><title>停水三天 - 云川网</title>
<meta name="ArticleTitle" content="东门小区停水三天">
<meta name="PubDate" content="2026-11-24 08:30">
<meta name="author" content="甲"></head><body><header>首页 导航</header>
<div class="content"><h1>东门小区停水三天</h1>
<p>云川区东门小区居民反映，自本月二十一日起，整个小区已经停水三天，老人和孩子用水十分困难。</p>
<p>居民多次拨打供水公司电话，至今没有得到明确的恢复供水时间，希望有关部门尽快处理。</p>
<script>steal()</script></div><div id="comments"><p>评论：我家也停水了</p></div>
<footer>版权所有 2019-01-01</footer></body></html>"""


def test_an_article_gives_title_text_and_date():
    raw = read_article(ARTICLE, "https://www.example.org/a1.html")
    item = check_item(raw, collected_at=NOW)

    assert isinstance(item, Item)
    assert item.title == "东门小区停水三天"
    assert "老人和孩子用水十分困难" in item.text
    assert "恢复供水时间" in item.text
    assert "steal" not in item.text
    assert "版权所有" not in item.text
    assert "我家也停水" not in item.text
    assert item.published_at == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    assert item.author == ""
    assert item.external_key == item.url == "https://www.example.org/a1.html"


def test_a_date_in_a_footer_is_not_taken_for_the_day_of_publication():
    page = ARTICLE.replace('<meta name="PubDate" content="2026-11-24 08:30">', "")

    assert read_article(page, "https://www.example.org/a1.html").published_at == ""


def test_a_short_page_without_structure_still_gives_its_text():
    raw = read_article("<title>通告</title><div>明日停水。</div>", "https://www.example.org/b")

    assert raw.title == "通告"
    assert "明日停水" in raw.text


@pytest.mark.parametrize(
    "html",
    [
        "",
        " ",
        "\0",
        "<",
        "<!---->",
        "<?xml version='1.0' encoding='utf-16'?><html><body>停水</body></html>",
        "<div>" * 50_000 + "停水",
        "<a href=x>" * 20_000,
        "<p>停水" * 100_000,
        "<p " + "x=1 " * 50_000 + ">停水",
        "<script>" + "x" * 300_000,
        "<svg><style><img src=x onerror=alert(1)></style></svg>停水",
        "<table><tr><td>" * 3_000 + "停水",
        "停\ud800水",
    ],
)
def test_hostile_html_neither_raises_nor_hangs(html):
    started = time.process_time()

    raw = read_article(html, "https://www.example.org/x")
    item = check_item(raw, collected_at=NOW)
    list_links(html, BASE)

    assert isinstance(item, Item | Refusal)
    if isinstance(item, Item):
        assert "onerror" not in item.text
        assert "<" not in item.title
    assert time.process_time() - started < 3


@given(st.text(alphabet=st.sampled_from(list("<>/=\"'&;! abdivpscrt水\0\n")), max_size=200))
def test_no_markup_breaks_the_readers(html):
    raw = read_article(html, "https://www.example.org/x")

    assert isinstance(raw.text, str)
    assert all(link.url.startswith("http") for link in list_links(html, BASE))
