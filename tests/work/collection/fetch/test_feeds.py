import json
import time
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.reasons.rendering import render, render_all
from huiying.work.collection.core.items import Item, check_item
from huiying.work.collection.fetch.feeds import parse_feed

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
ENTRY = (
    "<item><title>{0}</title><link>https://bbs.example.org/{0}</link>"
    "<description>&lt;p&gt;没水&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description>"
    "<pubDate>Tue, 24 Nov 2026 08:30:00 +0800</pubDate><author>甲</author></item>"
)


def rss(*titles, head=""):
    entries = "".join(ENTRY.format(title) for title in titles)
    return f"{head}<rss version='2.0'><channel><title>云川论坛</title>{entries}</channel></rss>"


def titles(feed):
    return [item.title for item in feed.items]


def test_rss_entries_become_items():
    feed = parse_feed(rss("停水").encode(), "application/rss+xml")

    assert feed.problems == []
    item = check_item(feed.items[0], collected_at=NOW)
    assert isinstance(item, Item)
    assert (item.title, item.text, item.channel) == ("停水", "没水", "云川论坛")
    assert item.published_at == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    assert item.url == item.external_key == "https://bbs.example.org/停水"
    assert item.host == "bbs.example.org"


def test_atom_entries_become_items():
    body = """<?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom"><title>云川时报</title>
    <entry><id>tag:example.org,2026:1</id><title type="html">停&lt;b&gt;水&lt;/b&gt;</title>
    <link href="https://news.example.org/1"/><updated>2026-11-24T08:30:00+08:00</updated>
    <summary>摘要</summary>
    <content type="html">&lt;p&gt;正文&lt;/p&gt;</content></entry></feed>"""

    feed = parse_feed(body.encode(), "application/atom+xml")

    item = check_item(feed.items[0], collected_at=NOW)
    assert feed.problems == []
    assert (item.external_key, item.title, item.text) == (
        "tag:example.org,2026:1",
        "停水",
        "正文",
    )
    assert item.published_at == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


def test_json_feed_entries_become_items_and_bad_ones_are_counted():
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "云川论坛",
        "items": [
            {
                "id": 7,
                "url": "https://bbs.example.org/7",
                "title": "停水",
                "content_html": "<p>没水</p>",
                "date_published": "2026-11-24T00:30:00Z",
                "authors": [{"name": "甲"}],
            },
            "rubbish",
            {"title": ["no"], "content_text": {"no": 1}},
        ],
    }

    feed = parse_feed(json.dumps(body).encode(), "application/feed+json")

    assert titles(feed) == ["停水", ""]
    assert (feed.items[0].external_key, feed.items[0].author) == ("7", "甲")
    assert render_all(feed.problems) == ["有 1 条不是有效的记录，已跳过。"]


@pytest.mark.parametrize("declaration", ["", "<?xml version='1.0' encoding='gb2312'?>"])
@pytest.mark.parametrize("kind", ["text/xml", "application/xml; charset=gb2312", ""])
def test_gbk_is_read_declared_or_not(declaration, kind):
    feed = parse_feed(rss("停水通知", "東門", head=declaration).encode("gbk"), kind)

    assert titles(feed) == ["停水通知", "東門"]
    assert feed.problems == []


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]>"
)


@pytest.mark.parametrize(
    "head",
    [
        LAUGHS,
        '<!DOCTYPE rss [<!ENTITY big "' + "水" * 50_000 + '">]>',
        '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % remote SYSTEM "http://10.0.0.1/x.dtd"> %remote;]>',
        # Broken before the end, so that only the lenient reader would see it.
        '<!DOCTYPE rss [<!ENTITY lol "lol"> <broken ]>',
    ],
)
def test_declared_entities_are_refused_without_expansion(head):
    body = rss("停水", head=head).replace("没水", "&lol9;&big;&file;" * 1_000)

    feed = parse_feed(body.encode(), "text/xml")

    assert feed.items == []
    assert "实体" in render(feed.problems[0])


def test_an_entity_bomb_in_utf_16_is_refused_too():
    feed = parse_feed(rss("停水", head=LAUGHS).encode("utf-16"), "text/xml")

    assert feed.items == []
    assert "实体" in render(feed.problems[0])


def test_an_old_doctype_without_entities_is_harmless():
    head = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://10.0.0.1/rss.dtd">'

    feed = parse_feed(rss("停水", head=head).encode(), "text/xml")

    assert titles(feed) == ["停水"]
    assert feed.problems == []


@pytest.mark.parametrize(
    "body",
    [
        rss("一", "二", "三")[:-80],
        rss("一", "二", "三").replace("</title><link>https://bbs.example.org/三", "<link>"),
        rss("一", "二", "三").replace("<author>", "<author>&nbsp;&undefined;"),
        rss("一", "二", "三").replace("</channel>", "</wrong>"),
    ],
)
def test_broken_xml_gives_what_can_be_read_and_says_so(body):
    feed = parse_feed(body.encode(), "application/rss+xml")

    assert titles(feed)[:2] == ["一", "二"]
    said = render_all(feed.problems)
    assert any("仅读取" in problem or "订阅内容传输不完整" in problem for problem in said)


