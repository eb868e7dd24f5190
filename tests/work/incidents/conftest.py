"""What the tests of incidents begin with: no process holds anything in memory."""

import pytest

from tests.scenarios.incidents import restart_workers


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()
