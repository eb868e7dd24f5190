"""An erasure of old petitions is planned, shown, and signed by two others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from huiying.base.errors import Refused, Stale
from huiying.work.casework.instructions.actions.give import InstructionInput, give_instruction
from huiying.work.casework.instructions.matters import matter_of_petition
from huiying.work.casework.references.actions.bind_reference import bind_reference
from huiying.work.casework.references.models import Reference
from huiying.work.closing.core.planned_deletions import DeletionState
from huiying.work.closing.petition_purges.actions.plan import PURGE_KIND, plan_purge
from huiying.work.closing.petition_purges.models import PetitionPurge
from huiying.work.petitions.core.models import Petition
from tests.factories import T0
from tests.scenarios.incidents import QUEUE, incident_of
from tests.scenarios.petitions import submit
from tests.work.casework.supervision.steps import supervise
from tests.work.closing.petition_purges.steps import (
    LATER,
    answered,
    run,
    set_months,
    sign,
)
from tests.work.petitions.erasure.steps import asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_nothing_goes_until_the_bureau_sets_the_months(yunchuan):
    answered(yunchuan)
    with pytest.raises(Refused, match="未设定信访事项保存月数"):
        plan_purge(officer=yunchuan.shen, now=LATER)
    assert run() == 0


def test_the_plan_says_how_many_of_which_kind_and_names_none(yunchuan):
    old = answered(yunchuan)
    set_months(yunchuan)

    row = plan_purge(officer=yunchuan.shen, now=LATER)

    assert (row.state, row.total) == (DeletionState.PLANNED, 1)
    assert row.plan["kinds"] == {"QUESTION": 1}
    assert row.plan["months"] == {"2026-11": 1}
    assert old.number not in str(row.plan)


def test_before_two_others_signed_nothing_goes(yunchuan):
    answered(yunchuan)
    set_months(yunchuan)
    row = plan_purge(officer=yunchuan.shen, now=LATER)
    with pytest.raises(Refused):
        sign(row, yunchuan.shen)  # who planned it
    assert not sign(row, yunchuan.lu)
    with pytest.raises(PermissionDenied):
        sign(row, yunchuan.speaker)  # the last one leads
    assert run() == 0
    assert not Petition.objects.filter(erased_at__isnull=False).exists()

    assert sign(row, yunchuan.leader)
    assert run() == 1


def open_one(cast, petition):
    Petition.objects.filter(pk=petition.pk).update(stage="UNDER_REVIEW")


def young(cast, petition):
    Petition.objects.filter(pk=petition.pk).update(settled_at=LATER - timedelta(days=30))


def asked_for(cast, petition):
    asked(cast, petition, now=LATER)


def bound(cast, petition):
    row = bind_reference(
        incident=incident_of(cast, QUEUE),
        origin="HOTLINE",
        outside_number="7",
        label="排队",
        officer=cast.shen,
        now=T0,
    )
    Reference.objects.filter(pk=row.pk).update(petition=petition)


def supervised(cast, petition):
    forwarded = {"competent": cast.reception, "manner": "TRANSFERRED", "forwarded_on": T0}
    Petition.objects.filter(pk=petition.pk).update(**forwarded)
    petition.refresh_from_db()
    instruction = give_instruction(
        matter=matter_of_petition(petition),
        given=InstructionInput("请核实处理意见是否落实。", (cast.reception,), supervise=True),
        officer=cast.leader,
        now=T0,
    )
    supervise(cast, instruction, unit=cast.reception)


def repeated(cast, petition):
    newer = submit(cast).row
    Petition.objects.filter(pk=newer.pk).update(repeat_of=petition)


def of_another_kind(cast, petition):
    Petition.objects.filter(pk=petition.pk).update(kind="SUGGESTION")


@pytest.mark.parametrize(
    "needed", [open_one, young, asked_for, bound, repeated, supervised, of_another_kind]
)
def test_what_is_needed_stays(yunchuan, needed):
    petition = answered(yunchuan)
    set_months(yunchuan)
    needed(yunchuan, petition)
    with pytest.raises(Refused, match="没有到期"):
        plan_purge(officer=yunchuan.shen, now=LATER)


def test_another_plan_than_was_shown_is_not_signed(yunchuan):
    answered(yunchuan)
    set_months(yunchuan)
    row = plan_purge(officer=yunchuan.shen, now=LATER)
    with pytest.raises(Stale):
        PURGE_KIND.approve(row, shown_hash="0" * 64, officer=yunchuan.lu, now=LATER)


def test_one_plan_waits_at_a_time_and_a_unit_plans_none(yunchuan):
    answered(yunchuan)
    set_months(yunchuan)
    plan_purge(officer=yunchuan.shen, now=LATER)
    with pytest.raises(Refused, match="尚未结束"):
        plan_purge(officer=yunchuan.shen, now=LATER)
    with pytest.raises(PermissionDenied):
        plan_purge(officer=yunchuan.window, now=LATER)


@pytest.mark.parametrize("change", [{"total": 9}, {"plan": {}}, {"state": "DONE"}])
def test_the_database_refuses_to_change_what_was_signed(yunchuan, change):
    answered(yunchuan)
    set_months(yunchuan)
    row = plan_purge(officer=yunchuan.shen, now=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        PetitionPurge.objects.filter(pk=row.pk).update(**change)
