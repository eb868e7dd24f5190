"""A small, seeded part of ``make test-faults``: kill deeds, look at what is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.new_database import new_database

CHECKOUT = Path(__file__).resolve().parents[2]


def killed(deed: str, kills: int, folder: Path) -> dict[str, object]:
    """Kill a deed in an installation of its own; return what was found."""
    new_database(folder / "huiying.sqlite3")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "huiying.config.settings.prod",
        "HUIYING_DATA_DIR": str(folder),
        "HUIYING_DATABASE_URL": f"sqlite:///{folder / 'huiying.sqlite3'}",
        "HUIYING_HTTPS": "false",
        "HUIYING_SECRET_KEY": "of this test alone, and long enough to be one, as it has to be",
        "HUIYING_FETCH_ALLOW_PRIVATE": "127.0.0.1",
        "HUIYING_LOG_LEVEL": "CRITICAL",
        "PYTHONPATH": f"{CHECKOUT / 'src'}{os.pathsep}{CHECKOUT}",
        "OMP_NUM_THREADS": "1",
    }
    words = [sys.executable, "-m", "tests.faults.kills", deed, "--kills", str(kills)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.clause("5f")
@pytest.mark.parametrize("deed", ["ingest", "notice", "backup"])
def test_what_is_killed_loses_and_doubles_nothing(deed, tmp_path):
    found = killed(deed, 3, tmp_path)

    assert found["kills"] == 3
    assert found["wrong"] == []
