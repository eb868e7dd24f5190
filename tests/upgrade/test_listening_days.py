"""The days on which posts came in are known after an upgrade; dates in posts make none."""

from __future__ import annotations

from tests.upgrade.programs import reported_by

result = reported_by("listening_days")


def test_the_days_on_which_posts_came_in_are_known_after_an_upgrade(result):
    assert result == {
        "days": ["yc 2026-11-20", "yc 2026-11-21"],
        "passes": [["yc", 0, None]],
    }
