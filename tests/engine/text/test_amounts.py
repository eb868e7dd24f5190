"""Values of facts are compared as amounts, not as characters."""

from __future__ import annotations

import pytest

from huiying.engine.text.amounts import same_amount

SAME = [
    ("7人", "七人"), ("7人", "7 人"), ("７名", "七位"), ("3,200户", "三千二百户"),
    ("1.2万人", "12000人"), ("两百零五件", "205件"), ("12%", "百分之十二"),
    ("约200户", "203户"), ("200户左右", "约200户"), ("5至7人", "5-7人"), ("5～7人", "六人"),
    ("20多人", "26人"), ("超过100人", "130人"), ("不到10天", "9天"), ("1天", "24小时"),
    ("1.5公里", "1500米"), ("两三人", "3人"), ("二〇二六年", "2026年"), ("0.2亿元", "2000万元"),
    ("8时至9时50分", "八时至九时五十分"), ("不属实", "不属实"), ("第三窗口", "第3窗口"),
]  # fmt: skip
OTHER = [
    ("7人", "5人"), ("7人", "17人"), ("7人", "7户"), ("约200户", "260户"), ("5至7人", "8人"),
    ("5至7人", "6至8人"), ("20多人", "31人"), ("超过100人", "90人"), ("3.5吨", "4吨"),
    ("1.2万人", "1.3万人"), ("12%", "12"), ("不到10天", "11天"), ("一九九八年", "1997年"),
    ("属实", "不属实"), ("8时至9时50分", "8时至9时40分"), ("7人，2人受伤", "7人，3人受伤"),
    ("7人", ""), ("5至7人", "5至8人"), ("2026-0001", "2026-0002"), ("1-2号楼", "1-3号楼"),
    ("0571-8812345", "0571-8899999"), ("2026-11-25", "2026-11-26"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_amount_written_otherwise_agrees_both_ways(one, other):
    assert same_amount(one, other)
    assert same_amount(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_amount_does_not_agree(one, other):
    assert not same_amount(one, other)
    assert not same_amount(other, one)
