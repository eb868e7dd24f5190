"""What the programs of this folder report, each run once for all tests of a file.

In:   the name of a program, which upgrades an empty database of its own and prints JSON.
Out:  a fixture with what it printed.
Cost: its process, once.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.new_database import own_database


def reported_by(program: str):
    """Return the fixture for one program."""

    @pytest.fixture(scope="module")
    def result(django_db_setup, django_db_blocker, tmp_path_factory):
        folder = tmp_path_factory.mktemp("upgrade")
        with django_db_blocker.unblock(), own_database(folder) as environment:
            done = subprocess.run(  # noqa: S603 - our own code
                [sys.executable, "-m", f"tests.upgrade.{program}"],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return result
