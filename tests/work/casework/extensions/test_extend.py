"""延期: another person gives more time before it runs out; the law's numbers never move."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.board import ClockLook
from huiying.base.clocks.models import ClockStep
from huiying.base.clocks.queries import clock_row
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Channel, Message
from huiying.jobs.clocks import ladder
from huiying.work.casework.extensions.actions.extend import ask_extension, decide_extension
from huiying.work.casework.extensions.applications import (
    extension_outcome,
    waits,
)
from huiying.work.casework.extensions.models import Extension
from huiying.work.casework.tasks.actions.report_task import report_task
from huiying.work.closing.breaches.actions.update_ledger import update_ledger
from huiying.work.closing.breaches.models import Breach
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import docket_of, restart_workers
from tests.scenarios.tasks import promise_of, upload_picture
from tests.work.casework.extensions.steps import asked, decided, major_and_taken

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_warm(settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path


standing_rows, rows, yunchuan, both = module_rows(major_and_taken)


@pytest.fixture
def major(both):
    return both[0]


@pytest.fixture
def task(both):
    return both[1]


@pytest.mark.clause("2(1)c", "4(3)c")
def test_what_the_law_fixes_is_refused_with_its_source(yunchuan, major):
    notice, promise = major.notice_clock, promise_of(yunchuan, major).clock
    response = major.response_clock

    for clock, source in (
        (notice, "《制度》第四条第（三）项"),
        (response, "国办发〔2016〕61号"),
        (promise, "承诺日期已公开"),
    ):
        with pytest.raises(Refused, match=source):
            asked(yunchuan, clock, by=yunchuan.lu)
    assert not Extension.objects.exists()


def test_who_does_not_hold_it_or_gives_no_reason_gets_no_more_time(yunchuan, task):
    with pytest.raises(Refused, match="时限在手"):
        asked(yunchuan, task.clock, by=yunchuan.window)
    with pytest.raises(Refused, match="须晚于原来"):
        asked(yunchuan, task.clock, days=0)
    with pytest.raises(Refused, match="最远到一年"):
        asked(yunchuan, task.clock, days=367)
    with pytest.raises(Refused, match="请填写延期理由"):
        ask_extension(
            clock=task.clock,
            until=task.clock.due_at + DAY,
            reason=" ",
            officer=yunchuan.water,
            now=T0 + HOUR,
        )

    assert not Extension.objects.exists()


def test_granted_in_time_the_clock_moves_and_the_record_says_from_when_to_when(yunchuan, task):
    row = asked(yunchuan, task.clock)

    assert decided(row, yunchuan.leader) is True

    row.refresh_from_db()
    record = AuditRecord.objects.get(verb="extension.granted")
    assert (row.clock.due_at, row.applied_at) == (row.due_after, T0 + 2 * HOUR)
    assert extension_outcome(row) == "同意"
    assert (record.data["before"], record.data["after"]) == ("11-25 10:00", "11-27 10:00")
    assert record.actor == f"officer:{yunchuan.leader.pk}"
    with pytest.raises(Refused):
        decided(row, yunchuan.cheng)


def test_who_asked_or_stands_in_for_him_or_holds_it_never_decides(yunchuan, task):
    row = asked(yunchuan, task.clock, by=yunchuan.shen)  # on behalf of the agency
    absent = DelegationTerms(Role.OFFICE, T0 + HOUR, T0 + DAY, "出差")
    delegate(
        principal=yunchuan.shen, to=yunchuan.cheng, absence=absent, by=yunchuan.shen, now=T0
    )

    for officer in (yunchuan.shen, yunchuan.cheng, yunchuan.water, yunchuan.lu):
        with pytest.raises(Refused):
            decided(row, officer)
    assert decided(row, yunchuan.leader) is True


def test_it_is_returned_with_a_reason_and_the_time_stays(yunchuan, major):
    docket = docket_of(yunchuan, major)
    row = asked(yunchuan, docket.clock)

    with pytest.raises(Refused, match="理由"):
        decided(row, yunchuan.lu, yes=False)
    decided(row, yunchuan.lu, yes=False, reason="化验今天就能出。")

    row.refresh_from_db()
    assert extension_outcome(row) == "不同意：化验今天就能出。"
    assert row.clock.due_at == row.due_before
    assert waits(asked(yunchuan, docket.clock))  # it may be asked for again


def test_decided_after_it_ran_out_the_breach_stands(yunchuan, task):
    row, late = asked(yunchuan, task.clock), T0 + DAY + HOUR
    ladder.turn(late)

    assert decided(row, yunchuan.leader, now=late) is False
    update_ledger(bureau_id=yunchuan.bureau.pk, now=late)

    row.refresh_from_db()
    assert row.clock.due_at == row.due_before
    assert extension_outcome(row) == "同意，但决定时已超时：原时限不变，超时照记"
    assert Breach.objects.get(clock=task.clock).due_at == row.due_before
    with pytest.raises(Refused, match="时限已过"):
        asked(yunchuan, task.clock, now=late)


def test_the_reminders_lie_anew_over_the_whole_time(yunchuan, task):
    clock = task.clock
    ladder.turn(T0 + 20 * HOUR)
    fired = ClockStep.objects.filter(clock=clock, fired_at__isnull=False).count()
    row = asked(yunchuan, clock, days=9, now=T0 + 20 * HOUR)

    decided(row, yunchuan.leader, now=T0 + 21 * HOUR)

    steps = ClockStep.objects.filter(clock=clock)
    assert fired
    assert all(step.fired_at is None for step in steps)
    assert max(step.at for step in steps) == clock.due_at + 9 * DAY
    assert clock_row(row.clock, T0 + 22 * HOUR).look == ClockLook.RUNNING


def test_what_was_done_meanwhile_needs_no_decision(yunchuan, task):
    row = asked(yunchuan, task.clock)
    report_task(
        task=task,
        text="办好了。",
        pieces=[upload_picture(yunchuan)],
        officer=yunchuan.water,
        now=T0 + HOUR,
    )

    with pytest.raises(Refused, match="该时限已结束"):
        decided(row, yunchuan.leader)
    assert extension_outcome(Extension.objects.get(pk=row.pk)) == "未及决定，时限已结束"


def test_another_text_than_the_one_on_the_screen_is_not_decided(yunchuan, task):
    row = asked(yunchuan, task.clock)

    with pytest.raises(Stale):
        decide_extension(
            extension=row,
            approve=True,
            reason="",
            shown_hash="0" * 64,
            officer=yunchuan.leader,
            now=T0 + 2 * HOUR,
        )
    with pytest.raises(Refused, match="在等决定"):
        asked(yunchuan, task.clock)


@pytest.mark.parametrize(
    ("yes", "late", "said"),
    [
        (True, False, "新时限为 11-27"),
        (True, True, "决定时已超时"),
        (False, False, "）未获同意"),
    ],
)
def test_who_asked_is_told_what_was_decided(yunchuan, task, yes, late, said):
    Channel.objects.create(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind="SMTP",
        name="水务",
        target="a@b.c",
    )
    row = asked(yunchuan, task.clock)
    at = T0 + DAY + HOUR if late else T0 + 2 * HOUR

    decided(row, yunchuan.leader, yes=yes, reason="不必。" if not yes else "", now=at)

    told = Message.objects.get(about_kind="extension", about_ref=row.number)
    assert said in told.body
    assert "不必" not in told.body
    assert told.channel.unit == yunchuan.waterworks


def test_who_has_a_channel_of_his_own_is_told_there(yunchuan, task):
    for owner in ({"unit": yunchuan.waterworks}, {"officer": yunchuan.water}):
        Channel.objects.create(
            bureau=yunchuan.bureau,
            kind="SMTP",
            name=f"渠道 {next(iter(owner))}",
            target="a@b.c",
            verified_at=T0,
            **owner,
        )
    row = asked(yunchuan, task.clock)

    decided(row, yunchuan.leader)

    told = Message.objects.get(about_kind="extension")
    assert told.channel.officer == yunchuan.water
