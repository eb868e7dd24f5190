"""Old posts of a bureau whose rules set how long posts stay."""

from __future__ import annotations

import pytest

from huiying.jobs.stream.worker import forget_workers


@pytest.fixture(autouse=True)
def _cold():
    forget_workers()
    yield
    forget_workers()
