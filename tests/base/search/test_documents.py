"""Search finds any phrase exactly, on either database, and never a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.base.search.documents import Document, find, put, put_many
from huiying.base.search.models import SearchDocument
from huiying.base.search.personal import personal_search_refusal
from huiying.base.search.tokens import tokens_of, words_of
from tests.factories import T0

HERE, THERE = 1, 2
pytestmark = pytest.mark.django_db


def keep(ref, text, *, bureau=HERE, kind="answer", public=True, minutes=0):
    at = T0 + timedelta(minutes=minutes)
    put(bureau_id=bureau, kind=kind, ref=ref, text=text, public=public, at=at)


def found(phrase, **more):
    return find(bureau_id=HERE, phrase=phrase, **more).refs


def test_any_run_of_characters_is_found_and_the_newest_comes_first():
    keep("2026-0001", "接访大厅周五起须预约,无预约不接待?", minutes=1)
    keep("2026-0002", "预约系统已恢复", minutes=2)

    assert found("预约") == ["2026-0002", "2026-0001"]
    assert found("周五起须预约") == ["2026-0001"]
    assert found("约预") == []
    assert found("厅") == ["2026-0001"]


def test_words_parted_by_spaces_must_all_be_there():
    keep("a", "停水通知:云川佳园今夜停水")
    keep("b", "停水已经恢复")

    assert found("停水 佳园") == ["a"]
    assert found("停水 停电") == []


def test_characters_that_are_only_in_other_places_are_no_phrase():
    keep("a", "水停了,停电没有。恢水了")

    assert found("停水") == []


def test_width_and_case_do_not_matter_and_words_are_whole():
    keep("a", "ＷｉＦｉ 密码:Room101 已换")

    assert found("wifi") == ["a"]
    assert found("ROOM101") == ["a"]
    assert found("room10") == []
    assert found("编号 2026") == []


@pytest.mark.parametrize(
    "typed",
    [
        '"停水',
        '停水"',
        "停水 OR 1",
        "NEAR(停 水)",
        "停*",
        "tokens:停水",
        "(停水",
        "^停水",
        "-停水",
        "停%水",
        "停_水",
        "'; DROP TABLE x; --",
        "\\停水",
        "停水\x00",
        "{停水}",
        "AND",
        "NOT 停水",
    ],
)
def test_whatever_is_typed_is_a_literal_phrase(typed):
    keep("a", "无关的文字")
    keep("hit", f"前 {typed} 后")

    assert found(typed) == ["hit"]


@pytest.mark.parametrize("typed", ["", "   ", "?!,。", "\x00", "😀"])
def test_a_question_without_a_letter_finds_nothing(typed):
    keep("a", "文字 😀")

    assert find(bureau_id=HERE, phrase=typed).total == 0


def test_rare_characters_and_other_scripts_are_found():
    keep("a", "地名𫠠村、䶮里、龿;ひらがな 한국어 Ünïcode")

    for phrase in ("𫠠村", "䶮", "龿", "らが", "국어", "ünïcode"):
        assert found(phrase) == ["a"], phrase
    assert found("𫠡村") == []


def test_putting_again_replaces():
    keep("a", "停水")
    keep("a", "停电")

    assert (found("停水"), found("停电")) == ([], ["a"])


def test_the_index_follows_rows_that_are_deleted_without_the_door():
    keep("a", "停水")
    SearchDocument.objects.all().delete()
    keep("b", "停电")

    assert found("停水") == []


def test_bureaus_kinds_and_the_public_are_kept_apart():
    keep("mine", "停水")
    keep("theirs", "停水", bureau=THERE)
    keep("inner", "停水", kind="incident", public=False)

    assert sorted(found("停水")) == ["inner", "mine"]
    assert found("停水", public_only=True) == ["mine"]
    assert found("停水", kinds=["incident"]) == ["inner"]
    assert found("停水", kinds=[]) == []


def test_pages_of_hits_tell_the_total():
    put_many(
        bureau_id=HERE,
        documents=[
            Document(
                "answer", f"{n:03d}", f"停水 第{n}号", public=True, at=T0 + timedelta(minutes=n)
            )
            for n in range(30)
        ],
    )

    page = find(bureau_id=HERE, phrase="停水", limit=10, offset=10)

    assert page.total == 30
    assert page.refs == [f"{n:03d}" for n in range(19, 9, -1)]


@pytest.mark.parametrize(("offset", "shown"), [(0, 3), (2, 1), (3, 0), (9, 0)])
def test_the_last_page_tells_the_total_without_counting_again(offset, shown):
    for number in range(3):
        keep(f"a{number}", "停水通知")

    page = find(bureau_id=HERE, phrase="停水", limit=10, offset=offset)

    assert (page.total, len(page.refs)) == (3, shown)


def test_who_needs_no_total_gets_how_many_came():
    for number in range(3):
        keep(f"a{number}", "停水通知")

    page = find(bureau_id=HERE, phrase="停水", limit=2, count=False)

    assert (page.total, len(page.refs)) == (2, 2)


def test_a_text_of_a_million_characters_can_be_kept():
    keep("long", "很长的文字" * 200_000 + "末尾")

    assert found("长的文字很") == ["long"]


ALPHABET = "停水电预约ab1 ,。%_'\"*ひ𫠠é"


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(text=st.text(ALPHABET, max_size=30), phrase=st.text(ALPHABET, max_size=5))
def test_a_text_is_found_exactly_when_it_holds_every_word(text, phrase):
    SearchDocument.objects.all().delete()
    keep("a", text)
    held = f" {' '.join(tokens_of(text))} "
    words = words_of(phrase)

    expected = bool(words) and all(f" {' '.join(word)} " in held for word in words)

    assert bool(found(phrase)) is expected


@pytest.mark.parametrize(
    "phrase",
    [
        "13800000000",
        "138 0000 0000",
        "１３８-００００-００００",
        "+86 13800000000",
        "0571-88880000",
        "110101199003071234",
        "11010119900307123X",
        "@某网友",
        "停水 @某网友",
        "someone@mail.example",
        "微信:abc12345",
        "本人张小云",
        "@nick 微博",
        "抖音 小明",
        "小明 微博",
        "抖音博主小明",
        "kuaishou 老王",
        "zhangsan",
        "Zhang San 欠薪",
        "zhāng xiǎoyún",
        "xiaoyun-zhang",
        "ouyangxiu",
    ],
)
def test_a_search_for_a_person_is_answered_with_the_reason_why_not(phrase):
    keep("a", f"帖文 {phrase}")

    hits = find(bureau_id=HERE, phrase=phrase)

    assert personal_search_refusal(phrase)
    assert (hits.total, hits.refs) == (0, [])
    assert "按事件查找" in hits.refused


@pytest.mark.parametrize(
    "phrase",
    [
        "2026-0412",
        "停水 3 天",
        "12345 热线",
        "云川佳园",
        "2026年11月24日",
        "130 户 停水 24 小时",
        "抖音 停水",
        "微博 老旧小区 电梯",
        "抖音 大桥 小学",
        "快手 外卖小哥",
        "微信 小程序 打不开",
        "抖音 老师",
        "小明小区",
        "weibo",
        "Wuhan",
        "wuye 漏水",
        "machine module",
        "APP 12345 WIFI",
    ],
)
def test_ordinary_questions_are_not_taken_for_persons(phrase):
    assert personal_search_refusal(phrase) is None
