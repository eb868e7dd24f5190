"""A search that reads like a person's name is known; places, offices and shops are not."""

from __future__ import annotations

import pytest

from huiying.engine.masking import name_search, tagger
from huiying.engine.masking.name_search import is_name_search


@pytest.mark.parametrize(
    "phrase",
    [
        "邓晓峰",
        "张建国 欠薪",
        "举报 谢天宇",
        "欧阳建设",
        "扎西多吉",
        "吴德胜打人",
        "張偉",
        "邓 晓 峰",
        "邓.晓-峰",
    ],
)
def test_a_name_alone_or_with_its_matter_is_one(phrase):
    assert is_name_search(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        "停水 白云路",
        "建国路 欠薪",
        "金龙大厦 电梯",
        "张家界",
        "李家村",
        "刘一手火锅店",
        "李宁专卖店",
        "住建局 回复",
        "向阳小学",
        "黄金周",
        "高峰",
        "高 峰",
        "黄 水",
        "水 黄",
        "停 水 电",
        "安康",
        "2026-0412",
    ],
)
def test_a_place_an_office_a_shop_and_a_word_are_none(phrase):
    assert not is_name_search(phrase)


def test_the_shape_of_a_name_is_enough_without_the_tagger(monkeypatch):
    monkeypatch.setattr(name_search, "is_installed", lambda: False)
    monkeypatch.setattr(tagger, "_loaded", [])
    monkeypatch.setattr(tagger, "model_folder", lambda: None)

    assert is_name_search("邓晓峰 欠薪")
    assert not is_name_search("建国路 欠薪")
