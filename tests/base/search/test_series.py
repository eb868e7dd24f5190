"""A long series is found by phrase, facet and range, newest first, on either database."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.base.search import series
from huiying.base.search.backends import postgres_series
from huiying.base.search.series import SearchSeries, SeriesQuery, SeriesText
from tests.query_plans import count_rows, wide_reads

HERE, THERE = 1, 2
pytestmark = pytest.mark.django_db


def put(*texts, bureau=HERE, first=1, facets=(), shelf=SearchSeries.POST):
    rows = [SeriesText(first + step, text, facets) for step, text in enumerate(texts)]
    series.put(shelf, bureau_id=bureau, texts=rows)


def found(phrase="", *, bureau=HERE, limit=50, shelf=SearchSeries.POST, **more):
    question = SeriesQuery(phrase, **more)
    return list(series.find(shelf, bureau_id=bureau, question=question, limit=limit).numbers)


def count(phrase="", **more):
    return series.count(SearchSeries.POST, bureau_id=HERE, question=SeriesQuery(phrase, **more))


def test_any_run_of_characters_is_found_newest_first():
    put("昨晚路灯不亮", "停水通知", "路灯，不亮三天了")

    assert found("路灯不亮") == [3, 1]
    assert found("灯") == [3, 1]
    assert found("亮灯") == []
    assert found("了") == [3]
    assert found("昨") == [1]


def test_characters_that_stand_apart_are_no_phrase():
    put("水停了，停电没有。恢水了", "路灯坏了，不要不亮路过灯下")

    assert found("停水") == []
    assert found("路灯不亮") == []


def test_words_parted_by_spaces_must_all_be_there_and_latin_words_are_whole():
    put("ＷｉＦｉ 密码:Room101 已换", "wifi坏了", "roomy wifibox")

    assert found("wifi") == [2, 1]
    assert found("WIFI 密码") == [1]
    assert found("room") == []
    assert found("wifi 停水") == []


@pytest.mark.parametrize(
    "typed",
    ['"停水', "停水 OR 1", "NEAR(停 水)", "停*", "facets:bureau2", "^停水", "'; DROP", "停%水"],
)
def test_whatever_is_typed_is_taken_literally(typed):
    put("今夜停水")
    put("今夜停水", bureau=THERE, first=10)

    assert found(typed) in ([], [1])


def test_facets_and_ranges_narrow_with_words_and_without():
    put("路灯不亮", "停水", facets=("s1", "cff"))
    put("路灯不亮", "停水", facets=("s2", "cff"), first=3)

    assert found("路灯", facets=["s1"]) == [1]
    assert found(facets=["s2"]) == [4, 3]
    assert found(facets=["cff", "s2"]) == [4, 3]
    assert found(since=2, before=4) == [3, 2]
    assert found("停水", before=4) == [2]
    assert (count(), count("停水"), count(facets=["s1"]), count(since=4)) == (4, 2, 2, 1)


def test_a_facet_that_the_index_would_cut_is_refused():
    with pytest.raises(ValueError, match="no facet"):
        put("路灯", facets=("s-1",))


def test_bureaus_and_shelves_never_mix():
    put("路灯不亮")
    put("路灯不亮", bureau=THERE, first=2)
    put("路灯不亮", shelf=SearchSeries.RECORD, first=3)

    assert found("路灯") == [1]
    assert found(bureau=THERE) == [2]
    assert found("路灯", shelf=SearchSeries.RECORD) == [3]
    assert count("路灯") == 1


def test_a_person_is_not_looked_for():
    put("电话 13800001234")

    question = SeriesQuery("13800001234")
    answer = series.find(SearchSeries.POST, bureau_id=HERE, question=question, limit=5)

    assert answer.numbers == ()
    assert "不按人查找" in answer.refused
    assert count("13800001234") == 0


def test_marks_alone_find_nothing_and_nothing_typed_finds_all():
    put("路灯不亮")

    assert found("！？") == []
    assert count("！？") == 0
    assert found("  ") == [1]


def test_a_page_goes_on_where_the_last_one_ended_and_counting_stops(monkeypatch):
    monkeypatch.setattr(series, "MOST_COUNTED", 5)
    put(*["路灯不亮"] * 9)

    first = found("路灯", limit=4)

    assert first == [9, 8, 7, 6]
    assert found("路灯", limit=4, before=first[-1]) == [5, 4, 3, 2]
    assert count("路灯") == 6


def test_a_rare_word_is_found_behind_many_newer_texts(monkeypatch):
    monkeypatch.setattr(postgres_series, "RECENT", 3)
    put("煤气泄漏", *["路灯不亮"] * 6, "煤气恢复")

    assert found("煤气") == [8, 1]
    assert found("煤气", limit=1) == [8]


def test_an_emptied_shelf_holds_nothing_and_can_be_filled_again():
    put("路灯不亮")

    series.empty(SearchSeries.POST)

    assert found("路灯") == []
    put("路灯不亮")
    assert found("路灯") == [1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.lists(st.text("水停电灯a1 ,", max_size=8), max_size=5), st.text("水停电灯a1", max_size=3)
)
def test_it_finds_what_reading_every_text_would_find(db, texts, phrase):
    from huiying.base.search.tokens import stored_tokens, words_of  # noqa: PLC0415

    series.empty(SearchSeries.POST)
    put(*texts)

    words = [f" {' '.join(word)} " for word in words_of(phrase)]
    expected = [
        number
        for number, text in enumerate(texts, start=1)
        if all(word in stored_tokens(text) for word in words)
    ]
    assert found(phrase) == expected[::-1]


def test_a_rare_phrase_reads_the_few_texts_that_have_it(monkeypatch):
    monkeypatch.setattr(postgres_series, "RECENT", 3)
    put(*("供水正常，供电正常" for _ in range(1500)), "老城区停水三天", first=1)
    put(*("供气正常" for _ in range(500)), first=2000)
    count_rows()

    assert found("老城区停水") == [1501]
    assert wide_reads(lambda: found("老城区停水"), {"search_post"}, most=20) == []


def test_a_text_that_changed_is_found_by_its_new_words_alone():
    put("许立群说路灯不亮", "路灯不亮", first=1)

    series.replace(
        SearchSeries.POST,
        bureau_id=HERE,
        texts=[(SeriesText(1, "许立群说路灯不亮"), SeriesText(1, "〔姓名〕说路灯不亮"))],
    )

    assert found("群说") == []
    assert found("说路灯不亮") == [1]
    assert found("路灯不亮") == [2, 1]
