"""A gap that one statement declares not needed is found by the daily check."""

from __future__ import annotations

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.collection.coverage.actions.note_gap import (
    GapDetails,
    end_note,
    note_gap,
    sign_not_needed,
)
from huiying.work.collection.coverage.models import CoverageNote, Standing
from huiying.work.collection.coverage.proof import exemption_differences
from tests.factories import T0

pytestmark = pytest.mark.django_db
FOUND = [("record.exemption_differs", "groups")]


@pytest.fixture
def note(yunchuan):
    wanted = GapDetails(Standing.NOT_NEEDED, "本区没有这类公开渠道")
    return note_gap(kind="groups", wanted=wanted, officer=yunchuan.shen, now=T0)


def differences(cast):
    return [(one.code, one.params["ref"]) for one in exemption_differences(cast.bureau.pk)]


def test_what_two_persons_decided_agrees_with_the_record(yunchuan, note):
    assert differences(yunchuan) == []
    sign_not_needed(note=note, officer=yunchuan.leader, now=T0)
    assert differences(yunchuan) == []
    end_note(note=note, officer=yunchuan.leader, now=T0)
    assert differences(yunchuan) == []


def test_a_signature_that_one_statement_writes_is_found(yunchuan, note):
    CoverageNote.objects.filter(pk=note.pk).update(signed_at=T0, signed_by=yunchuan.leader)

    assert differences(yunchuan) == FOUND
    assert "record.exemption_differs" in {
        one.code for one in check_bureau(yunchuan.bureau.pk).differences
    }


def test_an_end_that_one_statement_writes_is_found(yunchuan, note):
    sign_not_needed(note=note, officer=yunchuan.leader, now=T0)
    CoverageNote.objects.filter(pk=note.pk).update(ended_at=T0)
    assert differences(yunchuan) == FOUND
