"""The scale of a kind of emergency event: 国务院令第493号 art. 3 for production, else none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.grading.event_kinds import (
    SCALES,
    EventKind,
    level_by_scale,
    severity_basis,
)
from huiying.policy.grading.severity import Severity
from huiying.reasons.rendering import render

PRODUCTION = EventKind.PRODUCTION_SAFETY
OTHERS = [kind for kind in EventKind if kind != PRODUCTION]
NUMBERS = st.fixed_dictionaries(
    {
        "dead": st.integers(0, 200),
        "hurt": st.integers(0, 500),
        "direct_loss": st.integers(0, 10**10),
        "trapped": st.integers(0, 500),
        "missing": st.integers(0, 500),
        "evacuated": st.integers(0, 10**6),
    }
)


@pytest.mark.clause("6a")
@pytest.mark.parametrize(
    ("numbers", "level"),
    [
        ({"dead": 30}, "I"),
        ({"dead": 29}, "II"),
        ({"dead": 10}, "II"),
        ({"dead": 9}, "III"),
        ({"dead": 3}, "III"),
        ({"dead": 2}, "IV"),
        ({"hurt": 100}, "I"),
        ({"hurt": 99}, "II"),
        ({"hurt": 50}, "II"),
        ({"hurt": 49}, "III"),
        ({"hurt": 10}, "III"),
        ({"hurt": 9}, "IV"),
        ({"direct_loss": 100_000_000}, "I"),
        ({"direct_loss": 50_000_000}, "II"),
        ({"direct_loss": 10_000_000}, "III"),
        ({"direct_loss": 9_999_999}, "IV"),
        ({"dead": 2, "hurt": 50}, "II"),
    ],
)
def test_an_accident_of_production_has_the_levels_of_the_regulation(numbers, level):
    assert level_by_scale(PRODUCTION, numbers)[0] == level


@pytest.mark.parametrize(
    "numbers",
    [{}, {"dead": 0, "hurt": 0}, {"trapped": 9, "missing": 5, "evacuated": 3000}, {"loss": 9}],
)
def test_nobody_harmed_is_no_evidence_for_any_level(numbers):
    assert level_by_scale(PRODUCTION, numbers) is None


@given(st.sampled_from(OTHERS), NUMBERS)
def test_no_number_gives_a_level_to_another_kind(kind, numbers):
    assert level_by_scale(kind, numbers) is None


@given(NUMBERS, st.sampled_from(["dead", "hurt", "direct_loss"]), st.integers(0, 100))
def test_more_harm_is_never_a_lighter_level(numbers, name, more):
    before = level_by_scale(PRODUCTION, numbers)
    after = level_by_scale(PRODUCTION, numbers | {name: numbers[name] + more})

    assert before is None or after[0].rank >= before[0].rank


@given(NUMBERS)
def test_the_number_that_decides_is_one_of_the_three_of_the_regulation(numbers):
    decided = level_by_scale(PRODUCTION, numbers)

    assert decided is None or numbers[decided[1]] > 0
    assert (decided is None) == (not any(numbers[n] for n in ("dead", "hurt", "direct_loss")))


def test_every_scale_falls_from_the_gravest_level_to_the_lightest():
    for steps in SCALES.values():
        assert [step.level for step in steps] == [
            Severity.I, Severity.II, Severity.III, Severity.IV,
        ]  # fmt: skip


def test_every_kind_says_by_what_it_is_graded_and_only_production_by_493():
    named = {
        kind for kind in EventKind if "第三条（生产安全事故）" in render(severity_basis(kind))
    }

    assert named == {PRODUCTION}
    for kind in (EventKind.FIRE, EventKind.NATURAL_DISASTER, EventKind.SOCIAL_SECURITY):
        assert "由本级预案确定" in render(severity_basis(kind))