def test_elements_nested_without_end_are_refused():
    body = "<rss version='2.0'><channel><item><title>" + "<a><b>" * 300_000

    feed = parse_feed(body.encode(), "text/xml")

    assert feed.items == []
    assert "嵌套" in render(feed.problems[0])


@pytest.mark.parametrize("tail", ["<a><b>" * 60_000, "<" * 1_200_000, "<![CDATA[" * 200_000])
def test_a_huge_broken_feed_gives_its_beginning_in_bounded_time(tail):
    body = rss("一", "二").replace("</channel></rss>", "</wrong>" + tail)
    started = time.process_time()

    feed = parse_feed(body.encode(), "text/xml")

    assert titles(feed)[:2] == ["一", "二"]
    assert any("订阅内容传输不完整" in problem for problem in render_all(feed.problems))
    assert time.process_time() - started < 5


def test_control_characters_do_not_break_a_feed():
    feed = parse_feed(rss("停\x0b水", "二").encode(), "text/xml")

    assert titles(feed) == ["停水", "二"]
    assert feed.problems == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>404</body></html>",
        b"<!doctype html><rss>",
        b"\x00\xff\xfe\x01",
        b"{",
        b"{}",
        b'{"items": []}',
        b"{" * 100_000,
        b"[1, 2]",
        b"http://10.0.0.1/feed",
        b"/etc/passwd",
    ],
)
def test_what_is_no_feed_is_said(body):
    feed = parse_feed(body, "text/html")

    assert feed.items == []
    assert len(feed.problems) == 1
    assert render(feed.problems[0]).endswith("。")


@pytest.mark.parametrize("end", ["</channel></rss>", ""])
def test_a_feed_of_too_many_entries_is_cut_and_said(end):
    body = rss(*map(str, range(1_500))).removesuffix("</channel></rss>") + end

    feed = parse_feed(body.encode(), "text/xml")

    assert titles(feed) == [str(n) for n in range(1_000)]
    assert feed.problems == []
    assert render_all(feed.remarks) == ["订阅内容超过 1,000 条，只取前 1,000 条。"]


def test_a_time_without_zone_is_beijing_time():
    body = rss("停水").replace("Tue, 24 Nov 2026 08:30:00 +0800", "2026-11-24 08:30:00")

    item = check_item(parse_feed(body.encode(), "").items[0], collected_at=NOW)

    assert item.published_at == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_bytes_break_the_reader(noise, at):
    body = rss("停水").encode()

    feed = parse_feed(body[:at] + noise + body[at:], "text/xml")

    assert feed.items or feed.problems


@pytest.mark.parametrize("where", ["{}", "<![CDATA[{}]]>"])
def test_an_emoji_in_two_halves_is_one_character_and_half_of_one_none(where):
    halves = "&#55357;&#56832; &#xD83D;&#xDE00; &#xd83d; &#0; &#128514;"
    body = rss("停水").replace("<title>停水", f"<title>停水{where.format(halves)}")

    feed = parse_feed(body.encode(), "text/xml")

    item = check_item(feed.items[0], collected_at=NOW)
    assert feed.problems == []
    assert item.title == "停水😀 😀 😂"


def test_elements_where_nobody_expects_them_break_nothing():
    body = rss("停水").replace("</item>", "<gml:pos>a</gml:pos></item>")

    feed = parse_feed(body.encode(), "text/xml")

    assert "仅读取 0 条" in render(feed.problems[0])


