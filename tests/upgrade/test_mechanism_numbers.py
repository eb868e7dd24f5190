"""A number of the district procedure, typed before reviews were recorded, opens nothing."""

from __future__ import annotations

from tests.upgrade.programs import reported_by

result = reported_by("mechanism_numbers")


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
