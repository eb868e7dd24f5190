"""What the tests of tasks begin with: a major matter whose proposal is approved."""

from __future__ import annotations

import pytest

from huiying.policy.grading.grades import Grade
from tests.module_rows import module_rows
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of


def major_and_approved(cast):
    major = incident_of(cast, WATER, grade=Grade.MAJOR)
    make_signed_minutes(cast, major)
    return major, make_approved_proposal(cast, major)


standing_rows, rows, yunchuan, both = module_rows(major_and_approved)


@pytest.fixture
def major(both):
    return both[0]


@pytest.fixture
def approved(both):
    return both[1]
