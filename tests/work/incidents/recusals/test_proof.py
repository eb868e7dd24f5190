"""A recusal changed below the application: the database refuses it, or the record shows it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from huiying.work.incidents.recusals.actions.recuse import end_recusal, recuse
from huiying.work.incidents.recusals.models import Recusal
from huiying.work.incidents.recusals.proof import incident_recusal_differences
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of
from tests.tampering import triggers_dropped

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, incident = module_rows(incident_of)


@pytest.fixture
def recusal(yunchuan, incident, now):
    return recuse(
        incident=incident, who=yunchuan.lu, reason="亲属", officer=yunchuan.lu, now=now
    )


def differences(cast):
    return [
        (one.code, one.params["ref"]) for one in incident_recusal_differences(cast.bureau.pk)
    ]


def test_what_the_acts_did_agrees_with_the_record(yunchuan, recusal, now):
    assert differences(yunchuan) == []
    end_recusal(recusal=recusal, officer=yunchuan.leader, now=now)
    assert differences(yunchuan) == []


def test_nobody_ends_his_own_and_no_row_goes_or_names_another(yunchuan, recusal, now):
    rows = Recusal.objects.filter(pk=recusal.pk)
    for change in (
        {"officer": yunchuan.shen},
        {"ended_at": now},
        {"ended_at": now, "ended_by": yunchuan.lu},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    assert Recusal.objects.get().ended_at is None


def test_one_that_was_ended_or_taken_away_is_found(yunchuan, recusal, now):
    found = [("record.incident_recusal_differs", recusal.incident.number)]
    Recusal.objects.filter(pk=recusal.pk).update(ended_at=now, ended_by=yunchuan.leader)
    assert differences(yunchuan) == found
    with triggers_dropped():
        Recusal.objects.filter(pk=recusal.pk).delete()
    assert differences(yunchuan) == found


def test_an_officer_who_is_kept_out_without_a_record_is_found(yunchuan, incident, now):
    Recusal.objects.create(
        bureau=yunchuan.bureau,
        incident=incident,
        officer=yunchuan.shen,
        reason="无",
        by=yunchuan.leader,
        at=now,
    )
    assert differences(yunchuan) == [("record.incident_recusal_differs", incident.number)]
