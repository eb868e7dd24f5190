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


# Dates ---------------------------------------------------------------------------------------

BYLINE = """<html><head><title>停水三天 - 云川网</title>{head}</head><body>
<nav>今天是 2026年11月24日 11:58</nav><h1>停水三天</h1>{byline}
<div class="content"><p>自2026年11月21日8时起，东门小区已经停水三天，居民用水十分困难。</p>
<p>停水时间：2026年11月25日 08:00。居民多次拨打供水公司电话，至今没有明确的答复。</p></div>
<div class="related-news"><time datetime="2026-11-01T08:00">11-01</time>
发布时间：2026-11-02 09:00</div>
<div id="comments">发表于 2026-11-24 11:00 我家也停水了</div>
<footer>发布时间：2019-01-01 版权所有</footer></body></html>"""


def dated(head="", byline=""):
    raw = read_article(BYLINE.format(head=head, byline=byline), "https://www.example.org/a")
    item = check_item(raw, collected_at=NOW)
    assert isinstance(item, Item)
    return item.published_at


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        ('<meta property="article:published_time" content="2026-11-24T08:30:00+08:00">', ""),
        ('<meta name="PubDate" content="2026-11-24">', "<p>2026-11-24 08:30 来源：云川网</p>"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",\n'
            '"datePublished": "2026-11-24T00:30:00Z", "x": }</script>',
            "",
        ),
        ('<script type="application/ld+json">{"pubDate": "2026-11-24T08:30:00"}</script>', ""),
        ("", '<time datetime="2026-11-24T08:30" pubdate>上午</time>'),
        ("", '<article><time datetime="2026-11-24 08:30:00+0800">上午</time></article>'),
        ("", '<span itemprop="datePublished" content="2026-11-24 08:30">上午</span>'),
        ("", "<div>发布时间：<span>2026年11月24日 08:30</span> 来源：云川网</div>"),
        ("", "<div>来源：云川网　2026年11月24日 8:30　字号：大 中 小</div>"),
        ("", "<div><span>2026-11-24 08:30</span><span>云川网</span></div>"),
        ("", "<div>2026/11/24 上午8:30 | 云川网</div>"),
        ("", f"<p>{'供水恢复。' * 40}</p><div>发布日期：2026-11-24 08:30</div>"),
    ],
)
def test_the_date_of_an_article_is_read_wherever_the_page_says_it(head, byline):
    assert dated(head, byline) == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "byline",
    [
        "",
        "<p>2026年11月24日8时，佳园小区停水。</p>",
        "<p>佳园小区停水。2026-11-23 08:30 恢复</p>",
        "<p>时间：待定</p>",
        "<p>停水时间：2026年11月23日 08:00</p>",
    ],
)
def test_a_date_of_the_matter_or_of_another_article_is_none_of_the_article(byline):
    assert dated(byline=byline) is None


ENTRIES = """<ul>
<li><a href="/1">停水</a><span>3小时前</span></li>
<li><a href="/2">停电</a> <i>昨天 14:20</i> <a href="/u">云川网</a></li>
<li><a href="/3"><h3>2026年11月20日停水通知</h3><em>2026-11-24 08:30</em></a></li>
<li><a href="/4">2026年11月20日停水通知</a></li>
<li><a href="/5">漏水</a><time datetime="2026-11-24T08:30">今早</time></li>
<li><a href="/6">积水</a><p>2026年11月21日8时起，东门小区已经停水三天，居民用水十分困难，
多次反映没有得到解决。</p></li></ul><div><p><a href="/7">噪声</a></p></div>
<div><p><a href="/8">油烟</a><b>刚刚</b></p></div>"""


def test_a_list_gives_the_date_beside_each_link():
    found = {link.url[-1]: link.published for link in list_links(ENTRIES, BASE)}

    assert {key: text for key, text in found.items() if key != "u"} == {
        "1": "3小时前",
        "2": "昨天 14:20",
        "3": "2026-11-24 08:30",
        "4": "",
        "5": "2026-11-24T08:30",
        "6": "",
        "7": "",
        "8": "刚刚",
    }


@given(st.text(max_size=40))
def test_no_text_beside_a_link_breaks_the_list(text):
    html = f"<ul><li><a href='/1'>停水</a><span>{text}</span></li></ul>"

    assert list_links(html, BASE)[0].url == "https://www.example.org/1"
