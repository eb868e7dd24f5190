"""Letters and visits with a legal period become petitions; nothing of their periods is lost."""

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
            [sys.executable, "-m", "tests.upgrade.petition_periods"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_with_a_period_is_a_petition_in_its_stage_and_nothing_is_lost(result):
    assert result["petitions"] == [
        ["XF2026-0001", "SYSTEM", "REGISTERED", "信访 1", "", 0, "来水发黄"],
        ["XF2026-0002", "SYSTEM", "FORWARDED", "信访 2", "ASSIGNED", 0, "来水发黄"],
        ["XF2026-0003", "VISIT", "UNDER_REVIEW", "来访 3", "", 1, "来水发黄"],
        ["XF2026-0004", "VISIT", "ANSWERED", "来访 4", "", 0, "来水发黄"],
        [None, None, None, None, None, None, None],
    ]
    assert result["back"] == result["before"], "the way back gives every period again"
