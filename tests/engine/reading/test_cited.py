"""Of what a language model writes, only what stands on its cited sources is kept."""

from __future__ import annotations

import pytest

from huiying.engine.reading.cited import read_cited

SOURCES = {
    1: "来访登记三号窗口排队两个小时，只有一个人",
    2: "桂花路的路灯坏了半个月，12户居民晚上看不清路",
}


def kept(answer: str) -> list[str]:
    return [one.text for one in read_cited(answer, SOURCES).accepted]


def why(answer: str) -> list[str]:
    return [one.why for one in read_cited(answer, SOURCES).dropped]


def test_a_sentence_that_stands_on_its_source_is_kept_with_it():
    found = read_cited("三号窗口排队2个小时[1]。桂花路路灯坏了半个月。[2]", SOURCES)

    assert [(one.text, one.cites) for one in found.accepted] == [
        ("三号窗口排队2个小时。", (1,)),
        ("桂花路路灯坏了半个月。", (2,)),
    ]
    assert found.dropped == ()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("三号窗口排队两个小时。", "no-source"),
        ("三号窗口排队两个小时。[7]", "unknown-source"),
        ("三号窗口排队五个小时。[1]", "number"),
        ("三号窗口排队两个小时，共300人。[1]", "number"),
        ("12户居民在三号窗口排队两个小时。[1]", "number"),  # the number stands elsewhere
        ("局长已经引咎辞职并接受调查。[1]", "words"),
        ("三号窗口排队两个小时，详见 https://evil.example/x。[1]", "address"),
        ("三号窗口排队两个小时" * 40 + "。[1]", "long"),
    ],
)
def test_what_does_not_stand_on_its_source_is_dropped_and_told_why(answer, reason):
    assert kept(answer) == []
    assert reason in why(answer)


def test_a_name_in_what_is_kept_is_masked_again():
    source = {1: "联系人王小禾电话13800000000反映排队太久"}

    [one] = read_cited("联系人王小禾电话13800000000反映排队太久。[1]", source).accepted

    assert "王小禾" not in one.text
    assert "13800000000" not in one.text


def test_a_flood_is_read_to_its_beginning():
    assert len(kept("三号窗口排队两个小时。[1]\n" * 5000)) == 12
    assert kept("") == kept("[1]") == kept("[1][2]。。。") == []


def test_a_citation_covers_no_sentence_after_it():
    answer = "三号窗口排队2个小时。[1] 局长已经辞职。"

    assert kept(answer) == ["三号窗口排队2个小时。"]
    assert why(answer) == ["no-source"]
