"""A petition of another system is registered by its number, once."""

from __future__ import annotations

import pytest

from huiying.base.clocks.actions.start import ClockSubject
from huiying.base.errors import Refused
from huiying.policy.petitions.kinds import PetitionChannel, PetitionStage
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.actions.register_outside import (
    register_outside_petition,
)
from tests.factories import T0
from tests.work.petitions.periods.steps import DAY, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def register(cast, number="信访 42", received=TODAY):
    return register_outside_petition(
        bureau_id=cast.bureau.pk,
        channel=PetitionChannel.SYSTEM,
        outside_number=number,
        label="排队太久",
        received=received,
        subject=ClockSubject("incident", "2026-0001", "登记窗口排队"),
        officer=cast.lu,
        now=T0,
    )


def test_its_fifteen_days_count_and_its_text_stays_elsewhere(yunchuan):
    row = register(yunchuan)
    assert (row.stage, row.original, row.text) == (PetitionStage.REGISTERED, None, "排队太久")
    assert row.clock.rule_code == "PETITION_REGISTRATION"
    assert row.clock.subject_ref == "2026-0001", "the board names what it is joined to"


def test_the_same_number_is_the_same_petition(yunchuan):
    assert register(yunchuan) == register(yunchuan)
    assert Petition.objects.count() == 1


def test_it_was_not_received_tomorrow(yunchuan):
    with pytest.raises(Refused, match="不得晚于今日"):
        register(yunchuan, received=TODAY + DAY)
