"""What a post states: numbers, needs, harm, claims, kind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.reading.content import read_content
from huiying.engine.text.numerals import read_number

NUMBERS = [
    ("事故造成3人死亡，5人受伤。", {"dead": 3, "hurt": 5}),
    ("3死11伤。", {"dead": 3, "hurt": 11}),
    ("两死三伤", {"dead": 2, "hurt": 3}),
    ("死亡11受伤5。", {"dead": 11, "hurt": 5}),
    ("致2人死亡、1人失踪。", {"dead": 2, "missing": 1}),
    ("死亡人数升至12人。", {"dead": 12}),
    ("一名男子坠楼身亡。", {"dead": 1}),
    ("12岁男孩溺亡。", {"dead": 1}),
    ("5名学生中毒送往医院。", {"hurt": 5}),
    ("二十多名群众被困。", {"trapped": 20}),
    ("数十人中毒。", {"hurt": 20}),
    ("3至5人受伤。", {"hurt": 5}),
    ("1,200余人受伤。", {"hurt": 1200}),
    ("1.2万人感染。", {"hurt": 12000}),
    ("多人受伤。", {"hurt": 3}),
    ("没有人员伤亡。", {"dead": 0, "hurt": 0}),
    ("未造成人员伤亡。", {"dead": 0, "hurt": 0}),
    ("5人未受伤。", {}),
    ("3只羊死亡。", {}),
    ("累死了，气死人。", {}),
    ("如果有3人死亡谁负责？", {}),
    ("差点有3人受伤。", {}),
    ("担心有人受伤。", {}),
    ("死亡赔偿标准是多少", {}),
    ("孩子12岁，读三年级。", {}),
    ("去年有3人死亡。", {}),
    ("去年有3人死亡。今天1人受伤。", {"hurt": 1}),
    ("先是2人受伤。后来确认4人受伤。", {"hurt": 4}),
    ("路边停水三天了。", {}),
    ("", {}),
]


@pytest.mark.parametrize(("text", "stated"), NUMBERS)
def test_numbers_of_people_are_read_or_not_stated(text, stated):
    found = read_content("", text)
    values = {kind: getattr(found, kind) for kind in ("dead", "missing", "hurt", "trapped")}

    assert {kind: value for kind, value in values.items() if value is not None} == stated


def test_the_number_of_the_title_wins():
    assert read_content("火灾致2人死亡", "有人说3人死亡。").dead == 2


def test_every_number_shows_the_words_it_rests_on():
    found = read_content("通报", "事故造成3人死亡。")

    (span,) = [span for span in found.spans if span.kind == "dead"]
    assert span.text == "3人死亡"
    assert "通报\n事故造成3人死亡。"[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("十", 10), ("十二", 12),
     ("二十", 20), ("一百零五", 105), ("三千", 3000), ("1.5万", 15000), ("两百", 200),
     ("几十", 30), ("x", None), ("", None), ("九" * 30, 10**9)],
)  # fmt: skip
def test_numerals(text, number):
    assert read_number(text) == number


@given(st.integers(1, 9_999))
def test_western_numerals_are_read_as_they_stand(number):
    assert read_content("", f"造成{number}人受伤。").hurt == number


NEEDS = [
    ("云川佳园停水", "整个小区停水三天了。", "water", True),
    ("我家停水", "我家里停水一天了。", "water", False),
    ("停水", "30多户停水。", "water", True),
    ("停水", "3户停水。", "water", False),
    ("", "全村没有水喝。", "water", True),
    ("", "自来水发黄有异味，我家不敢用。", "water", False),
    ("北岭新城小区暖气不热", "", "heat", True),
    ("", "我家暖气不热。", "heat", False),
    ("", "教学楼墙体开裂，全校学生都害怕。", "housing", True),
    ("", "孩子没学上，我们小区家长都着急。", "school", True),
    ("", "整个社区买不到药。", "medicine", True),
    ("停电", "全小区停电。", "power", True),
    ("停水通知", "现已恢复供水。", None, False),
    ("", "没电话可以打。", None, False),
    ("", "公园的花开了。", None, False),
]


@pytest.mark.parametrize(("title", "text", "need", "whole"), NEEDS)
def test_basic_needs_and_whom_they_concern(title, text, need, whole):
    found = read_content(title, text)

    assert (found.basic_need, found.basic_need_whole) == (need, whole)
    if need and not whole:
        assert found.household_harm or found.group_harm


HARM = [
    ("工地噪音扰民，居民无法休息。", "group"),
    ("几十名工人被拖欠工资。", "group"),
    ("我的工资被拖欠。", "household"),
    ("我家楼上漏水。", "household"),
    ("30名学生上吐下泻。", "group"),
    ("请问社保怎么办理？", ""),
    ("建议增设公交站。", ""),
]


@pytest.mark.parametrize(("text", "whom"), HARM)
def test_harm_to_a_group_is_told_from_harm_to_a_household(text, whom):
    found = read_content("", text)

    assert (found.group_harm, found.household_harm) == (whom == "group", whom == "household")


@pytest.mark.parametrize(
    ("text", "claim"),
    [("听说学校要搬迁。", True), ("这是真的吗？", True), ("是否属实？", True),
     ("群里都在传要停水", True), ("从没听说过这种事。", False), ("听说您很忙", False),
     ("骇人听闻的价格", False), ("路灯不亮", False)],
)  # fmt: skip
def test_hearsay_and_requests_to_confirm_are_checkable(text, claim):
    assert read_content("", text).checkable_claim is claim


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [("请问社保怎么办理？", "", "question"), ("建议增设公交站", "", "suggestion"),
     ("投诉工地噪音扰民", "", "complaint"), ("表扬信", "点赞窗口人员", "praise"),
     ("求助", "帮帮我们", "help"), ("反映路灯情况", "", "report"), ("", "", "report")],
)  # fmt: skip
def test_kinds(title, text, kind):
    assert read_content(title, text).kind == kind


HOSTILE = ["你们这些狗官", "无能的局长下台", "废物单位，腐败透顶", "一群骗人的东西"]
FRIENDLY = ["局长是好官", "政府英明", "领导真好", "你们是最好的单位"]
TEXTS = (
    [text for text, _ in NUMBERS]
    + [f"{title}。{text}" for title, text, *_ in NEEDS]
    + [text for text, _ in HARM]
)


@given(st.sampled_from(TEXTS), st.sampled_from(HOSTILE + FRIENDLY))
def test_abuse_and_praise_of_the_bureau_change_no_signal(text, words):
    plain = read_content("", text)
    loaded = read_content("", f"{text}\n{words}。")

    assert replace(loaded, spans=()) == replace(plain, spans=())


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_read(title, text):
    found = read_content(title, text)

    assert all(span.start <= span.end for span in found.spans)
    assert not (found.group_harm and found.household_harm)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("打了三次热线，电话都说在查，没有下文。", "电话都说在查"),
        ("云川佳园停水三天。有人说要停一周！", "有人说要停一周"),
    ],
)
def test_what_is_shown_of_hearsay_begins_and_ends_with_its_clause(text, clause):
    (span,) = [one for one in read_content("", text).spans if one.kind == "claim"]

    assert span.clause == clause
    assert span.text in span.clause


def test_a_clause_whose_beginning_is_far_away_shows_that_it_was_cut():
    text = f"{'这里从去年秋天到今年春天一直都没有一个能说清楚的地方' * 2}大家都说要涨价"

    (span,) = [one for one in read_content("", text).spans if one.kind == "claim"]

    assert span.clause.startswith("…")
    assert span.clause.endswith("都说要涨价")
