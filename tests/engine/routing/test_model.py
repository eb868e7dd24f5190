"""A routing is learnt from what was confirmed and from duties; what is stored is only read."""

from __future__ import annotations

import json
import pickle
import random
import subprocess
import sys
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.routing.fit import (
    CannotFit,
    choose_threshold,
    duties_as_messages,
    fit_routing,
)
from huiying.engine.routing.model import FORMAT, RoutingModel, UnusableModel
from huiying.engine.routing.nearest import NearestMessages
from huiying.engine.routing.terms import (
    BLOCK_SHARES,
    Vocabulary,
    read_message,
    read_tokens,
    subjects_of,
)

DUTIES = {
    "水务": "供水、自来水水质、停水、水管抢修",
    "教育": "学校、入学、教师、幼儿园",
    "住建": "物业、房屋质量、供热、电梯",
}
SAID = {
    "水务": ("小区停水三天", "自来水发黄有铁锈", "水管爆了没人修", "水压太低五楼没水"),
    "教育": ("学校乱收补课费", "孩子上不了幼儿园", "老师体罚学生", "小学划片不合理"),
    "住建": ("暖气一直不热", "电梯坏了一个月", "物业不管事还收费", "新房墙体裂缝漏水"),
}


def duties():
    return [
        (message, unit)
        for unit, text in DUTIES.items()
        for message in duties_as_messages(unit, text)
    ]


def confirmed(each: int, seed: int = 0):
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    return [
        (read_message(said, f"{said}，{chance.choice(texts)}，请处理。"), unit)
        for unit, texts in SAID.items()
        for said in chance.choices(texts, k=each)
    ]


@pytest.fixture(scope="module")
def fitted():
    return fit_routing(confirmed(20), duties())


def test_it_proposes_what_was_confirmed_with_the_words_that_spoke(fitted):
    model, measured = fitted

    first, *others = model.guess(read_message("停水", "自来水又停水了"))

    assert first.label == "水务"
    assert "停水" in first.words
    assert sum(guess.probability for guess in (first, *others)) == pytest.approx(1)
    assert measured.macro_f1 > 0.9
    assert measured.precision_alone >= 0.95


def test_duties_alone_propose_but_never_say_how_likely():
    model, measured = fit_routing([], duties())

    first = model.guess(read_message("", "学校食堂和幼儿园的入学问题"))[0]

    assert (first.label, first.probability) == ("教育", None)
    assert measured.macro_f1 is None
    assert model.sure_at > 1


def test_another_word_of_the_same_matter_is_enough():
    model, _measured = fit_routing([], duties())

    assert subjects_of("暖气") == subjects_of("供热")
    assert model.guess(read_message("", "家里暖气不热"))[0].label == "住建"


def test_a_text_of_nothing_known_is_guessed_and_has_no_words(fitted):
    for text in ("", "哈", "🙂🙂🙂", "\x00\x07", "尊敬的领导您好，谢谢", "xyz"):
        guesses = fitted[0].guess(read_message("", text))
        assert len(guesses) == 3
        assert guesses[0].words == ()
        assert guesses[0].probability < 0.95


def test_a_megabyte_is_read_at_its_beginning(fitted):
    text = "停水" * 500_000

    assert fitted[0].guess(read_message("", text))[0].label == "水务"


def test_words_cut_elsewhere_are_read_as_a_message(fitted):
    assert fitted[0].guess(read_tokens("小区 停水 三天 自来水"))[0].label == "水务"


def test_only_some_labels_may_be_asked_for(fitted):
    said = fitted[0].guess(read_message("停水", "停水"), among={"教育", "住建"})

    assert {guess.label for guess in said} == {"教育", "住建"}


def test_one_unit_is_no_choice():
    for some in ([], [(read_message("停水", ""), "水务")] * 50):
        with pytest.raises(CannotFit):
            fit_routing(some)


def test_two_units_are_enough():
    some = [one for one in confirmed(30) if one[1] != "住建"]

    model, measured = fit_routing(some)

    assert model.guess(read_message("自来水停水", ""))[0].label == "水务"
    assert model.guess(read_message("学校补课费", ""))[0].label == "教育"
    assert measured.macro_f1 == 1


def test_a_unit_with_one_confirmation_does_not_stop_the_measuring():
    some = [*confirmed(20), (read_message("坟地被占", "公墓收费"), "民政")]

    model, measured = fit_routing(some)

    assert model.labels == ("住建", "教育", "民政", "水务")
    assert measured.confirmations == 61
    assert 0 < measured.accuracy < 1


def test_messages_without_words_do_not_stop_the_fit():
    some = [(read_message("", ""), unit) for unit in "ab" for _ in range(30)]

    with pytest.raises(CannotFit):
        fit_routing(some)


def test_the_same_confirmations_make_the_same_bytes():
    assert len({fit_routing(confirmed(20), duties())[0].to_bytes() for _ in range(2)}) == 1


def test_a_stored_model_says_the_same(fitted):
    model = fitted[0]

    again = RoutingModel.from_bytes(model.to_bytes())

    for message, _unit in confirmed(3, seed=5):
        said, says = model.guess(message), again.guess(message)
        assert [(one.label, one.words) for one in says] == [
            (one.label, one.words) for one in said
        ]
        for one, other in zip(says, said, strict=True):
            assert one.probability == pytest.approx(other.probability, abs=1e-6)


