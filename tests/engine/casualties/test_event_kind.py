"""The kind of an emergency event, as texts speak of it.

``data/event_kinds.jsonl``: 60 texts, written before any rule of the kind was. ``kind`` null =
open or no event; ``expected`` as in ``casualties.jsonl``; ``level`` null = none may be
proposed; ``deed``: whether a body has done something. The rules were made on part "first";
part "held_out" was read once, after them. Part "second" is 20 texts, written after the rules to
avoid their words; no rule was mended on it.
"""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest

from huiying.engine.casualties.combine import combine_casualties
from huiying.engine.casualties.event_kind import (
    EVENT_KIND_NAMES,
    combine_event_kinds,
    read_event_kind,
)
from huiying.engine.reading.acts import find_act_or_call
from huiying.engine.types import EventText
from huiying.policy.grading.event_kinds import EventKind, level_by_scale

FILE = Path(__file__).parents[1] / "data" / "event_kinds.jsonl"
ROWS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
LEAST = 0.90


def kind_of(text, title=""):
    found = read_event_kind(title, text)
    return found.kind if found else None


def level_of(text):
    numbers = combine_casualties([EventText(1, "", text)]).for_a_scale()
    kind = EventKind(kind_of(text) or "")
    decided = level_by_scale(kind, {name: one.number for name, one in numbers.items()})
    return str(decided[0]) if decided else None


def share(some, fits):
    return sum(map(fits, some)) / len(some)


@pytest.mark.parametrize("part", ["first", "held_out"])
def test_nine_of_ten_hard_texts_have_the_right_kind_and_level(part):
    some = [row for row in ROWS if row["part"] == part]

    assert share(some, lambda row: kind_of(row["text"]) == row["kind"]) >= LEAST
    assert share(some, lambda row: level_of(row["text"]) == row["level"]) >= LEAST


def test_unusual_words_leave_the_kind_open_and_never_make_it_another():
    some = [row for row in ROWS if row["part"] == "second"]
    wrong = [row["text"] for row in some if kind_of(row["text"]) not in (None, row["kind"])]

    assert wrong == []
    assert share(some, lambda row: kind_of(row["text"]) == row["kind"]) >= 0.45


def test_no_text_of_another_kind_than_production_gets_a_level():
    levels = {
        row["text"]: level_of(row["text"]) for row in ROWS if row["kind"] != "production_safety"
    }

    assert [text for text, level in levels.items() if level] == []


def test_no_text_that_only_demands_something_reports_an_act():
    demands = [row["text"] for row in ROWS if not row["deed"]]

    assert [text for text in demands if find_act_or_call(text)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("教学楼瓷砖脱落，砸伤一名学生。", "other_accident"),
        ("教学楼施工，脚手架倒塌砸伤一名学生。", "production_safety"),
        ("商场着火，顾客都跑出来了。", "fire"),
        ("木材厂车间着火。", "production_safety"),
        ("渣土车撞倒一位老人。", "road_traffic"),
        ("叉车在车间里撞倒一名工人，当场死亡。", "production_safety"),
        ("机械厂食堂食物中毒，31人住院。", "public_health"),
        ("3名工人硫化氢中毒死亡，正在清淤。", "production_safety"),
        ("工地上两伙人打起来，3人受伤。", "social_security"),
        ("山体滑坡埋了一户人家。", "natural_disaster"),
        ("台风吹倒在建楼的塔吊，2名工人死亡。", None),
    ],
)
def test_where_it_happened_and_what_caused_it_decide_the_kind(text, kind):
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "前年矿上冒顶死过6个人。",
        "万一塔吊倒了砸死工人谁负责？",
        "化工厂举行泄漏应急演练，“中毒”5人。",
        "请问工地死一个人算几级事故？",
        "看到江苏一家化工厂爆炸的新闻，心里难受。",
        "废物单位，不作为，太气人了！",
        "有个别窗口态度不好，别一棍子打死。",
    ],
)
def test_what_did_not_happen_here_and_now_has_no_kind(text):
    assert kind_of(text) is None


def test_anger_and_praise_change_no_kind():
    plain = read_event_kind("", "工地脚手架坍塌。")

    assert read_event_kind("", "工地脚手架坍塌。废物单位！点赞消防！") == plain


def test_the_words_are_quoted_with_their_clause():
    found = read_event_kind("", "昨天下午，城南工地脚手架坍塌，2人被埋。")

    assert found.phrase == "城南工地脚手架坍塌"


def test_of_several_posts_more_than_half_decide_copies_included():
    works, fire = "木材厂车间着火。", "着火了，好大的烟。"

    def read(*texts):
        found = combine_event_kinds(EventText(*one) for one in texts)
        return (found.kind, found.key, found.posts) if found else None

    assert read((1, "", fire), (2, "", works, 2), (3, "", "停水")) == (
        "production_safety", 2, 2,
    )  # fmt: skip
    assert read((1, "", fire), (2, "", works)) is None
    assert read((1, "", "停水")) is None


def test_the_names_are_those_of_the_policy():
    assert {*EVENT_KIND_NAMES, ""} == {str(kind) for kind in EventKind}


def test_the_texts_are_of_every_kind():
    assert len({row["text"] for row in ROWS}) == len(ROWS) >= 60
    assert {row["kind"] for row in ROWS} == {*EVENT_KIND_NAMES, None}


@pytest.mark.parametrize("piece", ["工地坍塌，", "工地", "撞", "演练", "车撞车,", "山体"])
def test_a_hostile_text_of_a_million_characters_takes_seconds(piece):
    text = piece * (1_000_000 // len(piece))
    begun = process_time()

    read_event_kind("", text)

    assert process_time() - begun < 10
