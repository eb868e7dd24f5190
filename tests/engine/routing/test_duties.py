"""Units are proposed from what they say their duties are."""

from __future__ import annotations

from huiying.engine.routing.duties import UnitDuties, propose_units

UNITS = [
    UnitDuties(1, "住建科", "房屋质量 物业 供暖 管道 工地"),
    UnitDuties(2, "教育科", "学校 入学 教师 食堂 幼儿园"),
    UnitDuties(3, "水务中心", "自来水 供水 停水 水质 管网"),
]


def test_the_unit_whose_duties_share_words_comes_first():
    best = propose_units("小区停水三天，自来水浑浊", UNITS)[0]

    assert best.key == 3
    assert best.sure
    assert "停水" in best.words


def test_a_text_of_two_duties_is_not_sure():
    found = propose_units("学校停水", UNITS)

    assert {one.key for one in found} == {2, 3}
    assert not found[0].sure


def test_petition_phrases_propose_nobody():
    assert propose_units("尊敬的领导您好，希望尽快解决，谢谢", UNITS) == []


def test_scores_fall_and_stay_in_range():
    found = propose_units("学校食堂停水，教师反映管道问题", UNITS)

    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= one.score < 1 for one in found)
