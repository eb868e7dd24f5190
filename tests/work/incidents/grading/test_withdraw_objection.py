"""撤回等级异议: by the unit alone, once, while nobody has answered."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.grading.actions.withdraw_objection import withdraw_objection
from huiying.work.incidents.grading.models import ObjectionState
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.work.incidents.grading.steps import lodge

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, WATER))


def test_the_unit_withdraws_and_it_stays_on_record(yunchuan, incident, now):
    row = lodge(incident, yunchuan.window, now)

    withdraw_objection(objection=row, officer=yunchuan.window, now=now)

    row.refresh_from_db()
    assert (row.state, row.settled_by) == (ObjectionState.WITHDRAWN, yunchuan.window)
    assert AuditRecord.objects.filter(verb="objection.withdrawn").count() == 1


def test_another_unit_is_refused(yunchuan, incident, now):
    row = lodge(incident, yunchuan.window, now)

    with pytest.raises(Refused, match="人员可撤回"):
        withdraw_objection(objection=row, officer=yunchuan.water, now=now)


def test_what_was_answered_is_not_withdrawn(yunchuan, incident, now):
    row = lodge(incident, yunchuan.window, now)
    regrade(
        incident=incident,
        grade=Grade.SIGNIFICANT,
        reason="涉及三个小区",
        officer=yunchuan.lu,
        now=now,
    )

    with pytest.raises(Stale, match="已答复或撤回"):
        withdraw_objection(objection=row, officer=yunchuan.window, now=now)
