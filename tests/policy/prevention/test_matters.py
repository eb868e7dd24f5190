"""A risk names a matter: words that make people the risk are found."""

from __future__ import annotations

import pytest

from huiying.policy.prevention.matters import people_named

pytestmark = pytest.mark.clause("4(4)a")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("盯住辖区上访老户", "上访老户"),
        ("重点人员进京", "重点人员"),
        ("个别业主缠访", "缠访"),
        ("退役人员利益诉求群体", "利益诉求群体"),
        ("带头人在群里串联", "带头人"),
        ("发帖人可能再次发帖", "发帖人"),
    ],
)
def test_people_as_a_risk_are_found(text, named):
    assert people_named(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "供热开栓前后室温不达标反映集中",
        "答复超期，信访人得不到回音",
        "学区划分调整，报名人数超过学位",
        "医院周边停车难，周末拥堵",
        "施工人员夜间作业噪声扰民",
    ],
)
def test_matters_are_no_people(text):
    assert people_named(text) == ""
