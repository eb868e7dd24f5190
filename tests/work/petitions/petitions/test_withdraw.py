"""Withdrawing by the code: the period ends, nobody else is asked, and it happens once."""

from __future__ import annotations

import pytest

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.kinds import PetitionChannel, PetitionStage, StepKind
from huiying.work.petitions.petitions.actions.supplement import supplement_petition
from huiying.work.petitions.petitions.actions.withdraw import withdraw_petition
from tests.factories import T0
from tests.scenarios.handled_petitions import answered, forwarded
from tests.scenarios.petitions import submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def test_it_ends_the_period_and_is_a_step(yunchuan):
    row = submit(yunchuan).row
    withdraw_petition(petition=row, now=T0, revision=row.revision)
    row.refresh_from_db()
    row.clock.refresh_from_db()
    assert row.stage == PetitionStage.WITHDRAWN
    assert row.clock.state != ClockState.RUNNING
    assert row.steps.last().kind == StepKind.WITHDRAWN


def test_it_may_be_withdrawn_while_a_unit_handles_it(yunchuan):
    row = forwarded(yunchuan, submit(yunchuan).row)
    withdraw_petition(petition=row, now=T0, revision=row.revision)
    assert row.stage == PetitionStage.WITHDRAWN


def test_what_was_answered_is_not_withdrawn(yunchuan):
    row = answered(yunchuan)
    with pytest.raises(Refused, match="不用再撤回"):
        withdraw_petition(petition=row, now=T0)


def test_from_two_places_only_the_first_counts(yunchuan):
    row = submit(yunchuan).row
    seen = row.revision
    supplement_petition(petition=row, text="补充一句", now=T0)
    with pytest.raises(Stale):
        withdraw_petition(petition=row, now=T0, revision=seen)
    assert row.stage == PetitionStage.RECEIVED


def test_an_officer_who_recorded_it_and_saw_the_code_does_not_end_it_by_that(yunchuan):
    petition = submit(yunchuan, channel=PetitionChannel.VISIT, officer=yunchuan.lu).row
    with pytest.raises(Refused, match="代为登记"):
        withdraw_petition(petition=petition, now=T0)
    petition.refresh_from_db()
    assert petition.clock.stopped_at is None
