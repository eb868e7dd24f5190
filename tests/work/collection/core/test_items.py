from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.reasons.reason import reason
from huiying.reasons.rendering import render
from huiying.work.collection.core.items import Item, RawItem, Refusal, check_item, parse_count
from huiying.work.collection.core.moments import at_reading, more_precise, parse_moment
from huiying.work.collection.core.problem import short_code
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.files.row_items import raw_from_row

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # noon in Beijing


def check(**fields):
    item = check_item(RawItem(**fields), collected_at=NOW)
    assert isinstance(item, Item)
    return item


def codes(item):
    return [short_code(warning) for warning in item.warnings]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026年11月24日 8时30分", "2026-11-24T00:30"),
        ("2026年11月24日8点30分20秒", "2026-11-24T00:30:20"),
        ("2026年11月24日 8时", "2026-11-24T00:00"),
        ("2026/1/2 8:03", "2026-01-02T00:03"),
        ("2026.01.02 08:03:04", "2026-01-02T00:03:04"),
        ("2026-11-24 08:30:15.042", "2026-11-24T00:30:15"),
        ("2026-11-24T08:30:15", "2026-11-24T00:30:15"),
        ("2026-11-24T00:30:15Z", "2026-11-24T00:30:15"),
        ("2026-11-24T01:30:15+01:00", "2026-11-24T00:30:15"),
        ("2026-11-23 19:30 -0500", "2026-11-24T00:30"),
        ("2026-11-23 下午3:05", "2026-11-23T07:05"),
        ("2026年11月23日 星期一 晚上8点05分", "2026-11-23T12:05"),
        ("2026-11-23(周一) 08:05", "2026-11-23T00:05"),
        ("2026-11-23 中午11:30", "2026-11-23T03:30"),
        ("2026-11-23 凌晨12:30", "2026-11-22T16:30"),
        ("2026-11-23 3:05 PM", "2026-11-23T07:05"),
        ("２０２６－１１－２４　０８：３０", "2026-11-24T00:30"),
        ("20261124083000", "2026-11-24T00:30"),
        ("202611240830", "2026-11-24T00:30"),
        ("1795480200", "2026-11-24T00:30"),
        ("1795480200000", "2026-11-24T00:30"),
        ("Tue, 24 Nov 2026 08:30:00 +0800", "2026-11-24T00:30"),
        ("Tue, 24 Nov 2026 08:30:00 CST", "2026-11-24T00:30"),
        ("Tue, 24 Nov 2026 00:30:00 GMT", "2026-11-24T00:30"),
        ("Tue, 24 Nov 2026 00:30:00 +00:00", "2026-11-24T00:30"),
        ("Tue, 24 Nov 2026 00:30:00 -0000", "2026-11-24T00:30"),
        ("Mon, 23 Nov 2026 19:30:00 GMT-5", "2026-11-24T00:30"),
        ("Tue Nov 24 2026 09:30:00 GMT+0900 (JST)", "2026-11-24T00:30"),
        ("2026-11-24 08:30:00.123456+08", "2026-11-24T00:30"),
        ("2026-11-24 09:30:00 GMT+9", "2026-11-24T00:30"),
        ("2026-11-24 08:30:00 CST", "2026-11-24T00:30"),
        ("2026-11-24 12:09", "2026-11-24T04:09"),
    ],
)
def test_dates_are_read_as_sources_write_them(text, utc):
    moment, warning = parse_moment(text, collected_at=NOW)

    assert warning is None
    assert moment == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-30", "date_impossible"),
        ("2026年13月1日 8时", "date_impossible"),
        ("2026-11-24 25:00", "date_impossible"),
        ("20260230", "date_impossible"),
        ("0001-01-01 00:00:00", "date_impossible"),
        ("1970-01-01 08:00:00", "date_impossible"),
        ("2026-11-24T08:30:15+99:00", "date_impossible"),
        ("2026-11-24 12:11", "date_future"),
        ("2031年1月1日", "date_future"),
        ("9999999999999", "date_future"),
        ("昨天 08:30", "date_unreadable"),
        ("3分钟前", "date_unreadable"),
        ("11-24 08:30", "date_unreadable"),
        ("24/11/2026", "date_unreadable"),
        ("2026-11-23 晚上12:30", "date_unreadable"),
        ("Foo, 99 Bar 2026", "date_unreadable"),
        ("=NOW()", "date_unreadable"),
        ("时间" * 5_000, "date_unreadable"),
    ],
)
def test_a_date_that_cannot_be_stays_unknown_and_is_said(text, code):
    item = check(title="停水", published_at=text)

    assert item.published_at is None
    assert codes(item) == [code]
    assert "未知" in render(item.warnings[0])


