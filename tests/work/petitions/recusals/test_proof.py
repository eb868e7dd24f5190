"""A recusal changed below the application: the database refuses it, or the record shows it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from huiying.work.petitions.recusals.actions.recuse import (
    end_petition_recusal,
    recuse_from_petition,
)
from huiying.work.petitions.recusals.models import PetitionRecusal
from huiying.work.petitions.recusals.proof import petition_recusal_differences
from tests.factories import T0
from tests.scenarios.petitions import submit
from tests.tampering import triggers_dropped

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture
def recusal(yunchuan):
    return recuse_from_petition(
        petition=submit(yunchuan).row,
        who=yunchuan.shen,
        reason="与信访人是亲属",
        officer=yunchuan.shen,
        now=T0,
    )


def differences(cast):
    return [
        (one.code, one.params["ref"]) for one in petition_recusal_differences(cast.bureau.pk)
    ]


def test_what_the_acts_did_agrees_with_the_record(yunchuan, recusal):
    assert differences(yunchuan) == []
    end_petition_recusal(recusal=recusal, officer=yunchuan.leader, now=T0)
    assert differences(yunchuan) == []


def test_nobody_ends_his_own_and_no_row_goes_or_names_another(yunchuan, recusal):
    rows = PetitionRecusal.objects.filter(pk=recusal.pk)
    for change in (
        {"officer": yunchuan.lu},
        {"ended_at": T0},
        {"ended_at": T0, "ended_by": yunchuan.shen},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    assert PetitionRecusal.objects.get().ended_at is None


def test_one_that_was_ended_or_made_by_hand_is_found(yunchuan, recusal):
    found = [("record.petition_recusal_differs", recusal.petition.number)]
    PetitionRecusal.objects.filter(pk=recusal.pk).update(ended_at=T0, ended_by=yunchuan.leader)
    assert differences(yunchuan) == found
    with triggers_dropped():
        PetitionRecusal.objects.filter(pk=recusal.pk).delete()
    assert differences(yunchuan) == found


def test_an_officer_who_is_kept_out_without_a_record_is_found(yunchuan):
    petition = submit(yunchuan).row
    PetitionRecusal.objects.create(
        bureau=yunchuan.bureau,
        petition=petition,
        officer=yunchuan.lu,
        reason="无",
        by=yunchuan.leader,
        at=T0,
    )
    assert differences(yunchuan) == [("record.petition_recusal_differs", petition.number)]
