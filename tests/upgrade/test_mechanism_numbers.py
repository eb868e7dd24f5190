"""A number of the district procedure, typed before reviews were recorded, opens nothing."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.new_database import own_database


@pytest.fixture
def result(tmp_path, db):
    with own_database(tmp_path) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "tests.upgrade.mechanism_numbers"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_of_what_is_unreleased_the_number_alone_is_kept_and_the_rest_stays(result):
    assert result["reviews"] == [
        ["WRITING", "0号", ""],
        ["SUBMITTED", "1号", ""],
        ["APPROVED", "2号", ""],
    ]
    assert result["upgraded"] == [
        ["WRITING", ""],
        ["SUBMITTED", ""],
        ["APPROVED", ""],
        ["PUBLISHED", "3号"],
        ["DROPPED", "4号"],
        ["WRITING", ""],
    ]


def test_the_way_back_gives_every_number_again(result):
    assert result["back"] == result["before"]