def test_no_date_is_simply_unknown():
    item = check(title="停水", published_at="  ")

    assert item.published_at is None
    assert item.warnings == ()


def test_a_date_without_a_time_is_kept_with_a_warning():
    item = check(title="停水", published_at="2026年11月23日")

    assert item.published_at == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert codes(item) == ["date_only"]


@given(
    st.datetimes(datetime(1991, 1, 2), datetime(2026, 11, 23)),  # noqa: DTZ001
    st.integers(-12 * 60, 14 * 60),
)
def test_every_moment_with_a_zone_comes_back(moment, minutes):
    whole = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))

    parsed, warning = parse_moment(whole.isoformat(), collected_at=NOW)

    assert parsed == whole
    assert warning is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3小时前", "2026-11-24 09:00"),
        ("半小时前", "2026-11-24 11:30"),
        ("5 分钟之前", "2026-11-24 11:55"),
        ("40秒前", "2026-11-24 11:59"),
        ("刚刚", "2026-11-24 12:00"),
        ("3天前", "2026-11-21"),
        ("2周前", "2026-11-10"),
        ("今天 08:30", "2026-11-24 08:30"),
        ("昨天14：20", "2026-11-23 14:20"),
        ("昨日 下午3:05", "2026-11-23 下午3:05"),
        ("前天 8点", "2026-11-22 8点"),
        *[(text, text) for text in ("昨天", "11月3日前", "2026-11-24", "几分钟前", "")],
    ],
)
def test_a_text_relative_to_its_reading_becomes_a_date_of_beijing(text, date):
    assert at_reading(text, NOW) == date


@given(st.integers(0, 999), st.sampled_from(["秒", "分钟", "小时", "天", "周"]))
def test_so_long_ago_is_never_later_than_now(count, unit):
    moment, _warning = parse_moment(at_reading(f"{count}{unit}前", NOW), collected_at=NOW)

    assert moment is not None
    assert moment <= NOW


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_relative_date(text):
    assert isinstance(at_reading(text, NOW), str)
    assert more_precise(text, "") == text


def test_a_time_of_the_same_day_is_more_precise_than_the_day():
    assert more_precise("2026-11-24", "2026-11-24 08:30") == "2026-11-24 08:30"
    assert more_precise("2026-11-24", "2026-11-23 08:30") == "2026-11-24"
    assert more_precise("2026-11-24 09:00", "2026-11-24 08:30") == "2026-11-24 09:00"
    assert more_precise("sometime", "2026-11-24") == "2026-11-24"


LIKE_DATES = st.text("0123456789-+:/.TZWGM年月日时分前后昨今天小 ", max_size=30)


