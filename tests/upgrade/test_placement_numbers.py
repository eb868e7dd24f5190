"""Placements that two workers numbered alike are numbered anew, none is lost."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.new_database import own_database


def test_numbers_that_were_given_twice_are_given_anew(tmp_path, db):
    with own_database(tmp_path) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "tests.upgrade.placement_numbers"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr

    assert json.loads(done.stdout) == {slug: [1, 2, 4, 3, 6, 5] for slug in ("yc", "lx")}
