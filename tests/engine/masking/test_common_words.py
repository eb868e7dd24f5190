"""Ordinary words that were taken for names stay; names beside them do not."""

from __future__ import annotations

import pytest

from huiying.engine.masking.mask import mask
from huiying.engine.masking.second_look import mask_again

STAY = [
    "三单元的墙昨晚裂了一道缝，刚才咔咔响，裂缝一下宽了",
    "门口修鞋摊的老师傅住院回来了，人瘦了一圈",
    "老师傅教磨豆浆，先泡八个钟头",
    "水黄了三个小时，居民全靠互相打听",
    "贴张纸就完了？之前被劝回",
    "说没有问题，给了张单子，心里有底了",
    "青石这边水黄成这样，连个通知都没",
    "视频会议忘了关麦，全组听我训了十分钟",
    "我们先前的答复错了，向大家道歉",
    "做志愿讲解第一天，把唐代讲成了糖袋",
]


@pytest.mark.parametrize("text", STAY)
def test_words_that_only_look_like_a_name_stay(text):
    assert mask(text).text == text
    assert mask_again([text])[0].text == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("业主张伟的房子漏水，电话13800000000", "张伟"),
        ("给张建国打了三次电话，没有人接", "张建国"),
        ("我叫黄成栋，住在青石片区", "黄成栋"),
        ("孩子豆豆还没上学", "豆豆"),
    ],
)
def test_names_that_begin_alike_are_masked(text, name):
    assert name not in mask_again([text])[0].text