@given(st.one_of(LIKE_DATES, st.text(max_size=80)))
def test_no_text_breaks_the_reading_of_a_date(text):
    moment, _warning = parse_moment(text, collected_at=NOW)

    assert moment is None or moment <= NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", ""),
        (" \u3000\n", "\u200b\ufeff"),
        ("<p></p>", "<script>alert(1)</script>"),
        ("&nbsp;", "<!-- nichts -->"),
    ],
)
def test_an_item_without_words_is_refused(title, text):
    refusal = check_item(RawItem(title=title, text=text), collected_at=NOW)

    assert isinstance(refusal, Refusal)
    assert refusal.code == "empty"
    assert refusal.reason == reason("collection.item.empty")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (
            "<p>停水<b>三天</b></p><script>steal()</script><style>p{}</style>没人管",
            "停水三天\n没人管",
        ),
        ("水压<0.1MPa，a<b且b>c", "水压<0.1MPa，a<b且b>c"),
        ("第一段<br>第二段<br/>第三段", "第一段\n第二段\n第三段"),
        ("&lt;p&gt;停水&lt;/p&gt;&amp;amp;停电", "停水\n&停电"),
        ("<img src=x onerror=alert(1)>停水", "停水"),
        ("<img src=x onerror=alert(1) 停水", ""),
        ("<iframe src='http://x.test'></iframe>停水", "停水"),
        ("停水\u202e了\u2066\u200b\u00ad\u200f\ufeff", "停水了"),
        ("停\x00水\x07\ud83d", "停水"),
        ("谢谢👨‍👩‍👧❤️🇨🇳👍🏽", "谢谢👨‍👩‍👧❤️🇨🇳👍🏽"),
        ("停\u200d水", "停水"),
        ("一\r\n二\u2028三\n\n\n\n四  五\u3000\u3000六", "一\n二\n三\n\n四 五 六"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_text_becomes_plain(raw, clean):
    assert check(title="题", text=raw).text == clean


@given(st.text())
def test_plain_text_can_always_be_stored_and_shows_no_hidden_marks(text):
    item = check(title="题" + text, text=text, author=text, channel=text, url=text)

    for value in (item.title, item.text, item.author, item.channel, item.external_key):
        value.encode("utf-8")
        assert not set(value) & set("\0\u202e\u200b\u2066\ufeff")


def test_a_text_of_a_megabyte_keeps_its_beginning():
    item = check(title="题", text="水" * 1_000_000)

    assert len(item.text) == 200_000
    assert codes(item) == ["text_cut"]
    assert "1,000,000" in render(item.warnings[0])


def test_a_long_title_is_cut_and_said():
    item = check(title="停水\n" * 200)

    assert len(item.title) <= 300
    assert "\n" not in item.title
    assert codes(item) == ["title_cut"]


@pytest.mark.parametrize(
    ("url", "kept", "host"),
    [
        (
            "https://BBS.Example.org/a?b=1#c",
            "https://bbs.example.org/a?b=1#c",
            "bbs.example.org",
        ),
        ("http://user:secret@example.org:8080/", "http://example.org:8080/", "example.org"),
        ("javascript:alert(1)", "", ""),
        ("ftp://example.org/a", "", ""),
        ("www.example.org", "", ""),
        ("http://[::1", "", ""),
        ("http://example.org:99999/", "", ""),
        ("https://example.org/\u202egpj.exe", "", ""),
        ('https://example.org/"onclick=', "", ""),
        ("https://example.org/" + "a" * 3_000, "", ""),
    ],
)
def test_only_web_addresses_without_credentials_are_kept(url, kept, host):
    item = check(title="题", url=url)

    assert (item.url, item.host) == (kept, host)
    assert codes(item) == ([] if kept else ["url_dropped"])


def test_a_computed_key_is_stable_and_tells_items_apart():
    post = {"title": "停水", "text": "没水", "published_at": "2026-11-23 08:00"}

    assert check(**post).external_key == check(**post).external_key
    assert check(**post).external_key != check(**{**post, "text": "有水了"}).external_key
    # Many answers stand at the address of one thread; none of them may be lost.
    one, two = (check(text=text, url="https://bbs.example.org/t/1") for text in ("甲", "乙"))
    assert one.external_key != two.external_key


def test_a_computed_key_does_not_depend_on_the_author_and_can_be_keyed():
    raw = RawItem(text="电话见内", author="甲")
    other = RawItem(text="电话见内", author="乙")

    plain = check_item(raw, collected_at=NOW)
    keyed = check_item(raw, collected_at=NOW, key_secret=b"k" * 32)

    assert plain.external_key == check_item(other, collected_at=NOW).external_key
    assert keyed.external_key != plain.external_key


def test_long_keys_stay_distinct():
    one, two = (check(title="题", external_key="k" * 500 + end).external_key for end in "ab")

    assert one != two
    assert len(one) <= 200


def test_a_row_is_read_through_its_mapping():
    row = {"标题": "停水", "赞": "1.2万", "作者": "甲"}

    raw = raw_from_row(row, Mapping(title="标题", likes="赞", author="作者", text="没有这列"))
    item = check_item(raw, collected_at=NOW)

    assert (item.title, item.text, item.author) == ("停水", "", "甲")
    assert item.numbers == {"likes": 12_000}


@pytest.mark.parametrize("text", ["", "很多", "-3", "1e9", "٣万万", "=1+1"])
def test_what_is_no_count_is_absent(text):
    assert parse_count(text) is None
