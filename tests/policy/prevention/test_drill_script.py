"""A script is read line by line; what cannot be played is refused with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.grading.grades import Grade
from huiying.policy.prevention.drill_script import (
    MOST_CHARS,
    BadScript,
    Step,
    StepKind,
    from_data,
    make_script,
    read_lines,
    to_data,
    write_lines,
)

POST = "0 | 帖文 | 微博 | 北门小区自来水有异味，老人喝后腹泻送医。"
RETURNED = "12 | 退回通报 | 区水务局 | 水箱由物业管理，请另行通报。"


def script(*lines: str, minutes: int = 60, units: tuple[str, ...] = ("区水务局",)):
    return make_script(
        minutes=minutes, grade=Grade.MAJOR, units=units, steps=read_lines("\n".join(lines))
    )


def why(*lines: str, **more) -> str:
    with pytest.raises(BadScript) as refused:
        script(*lines, **more)
    return refused.value.why.code


def test_posts_injects_and_outages_are_read_in_the_order_of_time():
    found = script(
        "40 | 渠道中断 | 15",
        RETURNED,
        "30｜升温｜微博×20｜水能不能喝一直没有人出来说明。",
        POST,
    )

    assert [(step.minute, step.kind, step.count) for step in found.steps] == [
        (0, StepKind.POST, 1),
        (12, StepKind.RETURN, 1),
        (30, StepKind.BURST, 20),
        (40, StepKind.OUTAGE, 15),
    ]
    assert (found.posts, len(found.injects)) == (21, 3)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((), "no_posts"),
        ((RETURNED,), "no_posts"),
        ((POST.replace("0", "60", 1),), "after_end"),
        ((POST.replace("0", "-5", 1),), "line_minute"),
        ((POST.replace("0", "一", 1),), "line_minute"),
        ((POST.replace("0", "99999", 1),), "line_minute"),
        ((POST.replace("0", "20", 1), RETURNED), "before_first"),
        ((POST, RETURNED.replace("区水务局", "区卫健局")), "unit_absent"),
        ((POST, "50 | 渠道中断 | 15"), "outage_too_long"),
        ((POST, "50 | 渠道中断 | 很久"), "line_outage"),
        ((POST, "10 | 灭火 | 微博 | 有人说要来灭火了。"), "line_kind"),
        ((POST, "一段没有格式的话"), "line_form"),
        ((POST, "5 | 帖文 | 微博 | 短"), "line_words"),
        ((POST, "5 | 帖文 | | 没有写是在哪个平台发的。"), "line_place"),
        ((POST, "5 | 升温 | 微博×9999 | 一下子来了太多条帖文。"), "line_copies"),
        ((POST,) * 401, "too_many_lines"),
        ((POST + "水" * MOST_CHARS,), "too_long"),
    ],
)
def test_what_cannot_be_played_is_refused(lines, code):
    assert why(*lines) == f"drills.{code}"


def test_a_drill_has_units_and_a_length_that_people_can_keep_up_with():
    assert why(POST, units=()) == "drills.no_units"
    assert why(POST, minutes=5) == "drills.length"
    assert why(POST, minutes=100_000) == "drills.length"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"minutes": 60, "grade": 9, "units": ["区水务局"], "steps": []},
        {"minutes": 60, "grade": None, "units": ["区水务局"], "steps": [{"kind": "FIRE"}]},
    ],
)
def test_a_stored_script_is_checked_as_a_typed_one(data):
    with pytest.raises(BadScript):
        from_data(data)


WORDS = st.text("水电路灯小区异味停了，。", min_size=6, max_size=40).filter(
    lambda text: len(text.strip()) >= 6
)
STEPS = st.lists(
    st.builds(
        Step,
        minute=st.integers(0, 59),
        kind=st.sampled_from([StepKind.POST, StepKind.BURST, StepKind.SECOND]),
        place=st.sampled_from(["微博", "论坛", "微信"]),
        words=WORDS,
        count=st.integers(1, 20),
    ),
    max_size=8,
)


@given(STEPS)
def test_a_script_is_the_same_after_it_was_written_and_read(steps):
    first = Step(0, StepKind.POST, "微博", "北门小区自来水有异味。")
    made = make_script(minutes=60, grade=None, units=("区水务局",), steps=[first, *steps])

    assert read_lines(write_lines(made.steps)) == made.steps
    assert from_data(to_data(made)) == made
