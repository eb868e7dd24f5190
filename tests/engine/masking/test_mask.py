"""What identifies a person is replaced before storage."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huiying.engine.masking.mask import LABELS, mask

FINDS = [
    ("电话13800000000。", "电话〔电话〕。", "phone"),
    ("打 138 0000 0000 找我", "打 〔电话〕 找我", "phone"),
    ("打138-0000-0000找我", "打〔电话〕找我", "phone"),
    ("+86 13800000000", "〔电话〕", "phone"),
    ("１３８００００００００", "〔电话〕", "phone"),
    ("138\u200b0000\u200b0000", "〔电话〕", "phone"),
    ("138****0000", "〔电话〕", "phone"),
    ("13800000000一直没人接", "〔电话〕一直没人接", "phone"),
    ("138.0000.0000一直没人接", "〔电话〕一直没人接", "phone"),
    ("(+86)13800000000", "〔电话〕", "phone"),
    ("❶❸❽⓿⓿⓿⓿⓿⓿⓿⓿", "〔电话〕", "phone"),
    ("1 3 8、0 0 0 0、0 0 0 0", "〔电话〕", "phone"),
    ("𝟏𝟑𝟖𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟎", "〔电话〕", "phone"),
    ("𝟙𝟛𝟠 𝟘𝟘𝟘𝟘 𝟘𝟘𝟘𝟘", "〔电话〕", "phone"),
    ("⒈⒊⒏00000000", "〔电话〕", "phone"),
    ("138（0000）0000", "〔电话〕", "phone"),
    ("（138）0000-0000", "（〔电话〕", "phone"),
    ("138【0000】0000", "〔电话〕", "phone"),
    ("138~0000~0000", "〔电话〕", "phone"),
    ("十三八零零零零零零零零", "〔电话〕", "phone"),
    ("yao三八零零零零零零零零", "〔电话〕", "phone"),
    ("（0931）8000000", "〔电话〕", "phone"),
    ("(0931) 8000000", "〔电话〕", "phone"),
    ("0931-8000000转801", "〔电话〕", "phone"),
    ("座机：8000000", "座机：〔电话〕", "phone"),
    ("身份证110101199003070000", "身份证〔证件号〕", "identity"),
    ("11010119900307000X", "〔证件号〕", "identity"),
    ("110101900307000", "〔证件号〕", "identity"),
    ("110101********0000", "〔证件号〕", "identity"),
    ("卡号6222020000000000000", "卡号〔账号〕", "account"),
    ("6222 0200 0000 0000", "〔账号〕", "account"),
    ("账号：2000000001", "账号：〔账号〕", "account"),
    ("加QQ：10000000", "加QQ：〔账号〕", "account"),
    ("微信号abc_12345", "微信号〔账号〕", "account"),
    ("vx:abc12345", "vx:〔账号〕", "account"),
    ("@云川小张 你看", "〔账号〕 你看", "account"),
    ("薇❤：kk8899yy", "薇❤：〔账号〕", "account"),
    ("加徽信hxl771", "加徽信〔账号〕", "account"),
    ("B站UID 38827164", "B站UID 〔账号〕", "account"),
    ("知乎ID yun-x-92", "知乎ID 〔账号〕", "account"),
    ("贴吧账号是雨夜听风88", "贴吧账号是〔账号〕", "account"),
    ("＠云川小张 你看", "〔账号〕 你看", "account"),
    ("转发//@云川小张:停水", "转发//〔账号〕:停水", "account"),
    ("https://weibo.com/u/1000000000 这里", "https://weibo.com/u/〔账号〕 这里", "account"),
    ("写信到 abc.d@example.org 吧", "写信到 〔邮箱〕 吧", "mail"),
    ("云A12345占道", "〔车牌〕占道", "plate"),
    ("甘A·D12345", "〔车牌〕", "plate"),
    ("甘·AD1234", "〔车牌〕", "plate"),
    ("家住云川佳园3号楼2单元501室", "家住云川佳园〔住址〕", "address"),
    ("云川佳园9号楼412户漏水", "云川佳园〔住址〕漏水", "address"),
    ("3、9号楼2单元301户漏水", "3、〔住址〕漏水", "address"),
    ("3至9号楼412室漏水", "3至〔住址〕漏水", "address"),
    ("云川佳园3栋501漏水", "云川佳园〔住址〕漏水", "address"),
    ("云川佳园三号楼二单元五零一室", "云川佳园〔住址〕", "address"),
    ("住5-2-301", "住〔住址〕", "address"),
    ("金桂苑C3-1-702漏水", "金桂苑〔住址〕漏水", "address"),
    ("御景湾6座22B扰民", "御景湾〔住址〕扰民", "address"),
    ("天润公寓1104房群租", "天润公寓〔住址〕群租", "address"),
    ("白马村上湾组31号漏雨", "白马村上湾组〔住址〕漏雨", "address"),
    ("安置房27-1-4-2掉砖", "安置房〔住址〕掉砖", "address"),
    ("1#楼2单元3003天天吵", "〔住址〕天天吵", "address"),
    ("双渠村三组12号", "双渠村〔住址〕", "address"),
    ("本人张某某，反映停水", "本人〔姓名〕，反映停水", "name"),
    ("我叫李小云，住在云川", "我叫〔姓名〕，住在云川", "name"),
    ("联系人：于小川", "联系人：〔姓名〕", "name"),
    ("姓名:欧阳小川 电话", "姓名:〔姓名〕 电话", "name"),
    ("此致 敬礼！ 王小禾", "此致 敬礼！ 〔姓名〕", "name"),
    ("举报人王小禾。", "举报人〔姓名〕。", "name"),
    ("我叫阿依古丽·买买提，住在云川", "我叫〔姓名〕，住在云川", "name"),
    ("联系人：扎西多杰，藏族", "联系人：〔姓名〕，藏族", "name"),
    ("朵朵今年六岁", "〔姓名〕今年六岁", "name"),
    ("小满才三岁", "〔姓名〕才三岁", "name"),
    ("女儿思琪每天走四公里", "女儿〔姓名〕每天走四公里", "name"),
    ("常秀芳的地被占了", "〔姓名〕的地被占了", "name"),
    ("谢勇国甚至扬言", "〔姓名〕甚至扬言", "name"),
]

KEPT = [
    "拨打12345和110都没有用",
    "2026年3月2日上午8:30停水",
    "2026-03-02 08:30:00",
    "编号20260302001的工单",
    "3号楼和5号楼停水",
    "3至9号楼412户已恢复供水",
    "涉及3、4、9号楼412户",
    "12栋楼都没有暖气",
    "补偿款1200000元",
    "本人于昨日，向贵局反映",
    "本人和家人，都没水",
    "我是业主，想问问",
    "K1路公交 A座 B1层",
    "北京A公司",
    "每户200-300元，共501户",
    "微信群里说停水",
    "区长王建国到现场",
    "总工程师贺文讲解",
    "居民也多次反映",
    "学生安全意识差",
    "桂花苑",
    "金桂苑停水三天了",
    "白云岭停电",
    "天天今年来得早",
    "刚刚三岁的小树",
    "儿子成年了，女儿长大了",
    "文书周末不上班",
    "方便的话请回复",
]


@pytest.mark.parametrize(("text", "masked", "kind"), FINDS)
def test_what_identifies_a_person_is_replaced(text, masked, kind):
    found = mask(text)

    assert found.text == masked
    assert found.counts == {kind: 1}


@pytest.mark.parametrize("text", KEPT)
def test_what_identifies_nobody_stays(text):
    assert mask(text).text == text


def test_several_finds_in_one_text_are_all_replaced():
    text = (
        "本人张小云，电话13800000000，身份证110101199003070000，"
        "家住云川佳园3号楼2单元501室，车云A12345。"
    )

    found = mask(text)

    assert (
        found.text
        == "本人〔姓名〕，电话〔电话〕，身份证〔证件号〕，家住云川佳园〔住址〕，车〔车牌〕。"
    )
    assert found.counts == {"name": 1, "phone": 1, "identity": 1, "address": 1, "plate": 1}


PIECES = st.sampled_from(
    [text for text, _, _ in FINDS] + KEPT + ["，", " ", "3", "@", "本人", "某", "栋", "\n"]
)


def test_telephones_without_anything_between_them_are_all_masked():
    assert mask("13800000000" + "（0931）8000000" * 9).text == "〔电话〕" * 10


@given(st.lists(PIECES, max_size=8).map("".join))
@example("+86 13800000000" + "（0931）8000000" * 4)
def test_masking_what_is_masked_changes_nothing(text):
    once = mask(text)
    twice = mask(once.text)

    assert twice.text == once.text
    assert twice.counts == {}


@given(st.text(max_size=300))
def test_any_text_can_be_masked(text):
    once = mask(text)

    assert mask(once.text).text == once.text
    assert set(once.counts) <= set(LABELS)


@pytest.mark.parametrize(
    "unit", ["1", "138", "a@", "@", "某", "3号", "一", "本人", "x.", "京A", "-1", "微信"]
)
def test_a_long_hostile_text_takes_time_in_proportion(unit):
    text = unit * (200_000 // len(unit))

    start = time.process_time()
    mask(text)

    assert time.process_time() - start < 10