def test_an_entry_that_breaks_the_reader_costs_no_other_and_is_named():
    body = rss("一", "二", "三").replace("二</title>", "二</title><gml:pos>a</gml:pos>")

    feed = parse_feed(body.encode(), "text/xml")

    assert titles(feed) == ["一", "三"]
    assert feed.unread == ["https://bbs.example.org/二"]


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>云川</title>{}</feed>"""
ATOM_ENTRY = (
    "<entry><id>{0}</id><title>{0}</title><updated>2026-11-24T08:30:00+08:00</updated>"
    "<content type='html'><![CDATA[<p>{0}没水</item></entry>。完</p>]]></content></entry>"
)
JSON_FEED = '{{"version": "https://jsonfeed.org/version/1.1", "title": "云川", "items": [{}]}}'
JSON_ENTRY = '{{"id": "{0}", "title": "{0}", "content_text": "{0}没水，[[见图]]。完"}}'


def whole_feed(kind):
    names = ("一", "二", "三", "四")
    if kind == "rss":
        return rss(*names)
    if kind == "atom":
        return ATOM.format("".join(map(ATOM_ENTRY.format, names)))
    return JSON_FEED.format(", ".join(map(JSON_ENTRY.format, names)))


@given(st.sampled_from(["rss", "atom", "json"]), st.floats(0, 1))
def test_wherever_a_feed_is_cut_off_only_whole_entries_are_taken(kind, share):
    body = whole_feed(kind).encode()
    whole = parse_feed(body, "")

    feed = parse_feed(body[: int(len(body) * share)], "")

    assert feed.items == whole.items[: len(feed.items)]
    assert feed.items == whole.items or feed.problems


@pytest.mark.parametrize("opening", ["<![CDATA[", "<!--"])
def test_an_entry_that_leaves_its_quoting_open_swallows_no_other(opening):
    body = rss("一", "二", "三", "四").replace("<title>二", f"<title>二{opening}")

    feed = parse_feed(body.encode(), "text/xml")

    assert [title for title in titles(feed) if title and title[0] != "二"] == ["一", "三", "四"]
    assert "格式有误" in render(feed.problems[0])


def test_our_own_limit_of_size_is_a_remark_and_no_fault_of_the_feed():
    body = whole_feed("rss").encode()

    feed = parse_feed(body[:-120], "", cut_at_limit=True)

    assert (titles(feed), feed.problems) == (["一", "二", "三"], [])
    assert "仅收录开头完整的 3 条" in render(feed.remarks[0])
    nothing = parse_feed(body[:200], "", cut_at_limit=True)
    assert (nothing.items, nothing.remarks, len(nothing.problems)) == ([], [], 1)


DATES = st.one_of(
    st.text("0123456789-+:/.TZ年月日 ", max_size=24),
    st.from_regex(r"\A\d{4}-?\d{2,3}(-\d\d)?(T\d\d:\d\d)?([+-]\d{2,4})?\Z"),
    st.sampled_from(["00000000", "0000-00", "9999-366", "+9900", "Mon, 01 Jan 0000 00:00 GMT"]),
    st.text(max_size=30),
)


@given(DATES, st.sampled_from(["rss", "atom", "json"]))
def test_no_text_in_the_place_of_a_date_costs_an_entry(text, kind):
    date = json.dumps(text)[1:-1] if kind == "json" else escape(text)
    written = (
        whole_feed(kind)
        .replace("Tue, 24 Nov 2026 08:30:00 +0800", date, 1)
        .replace("2026-11-24T08:30:00+08:00", date, 1)
        .replace('"id": "一"', f'"date_published": "{date}", "id": "一"')
    )

    feed = parse_feed(written.encode("utf-8", "replace"), "")

    assert titles(feed) == ["一", "二", "三", "四"]
    for item in feed.items:
        assert isinstance(check_item(item, collected_at=NOW), Item)


def test_an_endless_number_or_a_line_break_in_json_costs_no_entry():
    body = whole_feed("json").replace('"id": "二"', '"id": ' + "9" * 5_000)

    feed = parse_feed(body.replace("三没水", "三\n没水").encode(), "")

    assert titles(feed) == ["一", "二", "三", "四"]


def keys(*entries):
    written = "".join(
        f"<item><title>{title}</title><guid>{guid}</guid><link>{link}</link></item>"
        for guid, link, title in entries
    )
    feed = parse_feed(f"<rss version='2.0'><channel>{written}</channel></rss>".encode(), "")
    return [item.external_key for item in feed.items]


def test_entries_under_one_guid_are_told_apart():
    home = "https://a.example/"

    assert keys(("0", f"{home}1", "停水"), ("0", f"{home}2", "停电")) == [
        f"{home}1",
        f"{home}2",
    ]
    assert keys((home, home, "停水"), (home, home, "停电")) == ["", ""]
    assert keys(("1", home, "停水"), ("2", home, "停电")) == ["1", "2"]


def test_two_versions_of_an_entry_keep_their_key():
    entry = ("7", "https://a.example/7", "停水")

    assert keys(entry, entry) == ["7", "7"]


def test_a_short_link_is_read_from_the_address_of_the_feed():
    item = "<item><title>停水</title><link>{}</link></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>"

    links = [
        parse_feed(body.format(link).encode(), "", "https://a.example/rss/news.xml").items[0]
        for link in ("/p/1", "2.html", "//b.example/3", "http://[")
    ]

    assert [item.url for item in links] == [
        "https://a.example/p/1",
        "https://a.example/rss/2.html",
        "https://b.example/3",
        "http://[",
    ]
    assert [item.external_key for item in links] == [
        "/p/1",
        "2.html",
        "//b.example/3",
        "http://[",
    ]


def test_a_feed_that_counts_comments_gives_the_count():
    body = (
        '<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>'
        "<title>论坛</title><item><title>停水</title><slash:comments>42</slash:comments></item>"
        "<item><title>来水</title></item></channel></rss>"
    )

    first, second = parse_feed(body.encode(), "application/rss+xml").items

    assert first.numbers == {"comments": "42"}
    assert second.numbers == {}
