"""Accusations are found by their words; complaints about service, firms and rules are none."""

from __future__ import annotations

import pytest

from huiying.engine.reading.accusations import accusation_words
from tests.engine.reading.accusing_sentences import (
    ACCUSING,
    LAST_ACCUSING,
    LAST_ORDINARY,
    ORDINARY,
    TOLD_ACCUSING,
    TOLD_ORDINARY,
    UNSEEN_ACCUSING,
    UNSEEN_ORDINARY,
    UNSEEN_TOLD_ACCUSING,
    UNSEEN_TOLD_ORDINARY,
)


@pytest.mark.parametrize("text", [*ACCUSING, *UNSEEN_ACCUSING])
def test_what_accuses_an_official_is_found(text):
    assert accusation_words(text)


@pytest.mark.parametrize("text", [*ORDINARY, *UNSEEN_ORDINARY])
def test_a_complaint_is_none(text):
    assert accusation_words(text) == ""


def rates(accusing, ordinary) -> tuple[int, int]:
    """Return how many that accuse are found, and how many of the others are."""
    found, alarms = (
        [text for text in part if accusation_words(text)] for part in (accusing, ordinary)
    )
    return len(found), len(alarms)


def test_the_figures_of_the_documentation_hold():
    """What ``docs/engine/reading.md`` says: fewer found, or more alarms, is a loss."""
    found, alarms = rates(LAST_ACCUSING, LAST_ORDINARY)
    assert (found >= 11, alarms) == (True, 0)
    found, alarms = rates(TOLD_ACCUSING, TOLD_ORDINARY)
    assert (found >= 34, alarms) == (True, 0)
    found, alarms = rates(UNSEEN_TOLD_ACCUSING, UNSEEN_TOLD_ORDINARY)
    assert (found >= 10, alarms) == (True, 0)


def test_a_salutation_is_no_official_who_is_accused():
    assert accusation_words("尊敬的领导：本人最近为女儿入园的事发愁。") == ""
