"""Fixtures of sweeps: one that every unit confirmed, or all but one."""

from __future__ import annotations

import pytest

from huiying.work.prevention.sweeps.actions.open import open_sweep
from tests.factories import T0
from tests.work.prevention.steps import confirm, heating, later, look_again


@pytest.fixture
def risk(yunchuan):
    return heating(yunchuan, now=later(days=-100))


@pytest.fixture
def sweep(yunchuan, risk):
    row = open_sweep(bureau=yunchuan.bureau, officer=yunchuan.shen, now=T0)
    look_again(risk, yunchuan.window, later(hours=1))
    confirm(row, yunchuan.reception, yunchuan.window, later(hours=1))
    confirm(row, yunchuan.office, yunchuan.shen, later(hours=1))
    return row


LATE = later(days=9)
"""When the time of the units is over."""
