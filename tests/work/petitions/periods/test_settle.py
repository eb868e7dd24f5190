"""An answer ends the period once; what was late stays late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import ClockState
from huiying.policy.petitions.kinds import PetitionStage
from huiying.reasons.reason import Reason
from huiying.work.petitions.core.models import PetitionStep
from huiying.work.petitions.periods.actions.settle import settle_petition
from tests.factories import T0
from tests.work.petitions.periods.steps import accepted

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def settle(cast, row, at=T0):
    return settle_petition(
        petition=row,
        stage=PetitionStage.ANSWERED,
        at=at,
        reason=Reason("clocks.opinion_delivered"),
        officer=cast.lu,
        now=at,
    )


def test_it_is_settled_once(yunchuan):
    row = accepted(yunchuan)
    assert settle(yunchuan, row)
    assert not settle(yunchuan, row)
    assert PetitionStep.objects.filter(petition=row, kind="ANSWERED").count() == 1
    assert row.clock.state == ClockState.MET


def test_an_answer_after_the_sixty_days_stays_late(yunchuan):
    row = accepted(yunchuan)
    settle(yunchuan, row, at=row.clock.due_at + timedelta(days=1))
    row.clock.refresh_from_db()
    assert row.clock.breached_at == row.clock.due_at