@given(cut=st.integers(0, 3_000))
def test_a_model_cut_anywhere_is_refused(cut):
    whole = _small().to_bytes()

    with pytest.raises(UnusableModel):
        RoutingModel.from_bytes(whole[: min(cut, len(whole) - 1)])


@given(at=st.integers(0, 3_000), bit=st.integers(0, 7))
def test_a_model_with_a_flipped_bit_is_read_or_refused(at, bit):
    spoilt = bytearray(_small().to_bytes())
    spoilt[at % len(spoilt)] ^= 1 << bit

    try:
        model = RoutingModel.from_bytes(bytes(spoilt))
    except UnusableModel:
        return
    model.guess(read_message("停水", "停水"))


def _small() -> RoutingModel:
    return RoutingModel(
        labels=("水务", "教育"),
        vocabulary=Vocabulary(["w停水", "w学校"], [1.0, 2.0]),
        weights=np.eye(2, dtype=np.float32),
        offsets=np.zeros(2, np.float32),
        nearest=NearestMessages(
            starts=np.asarray([0, 1, 2], np.int32),
            rows=np.asarray([0, 1], np.int32),
            values=np.ones(2, np.float16),
            answers=np.asarray([0, 1], np.int32),
        ),
        near_share=0.5,
        temperature=0.5,
        sure_at=0.9,
    )


def _stored(**changed) -> bytes:
    head = {
        "format": FORMAT,
        "labels": ["a", "b"],
        "terms": ["w停水"],
        "shares": BLOCK_SHARES,
        "near_share": 0.5,
        "temperature": 0.5,
        "sure_at": 0.9,
    }
    arrays = {
        "idf": np.ones(1, np.float32),
        "weights": np.ones((1, 2), np.float32),
        "offsets": np.zeros(2, np.float32),
        "starts": np.asarray([0, 1], np.int32),
        "rows": np.zeros(1, np.int32),
        "values": np.ones(1, np.float16),
        "answers": np.zeros(1, np.int32),
    }
    head |= {key: value for key, value in changed.items() if key in head}
    arrays |= {key: value for key, value in changed.items() if key in arrays}
    packed = BytesIO()
    np.savez_compressed(
        packed, head=np.frombuffer(json.dumps(head).encode(), np.uint8), **arrays
    )
    return packed.getvalue()


@pytest.mark.parametrize(
    "changed",
    [
        {"format": FORMAT + 1},
        {"labels": ["a"]},
        {"labels": None},
        {"terms": ["z停水"]},
        {"terms": ["w停水", "w学校"]},
        {"temperature": 0},
        {"temperature": -1},
        {"near_share": "half"},
        {"shares": {"w": 1.0}},
        {"shares": BLOCK_SHARES | {"w": -1.0}},
        {"sure_at": "often"},
        {"idf": np.ones(3, np.float32)},
        {"weights": np.full((1, 2), np.nan, np.float32)},
        {"weights": np.asarray([["x", "y"]])},
        {"offsets": np.zeros(3, np.float32)},
        {"starts": np.asarray([0, 2], np.int32)},
        {"starts": np.asarray([1, 1], np.int32)},
        {"rows": np.asarray([1], np.int32)},
        {"rows": np.asarray([-1], np.int32)},
        {"rows": np.zeros(1)},
        {"values": np.asarray([np.inf], np.float16)},
        {"answers": np.asarray([2], np.int32)},
    ],
    ids=str,
)
def test_a_model_of_another_version_or_shape_is_refused(changed):
    assert RoutingModel.from_bytes(_stored()).labels == ("a", "b")

    with pytest.raises(UnusableModel):
        RoutingModel.from_bytes(_stored(**changed))


def test_a_model_of_an_older_version_is_refused_by_its_number():
    with pytest.raises(UnusableModel, match=f"format 1, not {FORMAT}"):
        RoutingModel.from_bytes(_stored(format=1))


def test_nothing_stored_is_ever_run():
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("a pickle was run",))

    packed = BytesIO()
    np.savez(packed, head=np.asarray([Trap()], object), idf=[], weights=[], offsets=[])
    for stored in (packed.getvalue(), pickle.dumps(Trap())):
        with pytest.raises(UnusableModel):
            RoutingModel.from_bytes(stored)


def test_using_a_model_does_not_load_the_library_that_trains():
    code = (
        "import sys, huiying.engine.routing.duties, huiying.engine.routing.fit, "
        "huiying.engine.routing.model; print('sklearn' in sys.modules)"
    )

    said = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("sure", "right", "at"),
    [
        ([0.9, 0.8, 0.7, 0.6], [True, True, False, False], 0.8),
        ([0.9, 0.8], [False, False], 1.01),
        ([0.9, 0.9, 0.9], [True, True, False], 1.01),
        ([], [], 1.01),
    ],
)
def test_a_unit_is_proposed_alone_from_the_least_sure_that_is_right_often_enough(
    sure, right, at
):
    assert choose_threshold(sure, right)[0] == at
