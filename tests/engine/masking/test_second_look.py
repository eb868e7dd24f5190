"""Rules and the tagger together: names that rules miss go, shops and places stay."""

from __future__ import annotations

import pytest

from huiying.engine.masking import tagger
from huiying.engine.masking.mask import mask
from huiying.engine.masking.second_look import find_identifiers_again, mask_again


def once_more(text: str) -> str:
    return mask_again([text])[0].text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("许立群说这房子裂了", "〔姓名〕说这房子裂了"),
        ("我跟吴德胜合伙开的店", "我跟〔姓名〕合伙开的店"),
        ("欧阳建设跟包工头吵架", "〔姓名〕跟包工头吵架"),
        ("女儿糖糖在幼儿园摔倒", "女儿〔姓名〕在幼儿园摔倒"),
        ("我娃石榴还没上幼儿园", "我娃〔姓名〕还没上幼儿园"),
        ("侄女欣怡才十四岁", "侄女〔姓名〕才十四岁"),
        ("买买提·艾力的馕摊被撤了", "〔姓名〕的馕摊被撤了"),
    ],
)
def test_a_name_without_a_cue_goes(text, masked):
    assert once_more(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "刘一手火锅店排烟管对着窗户",
        "杨国福麻辣烫吃出虫子",
        "李宁专卖店买的鞋开胶",
        "黄继光小学旁的网吧",
        "李家沱的桥塌了",
        "王镇长答应过的",
        "云川区区长周建国来调研",
        "孩子天天哭，邻居有意见",
        "我爸爸住院了",
    ],
)
def test_a_shop_a_place_an_office_and_a_relative_stay(text):
    assert once_more(text) == text


def test_what_the_rules_find_is_found_too():
    text = "本人张小云，电话13800000000"

    assert once_more(text) == mask(text).text


def test_looking_twice_changes_nothing():
    once = mask_again(["昨天邓晓峰和谢天宇找过石广才，没有结果。", "孩子豆豆和壮壮打架"])

    assert [once_more(one.text) for one in once] == [one.text for one in once]


def test_what_is_found_is_told_by_its_place():
    (finds,) = find_identifiers_again(["昨天\u200b邓晓峰问过"])

    assert [tuple(one) for one in finds] == [(3, 6, "name")]


def test_without_the_tagger_the_rules_alone_look(monkeypatch):
    monkeypatch.setattr(tagger, "_loaded", [])
    monkeypatch.setattr(tagger, "model_folder", lambda: None)

    assert once_more("许立群说这房子裂了") == "许立群说这房子裂了"
    assert once_more("本人张小云") == "本人〔姓名〕"
