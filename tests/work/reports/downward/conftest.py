"""What the tests of 督办 between installations begin with: a report that went up."""

from __future__ import annotations

import pytest

from huiying.policy.grading.grades import Grade
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.exchange import file_of, signed_report, subordinate_of, take
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import linked_recipient
from tests.work.reports.downward.steps import issued, step_file, superior_of, take_step


def major_and_report(cast):
    restart_workers()
    linked_recipient(cast)
    water = incident_of(cast, WATER, grade=Grade.MAJOR)
    return water, signed_report(cast, water, now=T0)


standing_rows, rows, yunchuan, both = module_rows(major_and_report)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def water(both):
    return both[0]


@pytest.fixture
def report(both):
    return both[1]


@pytest.fixture
def arrived(yunchuan, linxi, report):
    """The report, as the superior received it; both know each other."""
    subordinate_of(linxi, yunchuan.bureau.name)
    superior_of(yunchuan, linxi.bureau.name)
    return take(linxi, file_of(report)).row


@pytest.fixture
def order(linxi, arrived):
    return issued(linxi, arrived)


@pytest.fixture
def demand(yunchuan, order):
    """The 督办, as the subordinate received it."""
    return take_step(yunchuan, step_file(order)).row
