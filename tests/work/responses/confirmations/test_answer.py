"""沟通确认: an agency says yes or no to exactly these words, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.work.responses.confirmations.actions.answer import (
    AgencyAnswer,
    answer_confirmation,
)
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from tests.module_rows import module_rows
from tests.work.responses.confirmations.steps import asked
from tests.work.responses.drafts.editing import edit

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, row = module_rows(asked)
YES = AgencyAnswer(agrees=True, post=" 办公室  值班 ")


def answer(row, now, said=YES, shown_hash=None, officer=None):
    answer_confirmation(
        confirmation=row,
        answer=said,
        shown_hash=row.content_hash if shown_hash is None else shown_hash,
        now=now,
        officer=officer,
    )


@pytest.mark.clause("8c")
def test_a_yes_by_the_link_confirms_and_stops_the_clock(yunchuan, row, now):
    later = now + timedelta(hours=1)

    answer(row, later)

    assert (row.state, row.answered_at) == (ConfirmationState.CONFIRMED, later)
    assert row.answered_by == "区水务局 · 办公室 值班"
    row.clock.refresh_from_db()
    assert row.clock.state == ClockState.MET
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.verb, record.actor) == ("confirmation.given", f"link:{row.number}")
    assert record.data["hash"] == row.content_hash


@pytest.mark.clause("8c")
def test_a_no_says_what_is_wrong_without_numbers_of_persons(row, now):
    with pytest.raises(Refused, match="请写明哪一句"):
        answer(row, now, AgencyAnswer(agrees=False, post="办公室值班", words=" "))

    words = "供水是部分恢复，请回13912345678。"
    answer(row, now, AgencyAnswer(agrees=False, post="办公室值班", words=words))

    assert row.state == ConfirmationState.OBJECTED
    assert "供水是部分恢复" in row.words
    assert "13912345678" not in row.words
    assert records_of(bureau_id=row.bureau_id).first().verb == "confirmation.objected"


def test_somebody_says_by_which_post_he_answers(row, now):
    with pytest.raises(Refused, match="请写明答复的岗位"):
        answer(row, now, AgencyAnswer(agrees=True, post=" "))

    assert Confirmation.objects.get().state == ConfirmationState.ASKED


def test_a_second_answer_changes_nothing(row, now):
    answer(row, now)

    with pytest.raises(Stale, match="已经答复过"):
        answer(row, now, AgencyAnswer(agrees=False, post="办公室值班", words="不对"))

    assert Confirmation.objects.get().state == ConfirmationState.CONFIRMED


@pytest.mark.clause("8c")
def test_other_words_than_those_that_stand_are_not_confirmed(yunchuan, row, now):
    with pytest.raises(Stale):
        answer(row, now, shown_hash="0" * 64)
    edit(yunchuan, row.draft, now, title="改过的标题")
    with pytest.raises(Stale, match="文字有改动"):
        answer(row, now)

    assert Confirmation.objects.get().state == ConfirmationState.VOID


def test_only_an_officer_of_the_agency_answers_when_signed_in(yunchuan, row, now):
    with pytest.raises(PermissionDenied):
        answer(row, now, officer=yunchuan.shen)

    answer(row, now, officer=yunchuan.water)

    record = records_of(bureau_id=row.bureau_id).first()
    assert record.actor == f"officer:{yunchuan.water.pk}"
