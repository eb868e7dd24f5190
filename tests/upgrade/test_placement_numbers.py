"""Placements that two workers numbered alike are numbered anew, none is lost."""

from __future__ import annotations

from tests.upgrade.programs import reported_by

result = reported_by("placement_numbers")


def test_numbers_that_were_given_twice_are_given_anew(result):
    assert result == {slug: [1, 2, 4, 3, 6, 5] for slug in ("yc", "lx")}
