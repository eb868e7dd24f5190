"""Plain sentences reach the unit whose duties say it in other words."""

from __future__ import annotations

import pytest

from huiying.engine.routing.duties import UnitDuties, UnitProposal, propose_units
from huiying.engine.routing.plain_matters import PLAIN_MATTERS
from huiying.engine.routing.plain_words import matters_of
from tests.engine.routing.plain_sentences import SEEN, UNITS, UNSEEN

DUTIES = [UnitDuties(key, name, duties) for key, (_word, name, duties) in enumerate(UNITS)]


def found(sentence: str) -> list[UnitProposal]:
    return propose_units(sentence, DUTIES)


def names(sentence: str) -> list[str]:
    return [UNITS[one.key][0] for one in found(sentence)]


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("自来水发黄", "水务"),
        ("垃圾没人清", "城管"),
        ("楼道漏水", "住建"),
        ("校门口堵车", "交警"),
    ],
)
def test_plain_matters_reach_their_unit(sentence, unit):
    assert names(sentence)[0] == unit


def hits(sentences) -> tuple[int, int, int, int]:
    """Return how many were first, were not first though something was proposed, and sure."""
    first = wrong = sure = sure_wrong = 0
    for sentence, units in sentences:
        proposals = found(sentence)
        if not proposals:
            continue
        right = UNITS[proposals[0].key][0] in units.split(",")
        first, wrong = first + right, wrong + (not right)
        sure += proposals[0].sure
        sure_wrong += proposals[0].sure and not right
    return first, wrong, sure, sure_wrong


def test_of_the_sentences_at_hand_nearly_all_are_right():
    first, _wrong, _sure, sure_wrong = hits(SEEN)

    assert len(SEEN) >= 130
    assert first >= 128
    assert sure_wrong == 0


def test_of_the_sentences_never_seen_half_are_right_and_few_are_wrong():
    first, wrong, _sure, sure_wrong = hits(UNSEEN)

    assert len(UNSEEN) == 50
    assert first >= 25
    assert wrong <= 6
    assert sure_wrong <= 2


def test_a_matter_needs_a_unit_that_lists_it():
    water = [UnitDuties(1, "区教育局", "中小学、幼儿园管理。")]

    assert propose_units("自来水发黄", water) == []


def test_the_words_that_told_it_stand_beside_the_proposal():
    assert "垃圾…没人" in found("门口垃圾堆成山没人清")[0].words


def test_no_matter_names_a_unit_of_a_bureau():
    for matter in PLAIN_MATTERS:
        assert not any(word.endswith("局") for word in (*matter.phrases, *matter.duties)), (
            matter
        )


def test_courtesies_tell_no_matter():
    assert matters_of("尊敬的领导您好，希望尽快解决，谢谢") == {}
