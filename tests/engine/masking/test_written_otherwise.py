"""A search for a name in pinyin or a nickname is known; places, brands and words are not."""

from __future__ import annotations

import pytest

from huiying.engine.masking.written_otherwise import is_nickname_search, is_pinyin_name


@pytest.mark.parametrize(
    "phrase",
    ["zhangsan", "Zhang San 欠薪", "san zhang", "xiao-yun zhang", "wáng wěi", "lü bu", "li.si"],
)
def test_a_name_in_pinyin_is_one(phrase):
    assert is_pinyin_name(phrase)


@pytest.mark.parametrize(
    "phrase",
    ["zhang", "Wuhan", "yunchuan", "weibo", "huawei", "China", "future machine", "2026-0412"],
)
def test_a_place_a_brand_and_english_are_none(phrase):
    assert not is_pinyin_name(phrase)


@pytest.mark.parametrize(
    "phrase",
    ["抖音 小明", "小明 微博", "kuaishou 老王", "抖音博主小明", "微博 王哥", "B站 阿明"],
)
def test_a_nickname_beside_a_platform_is_one(phrase):
    assert is_nickname_search(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        "抖音 停水",
        "微博 老旧小区",
        "快手 外卖小哥",
        "微信 小程序",
        "抖音 阿姨",
        "抖音 大桥",
        "小明",
    ],
)
def test_a_matter_beside_a_platform_and_a_nickname_without_one_are_none(phrase):
    assert not is_nickname_search(phrase)
