"""Accusations are found by their words; complaints about service, firms and rules are none."""

from __future__ import annotations

import pytest

from huiying.engine.reading.accusations import accusation_words
from tests.engine.reading.accusing_sentences import (
    ACCUSING,
    LAST_ACCUSING,
    LAST_ORDINARY,
    ORDINARY,
    UNSEEN_ACCUSING,
    UNSEEN_ORDINARY,
)


@pytest.mark.parametrize("text", [*ACCUSING, *UNSEEN_ACCUSING])
def test_what_accuses_an_official_is_found(text):
    assert accusation_words(text)


@pytest.mark.parametrize("text", [*ORDINARY, *UNSEEN_ORDINARY])
def test_a_complaint_is_none(text):
    assert accusation_words(text) == ""


def test_of_sentences_that_no_rule_was_made_for_most_are_found():
    found = [text for text in LAST_ACCUSING if accusation_words(text)]
    alarms = [text for text in LAST_ORDINARY if accusation_words(text)]

    assert len(found) >= 7, "docs/engine/reading.md says 7 of 12"
    assert len(alarms) <= 1, "docs/engine/reading.md says 1 of 12"


def test_a_salutation_is_no_official_who_is_accused():
    assert accusation_words("尊敬的领导：本人最近为女儿入园的事发愁。") == ""
