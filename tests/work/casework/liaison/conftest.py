"""What the tests of liaison begin with."""

import pytest

from tests.scenarios.incidents import restart_workers


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()
