"""督办 on a petition: of the unit that handles it, seen by who sees the petition alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Message
from huiying.policy.petitions.kinds import PetitionKind
from huiying.policy.time.petitions import ForwardManner
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.instructions.access import instruction_for
from huiying.work.casework.instructions.actions.give import InstructionInput, give_instruction
from huiying.work.casework.instructions.matters import matter_of_petition
from huiying.work.casework.instructions.proof import instruction_differences
from huiying.work.casework.instructions.queries import visible_instructions
from huiying.work.casework.supervision.access import supervision_for
from huiying.work.casework.supervision.actions.open import Origin, open_supervision
from huiying.work.casework.supervision.actions.send_back import reassign_supervision
from huiying.work.casework.supervision.models import Supervision, SupervisionState
from huiying.work.casework.supervision.proof import supervision_differences
from huiying.work.casework.supervision.queries import (
    instructions_to_supervise,
    supervisions_waiting_for,
    visible_supervisions,
)
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.periods.actions.forward import Forwarding, forward_petition
from huiying.work.petitions.periods.actions.object_to import object_to_petition
from huiying.work.petitions.petitions.actions.withdraw import withdraw_petition
from tests.factories import T0
from tests.scenarios.petitions import forward, moved_to_accusations, registered, submit
from tests.work.casework.instructions.test_give import post_box
from tests.work.casework.supervision.steps import accept, answer, sign, supervise

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
DAY = timedelta(days=1)
TODAY = T0.astimezone(LOCAL).date()
LATE = T0 + 16 * DAY
WORDS = "请接待科三日内约谈信访人，查清排队原因。"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def claim(yunchuan):
    return forward(yunchuan, registered(yunchuan))


def instruct(cast, petition, **more):
    given = {"units": (cast.reception,), "supervise": True, **more}
    return give_instruction(
        matter=matter_of_petition(petition),
        given=InstructionInput(WORDS, **given),
        officer=cast.leader,
        now=T0,
    )


def supervised(cast, petition):
    return supervise(cast, instruct(cast, petition), unit=cast.reception)


def overdue(cast, petition, now=LATE):
    return open_supervision(
        origin=Origin(petition=petition), unit=cast.reception, demand="说明逾期原因并办结",
        due=None, officer=cast.shen, now=now,
    )  # fmt: skip


def test_a_leader_puts_a_petition_under_supervision_and_two_close_it(yunchuan, claim):
    instruction = instruct(yunchuan, claim)
    assert list(instructions_to_supervise(yunchuan.shen)) == [instruction]

    row = supervise(yunchuan, instruction, unit=yunchuan.reception)
    answer(yunchuan, row, by=yunchuan.window)
    accept(yunchuan, row)
    with pytest.raises(Refused):
        sign(row, yunchuan.shen)
    sign(row, yunchuan.leader)

    row.refresh_from_db()
    assert (row.petition, row.incident, row.state) == (claim, None, SupervisionState.CLOSED)
    row.clock.refresh_from_db()
    assert (row.clock.subject_ref, row.clock.state) == (row.number, ClockState.MET)
    topics = set(AuditRecord.objects.filter(kind="supervision").values_list("topic", flat=True))
    assert topics == {f"petition:{claim.number}"}
    assert not [*supervision_differences(yunchuan.bureau.pk)]
    assert not [*instruction_differences(yunchuan.bureau.pk)]


def test_nothing_of_its_text_is_kept_or_sent(yunchuan, claim):
    post_box(yunchuan, yunchuan.reception, T0)

    row = supervised(yunchuan, claim)

    assert row.subject_label == row.instruction.subject_label == "信访事项（申诉求决）"
    sent = list(Message.objects.all())
    assert {one.about_kind for one in sent} == {"instruction", "supervision"}
    for one in sent:
        assert claim.number in one.subject
        assert claim.title not in one.subject + one.body
        assert "排队三小时" not in one.body


def test_only_the_unit_that_handles_it_is_asked(yunchuan, claim):
    with pytest.raises(Refused, match="由来访接待科办理"):
        instruct(yunchuan, claim, units=(yunchuan.waterworks,))
    instruction = instruct(yunchuan, claim)
    with pytest.raises(Refused, match="由来访接待科办理"):
        supervise(yunchuan, instruction, unit=yunchuan.waterworks)
    assert not Supervision.objects.exists()


def test_before_it_is_forwarded_the_office_alone_is_asked(yunchuan):
    row = registered(yunchuan)

    with pytest.raises(Refused, match="须先转办"):
        instruct(yunchuan, row)
    instruction = instruct(yunchuan, row, units=(yunchuan.office,))
    assert supervise(yunchuan, instruction, unit=yunchuan.office).unit == yunchuan.office


def test_who_may_not_see_petitions_is_not_named_and_reads_nothing(yunchuan, claim):
    with pytest.raises(Refused, match="不能点名"):
        instruct(yunchuan, claim, officers=(yunchuan.speaker,))

    row = supervised(yunchuan, claim)

    for officer in (yunchuan.speaker, yunchuan.water, yunchuan.auditor):
        assert not visible_instructions(officer).exists()
        assert not visible_supervisions(officer).exists()
        with pytest.raises(PermissionDenied):
            instruction_for(officer, row.instruction.number, to="SEE_INCIDENTS")
        with pytest.raises(PermissionDenied):
            supervision_for(officer, row.number, to="SEE_INCIDENTS")
    for officer in (yunchuan.shen, yunchuan.leader, yunchuan.window):
        assert visible_instructions(officer).get() == row.instruction
        assert supervision_for(officer, row.number, to="SEE_INCIDENTS") == row


def test_one_that_nobody_read_or_that_was_withdrawn_gets_no_instruction(yunchuan):
    unread = submit(yunchuan).row
    with pytest.raises(Refused, match="请先登记"):
        instruct(yunchuan, unread, units=(), supervise=False)

    gone = registered(yunchuan)
    withdraw_petition(petition=gone, now=T0)
    with pytest.raises(Refused, match="已撤回"):
        instruct(yunchuan, gone, units=(), supervise=False)


def test_the_office_opens_one_because_the_unit_is_late(yunchuan, claim):
    with pytest.raises(Refused, match="未超时"):
        overdue(yunchuan, claim, now=T0)

    row = overdue(yunchuan, claim)

    assert (row.petition, row.instruction, row.unit) == (claim, None, yunchuan.reception)
    with pytest.raises(Stale, match="无需重复"):
        overdue(yunchuan, claim)


def test_an_assignment_is_late_when_the_day_of_its_result_is_over(yunchuan):
    row = registered(yunchuan)
    due = TODAY + 3 * DAY
    forward_petition(
        petition=row,
        forwarding=Forwarding(yunchuan.reception, ForwardManner.ASSIGNED, TODAY, due),
        officer=yunchuan.shen,
        now=T0,
    )
    with pytest.raises(Refused, match="未超时"):
        overdue(yunchuan, row, now=T0 + 3 * DAY)
    assert overdue(yunchuan, row, now=T0 + 4 * DAY).petition == row


def test_a_unit_that_objected_sees_it_no_more_and_the_office_hands_it_on(yunchuan, claim):
    row = supervised(yunchuan, claim)

    object_to_petition(
        petition=claim, objected=TODAY, reason="不属本科职权", officer=yunchuan.shen, now=T0
    )

    window = Officer.objects.get(pk=yunchuan.window.pk)
    assert not visible_supervisions(window).exists()
    assert not visible_instructions(window).exists()
    assert supervisions_waiting_for(yunchuan.shen).get() == row
    forward(yunchuan, claim, unit=yunchuan.waterworks)
    row = Supervision.objects.get()
    with pytest.raises(Refused, match="由区水务局办理"):
        reassign_supervision(
            supervision=row, unit=yunchuan.online, reason="改派",
            officer=yunchuan.shen, now=T0,
        )  # fmt: skip
    reassign_supervision(
        supervision=row, unit=yunchuan.waterworks, reason="改派", officer=yunchuan.shen, now=T0
    )
    assert not supervisions_waiting_for(yunchuan.shen).exists()
    assert visible_supervisions(yunchuan.water).get() == row


def test_what_turns_out_to_accuse_the_unit_is_taken_from_its_sight(yunchuan, claim):
    row = supervised(yunchuan, claim)

    moved_to_accusations(yunchuan, claim)

    assert not visible_supervisions(yunchuan.window).exists()
    assert not visible_instructions(yunchuan.window).exists()
    for get, number in (
        (supervision_for, row.number),
        (instruction_for, row.instruction.number),
    ):
        with pytest.raises(PermissionDenied):
            get(yunchuan.window, number, to="SEE_INCIDENTS")
    assert supervisions_waiting_for(yunchuan.shen).get() == row


def test_a_question_that_the_bureau_answers_itself_is_not_a_units_delay(yunchuan):
    row = registered(yunchuan, kind=PetitionKind.QUESTION)
    assert Petition.objects.get(pk=row.pk).clock is not None
    with pytest.raises(Refused, match="不由单位办理"):
        overdue(yunchuan, row, now=T0 + 60 * DAY)
