"""立项督办: because of an instruction or of what is overdue, with a clock of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState, ClockStep
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Channel, Message, SignedLink
from huiying.jobs.clocks import ladder
from huiying.policy.closing.gate import Condition, UnmetReason
from huiying.work.casework.extensions.applications import decides, may_ask_extension
from huiying.work.casework.instructions.actions.confirm import decide_instruction
from huiying.work.casework.instructions.content import instruction_hash
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.supervision.actions.open import Origin, open_supervision
from huiying.work.casework.supervision.models import Supervision, SupervisionState
from huiying.work.casework.supervision.queries import instructions_to_supervise
from huiying.work.casework.supervision.unit_messages import PURPOSE
from huiying.work.closing.breaches.actions.update_ledger import update_ledger
from huiying.work.closing.breaches.models import Breach
from huiying.work.closing.gate.queries import gate_of
from tests.factories import T0
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.tasks import take_task
from tests.work.casework.instructions.steps import DAY, enter, instruct
from tests.work.casework.instructions.test_give import post_box
from tests.work.casework.notices.steps import notify
from tests.work.casework.supervision.steps import supervise

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.mark.clause("3a", "4(1)", "7b")
def test_a_unit_is_asked_with_a_clock_of_its_own_and_a_signed_link(
    yunchuan, major, instruction
):
    post_box(yunchuan, yunchuan.waterworks, T0)
    assert list(instructions_to_supervise(yunchuan.shen)) == [instruction]

    row = supervise(yunchuan, instruction, now=T0)

    message = Message.objects.get(about_kind="supervision")
    link = SignedLink.objects.get(purpose=PURPOSE)
    assert (row.number, row.state) == ("D2026-0001", SupervisionState.OPEN)
    assert (row.clock.kind, row.clock.due_at) == ("supervision", instruction.due_at)
    assert row.clock.holder_unit == yunchuan.waterworks
    assert (link.about_ref, link.unit) == (row.number, yunchuan.waterworks)
    assert link.expires_at > row.clock.due_at
    assert f"/supervision/\n{row.number}" not in message.body
    assert "/supervision/" in message.body
    assert AuditRecord.objects.get(verb="supervision.opened").topic == major.audit_topic
    assert not instructions_to_supervise(yunchuan.shen).exists()


def test_without_a_day_the_length_of_the_rule_book_counts(yunchuan, major):
    row = supervise(yunchuan, instruct(yunchuan, major, due=None), now=T0)

    clock = row.clock
    assert (clock.amount, clock.rule_code) == ("5 个工作日", "SUPERVISION")
    assert clock.standing == "to_confirm"


def test_the_day_that_the_instruction_names_is_the_latest(yunchuan, instruction):
    with pytest.raises(Refused, match="不得晚于批示或上级要求"):
        supervise(yunchuan, instruction, due=instruction.due_at + HOUR)
    earlier = supervise(yunchuan, instruction, due=instruction.due_at - HOUR)
    assert earlier.clock.due_at == instruction.due_at - HOUR


def test_a_day_that_is_over_is_not_the_end_of_the_clock(yunchuan, major):
    late = enter(yunchuan, major, due=T0 - HOUR, days_ago=1, now=T0)

    assert supervise(yunchuan, late, now=T0).clock.amount == "5 个工作日"


def test_only_the_office_opens_it(yunchuan, instruction):
    for officer in (yunchuan.lu, yunchuan.leader, yunchuan.water, yunchuan.auditor):
        with pytest.raises(PermissionDenied):
            supervise(yunchuan, instruction, by=officer)
    assert not Supervision.objects.exists()


def test_the_same_unit_is_asked_once_however_often_it_is_clicked(yunchuan, instruction):
    first = supervise(yunchuan, instruction)

    with pytest.raises(Stale, match="无需重复"):
        supervise(yunchuan, instruction)
    assert list(Supervision.objects.all()) == [first]
    assert Clock.objects.filter(kind="supervision").count() == 1
    assert supervise(yunchuan, instruction, unit=yunchuan.reception).unit == yunchuan.reception


def test_what_is_asked_is_checked(yunchuan, linxi, instruction):
    with pytest.raises(Refused, match="请填写督办事项"):
        supervise(yunchuan, instruction, demand=" ")
    with pytest.raises(Refused, match="最多 400 字"):
        supervise(yunchuan, instruction, demand="查" * 401)
    with pytest.raises(Refused, match="删除"):
        supervise(yunchuan, instruction, demand="联系平台删除帖子")
    with pytest.raises(Refused, match="未找到该单位"):
        supervise(yunchuan, instruction, unit=linxi.waterworks)
    yunchuan.reception.active = False
    with pytest.raises(Refused, match="已停用"):
        supervise(yunchuan, instruction, unit=yunchuan.reception)
    assert len(supervise(yunchuan, instruction, demand="查" * 300).demand) == 300


def test_a_disowned_or_corrected_instruction_is_no_origin(yunchuan, major, instruction):
    typed = enter(yunchuan, major, now=T0)
    decide_instruction(
        typed, approve=False, reason="不是我的批示", shown_hash=instruction_hash(typed),
        officer=yunchuan.leader, now=T0,
    )  # fmt: skip
    instruct(yunchuan, major, replaces=instruction)

    for row in (typed, instruction):
        with pytest.raises(Refused, match="不能据此督办"):
            supervise(yunchuan, type(row).objects.get(pk=row.pk))


def test_of_a_notice_only_when_the_unit_is_late(yunchuan, major):
    notice = notify(major, yunchuan.waterworks, yunchuan.lu, T0)
    sign_notice(notice=notice, officer=yunchuan.water, now=T0)
    notice.refresh_from_db()
    late = notice.report_clock.due_at + HOUR

    def ask(now, unit=yunchuan.waterworks):
        return open_supervision(
            origin=Origin(notice=notice), unit=unit, demand="请反馈", due=None,
            officer=yunchuan.shen, now=now,
        )  # fmt: skip

    with pytest.raises(Refused, match="未超时"):
        ask(T0 + HOUR)
    with pytest.raises(Refused, match="须为被通报单位"):
        ask(late, yunchuan.reception)
    assert ask(late).notice == notice
    with pytest.raises(Stale, match="无需重复"):
        ask(late)


def test_of_a_task_only_when_the_unit_is_late(yunchuan, major):
    make_signed_minutes(yunchuan, major)
    task = take_task(yunchuan, make_approved_proposal(yunchuan, major))

    def ask(now, unit=yunchuan.waterworks):
        return open_supervision(
            origin=Origin(task=task), unit=unit, demand="请反馈", due=None,
            officer=yunchuan.shen, now=now,
        )  # fmt: skip

    with pytest.raises(Refused, match="未超时"):
        ask(T0 + HOUR)
    with pytest.raises(Refused, match="须为承办单位"):
        ask(T0 + 2 * DAY, yunchuan.reception)
    assert ask(T0 + 2 * DAY).task == task


def test_it_needs_exactly_one_origin(yunchuan, major, instruction):
    notice = notify(major, yunchuan.waterworks, yunchuan.lu, T0)

    with pytest.raises(Refused, match="须依据一份"):
        open_supervision(
            origin=Origin(instruction=instruction, notice=notice), unit=yunchuan.waterworks,
            demand="请反馈", due=None, officer=yunchuan.shen, now=T0,
        )  # fmt: skip


def test_an_open_one_holds_the_gate_and_no_leader_waives_it(yunchuan, major, item):
    lacks = {row.condition: row.lack for row in gate_of(major, T0).rows}

    assert lacks[Condition.SOLVED] == UnmetReason.SUPERVISION_OPEN


def test_when_it_is_late_the_leading_group_hears_of_it_and_it_is_a_breach(yunchuan, item):
    late = item.clock.due_at + HOUR
    ladder.turn(late)
    update_ledger(bureau_id=yunchuan.bureau.pk, now=late)

    fired = ClockStep.objects.filter(clock=item.clock, fired_at__isnull=False)
    told = {(float(step.share), step.tell) for step in fired}
    item.clock.refresh_from_db()
    assert told == {(0.5, "holder"), (0.8, "deputy"), (1.0, "leader")}
    assert item.clock.state == ClockState.RUNNING
    assert Breach.objects.get(clock=item.clock).due_at == item.clock.due_at


def test_more_time_is_asked_by_the_unit_and_given_by_a_leader_alone(yunchuan, item):
    assert may_ask_extension(yunchuan.water, item.clock)
    assert not may_ask_extension(yunchuan.window, item.clock)
    assert [decides(one, item.clock) for one in (yunchuan.leader, yunchuan.cheng)] == [
        True,
        True,
    ]
    assert not decides(yunchuan.shen, item.clock)


def test_a_unit_without_a_channel_is_asked_all_the_same(yunchuan, item):
    assert not Channel.objects.exists()
    assert item.clock.state == ClockState.RUNNING


def test_an_accusation_is_never_what_a_unit_must_answer(yunchuan, instruction):
    with pytest.raises(Refused, match="检举控告"):
        supervise(yunchuan, instruction, demand="有人举报城管局张局长贪污受贿，请查明")

    assert not Supervision.objects.exists()
    assert not Message.objects.filter(about_kind="supervision").exists()


def test_without_a_day_of_the_leader_the_rule_book_sets_the_last_one(yunchuan, major):
    instruction = instruct(yunchuan, major, due=None)
    with pytest.raises(Refused, match="申请延期"):
        supervise(yunchuan, instruction, due=T0 + 360 * DAY)
    row = supervise(yunchuan, instruction, due=T0 + DAY)

    assert row.clock.due_at == T0 + DAY
    assert may_ask_extension(yunchuan.water, row.clock)


def test_after_the_day_of_the_leader_the_rule_book_sets_the_last_one(yunchuan, instruction):
    late = instruction.due_at + HOUR

    with pytest.raises(Refused, match="申请延期"):
        supervise(yunchuan, instruction, due=late + 30 * DAY, now=late)
    assert supervise(yunchuan, instruction, due=late + DAY, now=late)
