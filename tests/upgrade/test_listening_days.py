"""The days on which posts came in are known after an upgrade; dates in posts make none."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.new_database import own_database


def test_the_days_on_which_posts_came_in_are_known_after_an_upgrade(tmp_path, db):
    with own_database(tmp_path) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "tests.upgrade.listening_days"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr

    assert json.loads(done.stdout) == {
        "days": ["yc 2026-11-20", "yc 2026-11-21"],
        "passes": [["yc", 0, None]],
    }
