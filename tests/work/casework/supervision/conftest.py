"""What the tests of 督办 begin with: a major matter that a leader gave an instruction on."""

from __future__ import annotations

import pytest

from huiying.policy.grading.grades import Grade
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.work.casework.instructions.steps import instruct
from tests.work.casework.supervision.steps import supervise


def instructed_matter(cast):
    restart_workers()
    major = incident_of(cast, WATER, grade=Grade.MAJOR)
    instruction = instruct(cast, major, now=T0)
    return major, instruction


standing_rows, rows, yunchuan, both = module_rows(instructed_matter)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def major(both):
    return both[0]


@pytest.fixture
def instruction(both):
    return both[1]


@pytest.fixture
def item(yunchuan, instruction):
    return supervise(yunchuan, instruction, now=T0)
