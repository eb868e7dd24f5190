"""Which sentences of an answer state a fact: the signs, and what is none."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.metrics import binary
from huiying.engine.reading.factual import counted_fact, factual_signs
from huiying.engine.text.clean import MAX_CHARS

STATES = (
    ("11月23日，3号窗口要求7人先撤网帖，未予登记。", {"date", "number"}),
    ("补偿款已发3.2万元。", {"amount", "number", "deed"}),
    ("十二处取样中，两处浑浊度超标。", {"number"}),
    ("此前已有 ２００ 多人顺利办结。", {"number"}),
    ("轮椅通道由区住建局负责修复。", {"body"}),
    ("锦绣里七号楼三单元墙体开裂。", {"number", "place"}),
    ("原因是更换阀门冲起了铁锈。", {"cause"}),
    ("昨夜更换了主管阀门。", {"date", "deed"}),
    ("裂缝与一层拆改墙体有关。", {"cause"}),
    ("也可以到东街站、三里桥站取药。", {"place"}),
    ("接访大厅西侧的坡道被占。", {"place"}),
    ("一、今年起照常受理。", {"date"}),
    ("三张申领单一直没有批。", {"number"}),
    ("没有人员受伤。", {"finding"}),
    ("破损的围栏已修好。", {"deed"}),
)
STATES_NOTHING = (
    "来访登记不需要撤销网上的反映。",
    "一个窗口曾这样要求，做法是错误的。",
    "给大家造成不便，我们道歉。",
    "我局将高度重视、举一反三，切实提升服务水平。",
    "我们一定一律整改，绝不走弯路。",
    "才发现这一点。",
    "感谢区水务局的支持。",
    "我们正在核实。",
    "与您有关的材料请带好。",
    "【已经知道的】",
    "一、",
    "已经知道的情况：",
    "3号窗口到底怎么了？",
    "请拨打 010-12345678 或 12345。",
    "云川区信访局来访接待科　2026 年 11 月 24 日",
    "",
    "　",
)


@pytest.mark.parametrize(
    ("sentence", "signs"),
    [
        ("雨棚掉下来砸伤一名学生，请区住建局尽快处理。", set()),
        ("雨棚年久失修，希望区教育局连夜派人把教室都查一遍。", set()),
        ("雨棚已拆除，请区教育局把其余教室都查一遍。", {"deed"}),
        ("已请区住建局核实。", {"body", "deed"}),
    ],
)
def test_what_a_body_is_asked_to_do_within_a_sentence_is_no_deed_of_it(sentence, signs):
    assert {found.sign for found in factual_signs(sentence)} == signs


@pytest.mark.parametrize(("sentence", "signs"), STATES)
def test_a_sentence_with_a_number_date_amount_place_body_or_cause_states_a_fact(
    sentence, signs
):
    assert {found.sign for found in factual_signs(sentence)} == signs


def test_most_sentences_of_notices_are_told_as_a_person_told_them():
    lines = (Path(__file__).parents[1] / "data" / "factual.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    found = [bool(factual_signs(row["text"])) for row in rows]
    truth = [row["factual"] for row in rows]

    score = binary(truth, found)
    assert len(rows) >= 120
    assert score.precision >= 0.97
    assert score.recall >= 0.97


@pytest.mark.parametrize("sentence", STATES_NOTHING)
def test_wishes_headings_signatures_and_questions_state_none(sentence):
    assert factual_signs(sentence) == ()


def test_a_body_that_the_bureau_knows_is_found_by_its_name():
    assert factual_signs("由来访接待科办理。") == ()
    (found,) = factual_signs("由来访接待科办理。", ["", "来访接待科"])

    assert (found.sign, found.words) == ("body", "来访接待科")


def test_hidden_characters_do_not_hide_a_number():
    assert factual_signs("共\u200b７\u200b人受影响。")


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    for found in factual_signs(text, ["区水务局"]):
        assert found.words


@pytest.mark.parametrize(
    "text", ["路" * MAX_CHARS, "一" * MAX_CHARS, "区" * MAX_CHARS, "1:" * MAX_CHARS]
)
def test_a_long_sentence_is_read_in_time(text):
    began = process_time()
    factual_signs(text)

    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("经核实，受影响居民为120户。", ("受影响居民", "120户")),
        ("11月23日，3号窗口要求7人先撤网帖。", ("3号窗口要求", "7人")),
        ("截至11月28日，共补发3,200元。", ("补发", "3,200元")),
        ("涉及约四十名业主，已逐户登记。", ("涉及", "约四十名")),
        ("自来水浊度超标，已停用。", None),
        ("11月23日上午8时开始抢修。", None),
        ("", None),
    ],
)
def test_the_first_amount_and_what_it_counts_begin_a_fact(sentence, found):
    read = counted_fact(sentence)

    assert (read and (read.attribute, read.value)) == found
