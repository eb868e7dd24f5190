"""职权异议: a body that is not competent gives it back within five working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage
from huiying.work.petitions.periods.actions.object_to import object_to_petition
from tests.factories import T0
from tests.work.petitions.periods.steps import TODAY, accepted, forward, registered

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def give_back(cast, row, day=TODAY, reason="不属供水范围", now=T0):
    return object_to_petition(
        petition=row, objected=day, reason=reason, officer=cast.lu, now=now
    )


def test_the_bureaus_days_run_on_from_their_own_start(yunchuan):
    row = registered(yunchuan)
    first = row.clock
    forward(yunchuan, row)

    again = give_back(yunchuan, row)

    assert (again.rule_code, again.due_at) == (first.rule_code, first.due_at)
    assert again.holder_unit == yunchuan.lu.unit
    assert (row.stage, row.competent) == (PetitionStage.REGISTERED, None)


def test_a_question_goes_back_with_the_time_it_has_left(yunchuan):
    row = registered(yunchuan, PetitionKind.QUESTION)
    forward(yunchuan, row)
    clock = give_back(yunchuan, row)
    clock.refresh_from_db()
    assert (clock.state, clock.holder_unit) == (ClockState.RUNNING, yunchuan.lu.unit)


def test_it_says_why(yunchuan):
    row = registered(yunchuan)
    forward(yunchuan, row)
    with pytest.raises(Refused, match="异议的理由"):
        give_back(yunchuan, row, reason="  ")


def test_after_five_working_days_it_is_the_bodys(yunchuan):
    row = registered(yunchuan)
    forward(yunchuan, row)
    late = T0 + timedelta(days=8)
    with pytest.raises(Refused, match="五个工作日"):
        give_back(yunchuan, row, date(2026, 12, 2), now=late)
    assert give_back(yunchuan, row, date(2026, 12, 1), now=late) is not None


def test_nobody_objects_to_what_was_accepted(yunchuan):
    with pytest.raises(Refused, match="已受理"):
        give_back(yunchuan, accepted(yunchuan))
