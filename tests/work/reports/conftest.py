"""What the tests of reports begin with."""

import pytest

from tests.scenarios.incidents import restart_workers


@pytest.fixture(autouse=True)
def _nothing_warm():
    restart_workers()
