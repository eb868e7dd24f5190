"""沟通确认 by telephone or on paper: a second person countersigns, or a scan proves it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.files.incoming import check_incoming, write_file
from huiying.work.responses.confirmations.actions.answer import AgencyAnswer
from huiying.work.responses.confirmations.actions.record import (
    OfflineAnswer,
    countersign,
    record_offline_answer,
)
from huiying.work.responses.confirmations.models import (
    Confirmation,
    ConfirmationState,
    Manner,
)
from tests.module_rows import module_rows
from tests.scenarios.tasks import PICTURE
from tests.work.responses.confirmations.steps import asked, put_in
from tests.work.responses.drafts.editing import edit

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, row = module_rows(asked)
MINUTE = timedelta(minutes=1)
YES = AgencyAnswer(agrees=True, post="办公室值班")
NO = AgencyAnswer(agrees=False, post="办公室值班", words="时间不对。")


def hear(row, officer, now, manner=Manner.PHONE, **changes):
    answer = {"answer": YES, "at": now} | changes
    record_offline_answer(
        confirmation=row,
        offline_answer=OfflineAnswer(manner, **answer),
        shown_hash=row.content_hash,
        officer=officer,
        now=now,
    )


def second(row, officer, now, *, agrees=True):
    countersign(
        confirmation=row,
        agrees=agrees,
        shown_hash=row.content_hash,
        officer=officer,
        now=now,
    )


@pytest.fixture
def scan(yunchuan, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return write_file(yunchuan.bureau.pk, check_incoming(PICTURE))


@pytest.mark.clause("8c")
def test_a_call_counts_once_a_second_person_stands_for_it(yunchuan, row, now):
    called = now + MINUTE
    hear(row, yunchuan.window, called)
    waiting = row.state, Clock.objects.get(pk=row.clock_id).state

    second(row, yunchuan.lu, called + MINUTE)

    assert waiting == (ConfirmationState.RECORDED, ClockState.RUNNING)
    assert (row.state, row.manner) == (ConfirmationState.CONFIRMED, Manner.PHONE)
    assert (row.recorded_by, row.countersigned_by) == (yunchuan.window, yunchuan.lu)
    clock = Clock.objects.get(pk=row.clock_id)
    assert (clock.state, clock.stopped_at) == (ClockState.MET, called)
    verbs = [each.verb for each in records_of(bureau_id=row.bureau_id)[:2]]
    assert verbs == ["confirmation.countersigned", "confirmation.recorded"]


def test_who_doubts_a_call_sends_it_back_and_the_agency_is_asked_again(yunchuan, row, now):
    hear(row, yunchuan.window, now)

    second(row, yunchuan.lu, now, agrees=False)

    assert (row.state, row.answered_by, row.recorded_by) == (
        ConfirmationState.ASKED,
        "",
        None,
    )
    assert Clock.objects.get(pk=row.clock_id).state == ClockState.RUNNING
    hear(row, yunchuan.window, now)  # after another call
    assert row.state == ConfirmationState.RECORDED


@pytest.mark.clause("8c")
def test_a_paper_counts_with_its_scan_and_never_without(yunchuan, row, now, scan):
    with pytest.raises(Refused, match="须附扫描件"):
        hear(row, yunchuan.window, now, Manner.PAPER)

    hear(row, yunchuan.window, now, Manner.PAPER, file=scan)

    assert row.state == ConfirmationState.CONFIRMED
    assert Clock.objects.get(pk=row.clock_id).state == ClockState.MET
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.data["manner"], record.data["file"]) == ("PAPER", row.file.sha256)


def test_a_file_does_not_make_a_telephone_call_a_paper(yunchuan, row, now, scan):
    hear(row, yunchuan.window, now, file=scan)

    assert row.state == ConfirmationState.RECORDED  # a second person still signs


@pytest.mark.clause("8c")
def test_an_objection_on_the_phone_counts_at_once(yunchuan, row, now):
    hear(row, yunchuan.window, now, answer=NO)

    assert (row.state, row.words) == (ConfirmationState.OBJECTED, "时间不对。")
    assert Clock.objects.get(pk=row.clock_id).state == ClockState.MET


@pytest.mark.parametrize("minutes", [-1, 1])
def test_nobody_confirms_before_he_was_asked_or_in_time_to_come(yunchuan, row, now, minutes):
    with pytest.raises(Refused, match="送出以后、现在之前"):
        hear(row, yunchuan.window, now, at=now + minutes * MINUTE)

    assert Confirmation.objects.get().state == ConfirmationState.ASKED


def test_who_may_not_write_records_nothing(yunchuan, row, now):
    with pytest.raises(PermissionDenied):
        hear(row, yunchuan.lu, now)


def test_who_recorded_or_wrote_does_not_countersign(yunchuan, row, now):
    hear(row, yunchuan.shen, now)
    with pytest.raises(Refused, match="须由另一人核签"):
        second(row, yunchuan.shen, now)
    row.draft.writers = [*row.draft.writers, yunchuan.lu.pk]
    row.draft.save(update_fields=["writers"])
    with pytest.raises(Refused, match="须由另一人核签"):
        second(row, yunchuan.lu, now)
    with pytest.raises(PermissionDenied):
        second(row, yunchuan.window, now)

    second(row, yunchuan.leader, now)
    assert row.countersigned_by == yunchuan.leader


def test_of_two_who_countersign_one_does_and_an_edit_voids_what_waits(yunchuan, row, now):
    hear(row, yunchuan.window, now)
    on_her_screen = Confirmation.objects.get(pk=row.pk)
    second(row, yunchuan.lu, now)
    with pytest.raises(Stale):
        second(on_her_screen, yunchuan.leader, now)

    edit(yunchuan, row.draft, now, title="改过的标题")
    with pytest.raises(Stale):
        second(row, yunchuan.leader, now)
    assert Confirmation.objects.get().state == ConfirmationState.VOID


def test_a_paper_by_an_account_that_was_added_lately_waits_for_a_second_person(
    yunchuan, row, now, scan
):
    hear(row, put_in(yunchuan, unit=yunchuan.online), now, Manner.PAPER, file=scan)

    assert row.state == ConfirmationState.RECORDED


def test_two_accounts_that_one_administrator_added_are_not_two_persons(yunchuan, row, now):
    hear(row, put_in(yunchuan, unit=yunchuan.online), now)

    with pytest.raises(Refused, match="两个账号由同一人添加、调整、启用或重设过"):
        second(row, put_in(yunchuan, Role.DUTY_OFFICER), now)

    second(row, yunchuan.lu, now)
    assert row.state == ConfirmationState.CONFIRMED


def test_no_agency_records_what_an_agency_said(yunchuan, row, now):
    with pytest.raises(Refused, match="外单位人员不得登记"):
        hear(row, yunchuan.water, now)
    row.refresh_from_db()
    assert row.state == ConfirmationState.ASKED
