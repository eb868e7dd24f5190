"""Earlier petitions of the same matter: proposed by their words, judged by an officer."""

from __future__ import annotations

import pytest

from huiying.work.petitions.petitions.similar import similar_petitions
from tests.factories import make_cast
from tests.scenarios.petitions import registered, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
LAMPS = "北门小区路灯坏了半个月，晚上没法走路。"


def test_the_same_matter_is_proposed_whoever_sent_it(yunchuan):
    earlier = registered(yunchuan, LAMPS, name="王小明", phone="")
    registered(yunchuan)
    petition = submit(yunchuan, "北门小区的路灯坏了很久，晚上没法走路。", name="赵丽华").row

    found = similar_petitions(petition, yunchuan.shen)

    assert [one.petition for one in found] == [earlier]


def test_the_same_person_with_another_matter_is_not_proposed(yunchuan):
    registered(yunchuan, LAMPS)
    petition = submit(yunchuan).row
    assert similar_petitions(petition, yunchuan.shen) == []


def test_what_nobody_has_read_and_what_is_of_another_bureau_is_not_proposed(yunchuan):
    submit(yunchuan, LAMPS)
    registered(make_cast("linxi", "临溪区"), LAMPS)
    assert similar_petitions(submit(yunchuan, LAMPS).row, yunchuan.shen) == []


def test_the_words_of_the_title_find_it_however_many_share_the_other_words(
    yunchuan, monkeypatch
):
    earlier = registered(yunchuan, "滨河东街路灯坏了。")
    monkeypatch.setattr("huiying.work.petitions.petitions.similar.AT_ONCE", 2)
    for _newer in range(2):
        registered(yunchuan, "学府里停水了\n两天不通，严重影响出行。")
    petition = submit(yunchuan, "滨河东街路灯坏了\n两天不通，严重影响出行。").row

    found = similar_petitions(petition, yunchuan.shen)

    assert earlier in [one.petition for one in found]
