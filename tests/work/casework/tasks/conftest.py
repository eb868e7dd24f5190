"""What the tests of tasks begin with: a major matter whose proposal is approved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.policy.grading.grades import Grade
from huiying.work.casework.tasks.actions.assign import assign_task
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of
from tests.work.casework.tasks.teams import formed


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


@pytest.fixture
def team(yunchuan, major):
    return formed(yunchuan, major)


@pytest.fixture
def task(yunchuan, approved, team):
    """A task of the team."""
    return assign_task(
        proposal=approved,
        unit=team.head.unit,
        team=team,
        task="送水到楼下",
        due=T0 + timedelta(days=1),
        officer=yunchuan.shen,
        now=T0,
    )
