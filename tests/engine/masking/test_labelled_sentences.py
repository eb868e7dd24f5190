"""What masking finds in sentences that were written by hand, apart from the rules.

``data/masking.jsonl``: every second sentence is *test*; names were tuned on *dev* only. Phones
and identity numbers must be found everywhere, so their misses were mended in both parts. *held*
was written before names without a cue were looked for: at first sight .764, children .313.

*posts-…* are sentences as citizens post them, written before the second look. What the rules of
that day found at first sight: names .43, children .40, phones .62, homes .79, accounts .64.
*posts-dev* was tuned on, *posts-held* was looked at after it was measured (names .81, children
.82), *posts-unseen* was measured last and nothing was tuned on it.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from huiying.config.cli import app

SENTENCES = Path(__file__).parents[1] / "data" / "masking.jsonl"
LEAST_SENTENCES = 500
LEAST_RECALL = 0.99


@cache
def measured():
    answer = CliRunner().invoke(app, ["evaluate", "masking", str(SENTENCES)])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_there_are_enough_sentences_and_half_of_them_are_clean():
    assert measured()["sentences"] >= LEAST_SENTENCES
    assert measured()["clean"] >= LEAST_SENTENCES // 2


@pytest.mark.parametrize("kind", ["phone", "id_number"])
@pytest.mark.parametrize("part", ["dev", "test"])
def test_phones_and_identity_numbers_are_found(part, kind):
    assert measured()["recall_by_part"][part][kind] >= LEAST_RECALL


def test_names_are_reported_as_found():
    told = measured()
    for part, recall in told["recall_by_part"].items():
        sys.stdout.write(f"{part}: names {recall['name']}, children {recall['child_name']}\n")
    sys.stdout.write(f"precision of names {told['name_precision']}\n")

    assert told["name_precision"] >= 0.95
    assert told["recall_by_part"]["held"]["name"] >= 0.75
    assert told["recall_by_part"]["held"]["child_name"] >= 0.5


def test_what_is_no_persons_stays():
    assert measured()["false_hits_per_100_clean"] <= 1.0


LEAST_WITH_SECOND_LOOK = {
    "name": 0.88, "child_name": 0.85, "address": 0.85, "account": 0.9, "phone": 0.99,
}  # fmt: skip


@pytest.mark.parametrize("kind", LEAST_WITH_SECOND_LOOK)
def test_the_second_look_finds_what_it_promises(kind):
    found = measured()["second_look"]

    assert found["recall"][kind] >= LEAST_WITH_SECOND_LOOK[kind]
    assert found["recall_by_part"]["posts-unseen"][kind] >= LEAST_WITH_SECOND_LOOK[kind]


def test_the_second_look_leaves_clean_sentences_alone():
    found = measured()["second_look"]

    assert found["false_hits_per_100_clean"] <= 3.0
    assert found["name_precision"] >= 0.95
