"""沟通确认: an agency says yes or no to exactly these words, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.core.hands import TAKEN_OVER, is_new_to_unit
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.edit_officer import edit_officer
from huiying.base.audit.queries import records_of
from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.personnel.actions.confirm_account import confirm_account
from huiying.base.personnel.actions.reset_sign_in import reset_password
from huiying.work.responses.confirmations.actions.answer import (
    AgencyAnswer,
    answer_confirmation,
)
from huiying.work.responses.confirmations.actions.record import countersign
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from tests.module_rows import module_rows
from tests.new_accounts import take_over
from tests.work.responses.confirmations.steps import asked, put_in
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
    with pytest.raises(Refused, match="请写明具体语句和修改意见"):
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

    with pytest.raises(Stale, match="或已答复"):
        answer(row, now, AgencyAnswer(agrees=False, post="办公室值班", words="不对"))

    assert Confirmation.objects.get().state == ConfirmationState.CONFIRMED


@pytest.mark.clause("8c")
def test_other_words_than_those_that_stand_are_not_confirmed(yunchuan, row, now):
    with pytest.raises(Stale):
        answer(row, now, shown_hash="0" * 64)
    edit(yunchuan, row.draft, now, title="改过的标题")
    with pytest.raises(Stale, match="文字已修改"):
        answer(row, now)

    assert Confirmation.objects.get().state == ConfirmationState.VOID


def test_only_an_officer_of_the_agency_answers_when_signed_in(yunchuan, row, now):
    with pytest.raises(PermissionDenied):
        answer(row, now, officer=yunchuan.shen)

    answer(row, now, officer=yunchuan.water)

    record = records_of(bureau_id=row.bureau_id).first()
    assert record.actor == f"officer:{yunchuan.water.pk}"


@pytest.mark.clause("8c")
def test_an_account_put_into_the_agency_lately_confirms_nothing_alone(yunchuan, row, now):
    answer(row, now, officer=put_in(yunchuan, unit=yunchuan.waterworks))

    assert row.state == ConfirmationState.RECORDED
    row.clock.refresh_from_db()
    assert row.clock.state == ClockState.RUNNING
    verb = records_of(bureau_id=row.bureau_id).first().verb
    assert verb == "confirmation.given_by_new_account"
    countersign(
        confirmation=row, agrees=True, shown_hash=row.content_hash, officer=yunchuan.lu, now=now
    )
    row.clock.refresh_from_db()
    assert (row.state, row.clock.state) == (ConfirmationState.CONFIRMED, ClockState.MET)


def test_nor_does_one_that_was_moved_there_or_whose_password_another_reset(yunchuan, row, now):
    water = yunchuan.water
    moved = {"name": water.name, "title": "", "phone": "", "actor": MACHINE, "now": now}
    edit_officer(officer=water, unit=yunchuan.online, **moved)
    edit_officer(officer=water, unit=yunchuan.waterworks, **moved)
    assert is_new_to_unit(water, now)

    Officer.objects.filter(pk=water.pk).update(placed_at=None, last_login=now)
    water = Officer.objects.get(pk=water.pk)
    reset_password(officer=water, password="x7mq-3nvx-9kpd", by=yunchuan.admin, now=now)

    answer(row, now, officer=water)
    assert row.state == ConfirmationState.RECORDED


def test_no_day_makes_an_account_the_agencys_own_that_nobody_confirmed(yunchuan, row, now):
    officer = put_in(yunchuan, unit=yunchuan.waterworks, now=now - 3 * TAKEN_OVER)
    assert is_new_to_unit(officer, now)

    answer(row, now, officer=take_over(officer, now=now))

    assert row.state == ConfirmationState.RECORDED


def test_once_a_second_person_confirmed_it_it_is_the_agencys_own(yunchuan, row, now):
    officer = take_over(put_in(yunchuan, unit=yunchuan.waterworks, now=now), now=now)
    confirm_account(officer=officer, by=yunchuan.leader, now=now)

    answer(row, now, officer=officer)

    assert row.state == ConfirmationState.CONFIRMED


def test_it_may_object_at_once_and_takes_the_place_of_nothing_recorded(yunchuan, row, now):
    officer = put_in(yunchuan, unit=yunchuan.waterworks)
    Confirmation.objects.update(
        state=ConfirmationState.RECORDED, manner="PHONE", recorded_by=yunchuan.window
    )
    with pytest.raises(Stale):
        answer(row, now, officer=officer)

    answer(row, now, AgencyAnswer(agrees=False, post="值班", words="不对。"), officer=officer)

    assert row.state == ConfirmationState.OBJECTED
