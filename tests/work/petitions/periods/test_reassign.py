"""改派: a unit dissolved in mid-case; its petitions go on elsewhere within the same period."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.organisation.actions.set_up import edit_unit
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.kinds import PetitionStage, StepKind
from huiying.work.petitions.acknowledgement.actions.acknowledge import acknowledge_petition
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.periods.actions.object_to import object_to_petition
from huiying.work.petitions.periods.actions.reassign import reassign_petition
from tests.factories import T0, make_cast
from tests.work.petitions.periods.steps import accepted, answered, forward, registered

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
LATER = T0 + timedelta(days=10)


def dissolve(unit, cast):
    edit_unit(
        unit=unit,
        name=unit.name,
        kind=unit.kind,
        duties=unit.duties,
        active=False,
        actor=cast.admin,
        now=T0,
    )


def handled_by_a_unit_that_is_gone(cast):
    row = accepted(cast)
    dissolve(cast.waterworks, cast)
    return Petition.objects.get(pk=row.pk)


def reassign(cast, row, **more):
    given = {
        "unit": cast.online,
        "reason": "机构改革，职责划入",
        "officer": cast.lu,
        "now": LATER,
    }
    reassign_petition(petition=row, **(given | more))


def test_the_period_runs_on_in_the_hands_of_the_new_unit(yunchuan):
    row = handled_by_a_unit_that_is_gone(yunchuan)
    before = row.clock

    reassign(yunchuan, row)

    row.refresh_from_db()
    assert (row.competent, row.stage) == (yunchuan.online, PetitionStage.ACCEPTED)
    assert row.clock == before
    assert (row.clock.state, row.clock.due_at) == (ClockState.RUNNING, before.due_at)
    assert row.clock.holder_unit == yunchuan.online
    assert (row.steps.last().kind, row.steps.last().data["unit"]) == (
        StepKind.FORWARDED,
        yunchuan.online.name,
    )


def test_the_new_unit_acknowledges_it_anew(yunchuan):
    row = registered(yunchuan)
    forward(yunchuan, row)
    acknowledge_petition(petition=row, officer=yunchuan.water, now=T0)
    dissolve(yunchuan.waterworks, yunchuan)
    row = Petition.objects.get(pk=row.pk)
    assert not row.waits_for_receipt
    reassign(yunchuan, row)
    assert Petition.objects.get(pk=row.pk).waits_for_receipt


def test_the_record_says_to_whom_and_why(yunchuan):
    reassign(yunchuan, handled_by_a_unit_that_is_gone(yunchuan))
    data = AuditRecord.objects.get(verb="petition.reassigned").data
    assert (data["unit"], data["reason"]) == (yunchuan.online.name, "机构改革，职责划入")


def test_the_new_unit_may_object_within_its_own_five_days(yunchuan):
    row = registered(yunchuan)
    forward(yunchuan, row)
    dissolve(yunchuan.waterworks, yunchuan)
    row = Petition.objects.get(pk=row.pk)
    reassign(yunchuan, row)

    object_to_petition(
        petition=row,
        objected=LATER.date(),
        reason="不属本单位职责",
        officer=yunchuan.lu,
        now=LATER,
    )

    assert row.stage == PetitionStage.REGISTERED


def test_an_active_unit_keeps_what_it_was_given(yunchuan):
    row = accepted(yunchuan)
    with pytest.raises(Refused, match="已停用"):
        reassign(yunchuan, row)


def test_what_was_answered_is_not_reassigned(yunchuan):
    row = answered(yunchuan)
    dissolve(yunchuan.waterworks, yunchuan)
    with pytest.raises(Refused, match="尚未办结"):
        reassign(yunchuan, Petition.objects.get(pk=row.pk))


def test_it_goes_to_an_active_unit_of_the_bureau_with_a_reason(yunchuan):
    row = handled_by_a_unit_that_is_gone(yunchuan)
    other = make_cast("linxi", "林溪区")
    for unit in (yunchuan.waterworks, other.online):
        unit.refresh_from_db()
        with pytest.raises(Refused, match="在用的单位"):
            reassign(yunchuan, row, unit=unit)
    with pytest.raises(Refused, match="理由"):
        reassign(yunchuan, row, reason=" ")


def test_from_two_places_only_the_first_counts(yunchuan):
    row = handled_by_a_unit_that_is_gone(yunchuan)
    seen = row.revision
    reassign(yunchuan, Petition.objects.get(pk=row.pk), revision=seen)
    with pytest.raises(Stale):
        reassign(yunchuan, row, unit=yunchuan.reception, revision=seen)
    row.refresh_from_db()
    assert row.competent == yunchuan.online
