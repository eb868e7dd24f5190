"""批示: a leader instructs, or the office types in a paper; it only adds work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import with_delegated_roles
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message
from huiying.base.signoff.models import Decision
from huiying.policy.closing.gate import Condition
from huiying.policy.grading.grades import Grade
from huiying.work.casework.instructions.actions.give import (
    InstructionInput,
    give_instruction,
)
from huiying.work.casework.instructions.matters import (
    matter_of_incident,
    matter_of_reference,
    matter_of_subject,
)
from huiying.work.casework.instructions.models import Instruction, InstructionStanding
from huiying.work.casework.instructions.queries import instructions_of, instructions_on
from huiying.work.closing.gate.queries import gate_of
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.actions.recuse import recuse
from tests.module_rows import module_rows
from tests.scenarios.closing import make_release, make_solved_notice
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.tasks import make_reference
from tests.work.casework.instructions.steps import DAY, WORDS, enter, instruct

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path


def major_matter(cast):
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, major = module_rows(major_matter)


def post_box(cast, unit, now):
    return add_channel(
        bureau=cast.bureau,
        unit=unit,
        kind="SMTP",
        name=f"{unit.name}邮箱",
        target="duty@water.example",
        actor=cast.admin.audit_actor(),
        now=now,
    )


@pytest.mark.clause("3a")
def test_a_leader_instructs_and_whom_it_names_hears_of_it(yunchuan, major, now):
    post_box(yunchuan, yunchuan.waterworks, now)

    row = instruct(yunchuan, major, now=now)

    message = Message.objects.get(about_kind="instruction")
    record = AuditRecord.objects.get(verb="instruction.given")
    assert row.standing == InstructionStanding.GIVEN
    assert (row.number, row.given_by, row.dated.isoformat()) == (
        "Z2026-0001",
        yunchuan.leader,
        "2026-11-24",
    )
    assert WORDS in message.body
    assert record.topic == major.audit_topic
    assert list(instructions_of(major)) == [row]


def test_only_a_leader_instructs_and_only_the_office_types_in(yunchuan, major, now):
    for officer in (yunchuan.shen, yunchuan.lu, yunchuan.water, yunchuan.speaker):
        with pytest.raises(PermissionDenied):
            instruct(yunchuan, major, by=officer, now=now)
    for officer in (yunchuan.leader, yunchuan.lu, yunchuan.water):
        with pytest.raises(PermissionDenied):
            enter(yunchuan, major, by=officer, now=now)
    assert not Instruction.objects.exists()


def test_what_the_office_types_in_waits_for_the_leader(yunchuan, major, now):
    post_box(yunchuan, yunchuan.waterworks, now)

    row = enter(yunchuan, major, days_ago=1, now=now)

    assert row.standing == InstructionStanding.WAITING
    assert row.standing.label == "待本人确认"
    assert (row.dated.isoformat(), row.scan.retention) == ("2026-11-23", "PERMANENT")
    assert row.scan.sha256 == AuditRecord.objects.get(verb="instruction.entered").data["hash"]
    assert not Message.objects.filter(about_kind="instruction").exists()


def test_a_paper_is_of_a_leader_and_of_no_later_day(yunchuan, major, now):
    with pytest.raises(Refused, match="可作出批示的领导"):
        enter(yunchuan, major, leader=yunchuan.lu, now=now)
    with pytest.raises(Refused, match="不得晚于今天"):
        enter(yunchuan, major, days_ago=-1, now=now)
    with pytest.raises(Refused, match="不得早于批示日期"):
        enter(yunchuan, major, due=now - 2 * DAY, days_ago=1, now=now)

    late = enter(yunchuan, major, due=now - HOUR, days_ago=2, now=now)
    assert late.due_at < now  # the paper was brought late


def test_a_recused_leader_instructs_nothing_by_himself_or_on_paper(yunchuan, major, now):
    recuse(
        incident=major,
        who=yunchuan.leader,
        reason="亲属住在该小区",
        officer=yunchuan.cheng,
        now=now,
    )

    with pytest.raises(Refused, match="已回避"):
        instruct(yunchuan, major, now=now)
    with pytest.raises(Refused, match="已回避"):
        enter(yunchuan, major, now=now)
    assert instruct(yunchuan, major, by=yunchuan.cheng, now=now).given_by == yunchuan.cheng


def test_an_instruction_never_lowers_a_grade(yunchuan, major, now):
    instruct(yunchuan, major, text="该事件降为一般，不再按重大办理。", now=now)

    assert Incident.objects.get(pk=major.pk).grade == Grade.MAJOR


def test_an_instruction_never_ends_or_moves_a_clock(yunchuan, major, now):
    before = list(Clock.objects.order_by("pk").values())

    instruct(yunchuan, major, text="通报、回应时限一律终止，延后一个月。", now=now)
    enter(yunchuan, major, text="通报、回应时限一律终止，延后一个月。", now=now)

    assert list(Clock.objects.order_by("pk").values()) == before


def test_an_instruction_never_keeps_an_answer_back(yunchuan, now):
    queue = incident_of(yunchuan)
    instruct(yunchuan, queue, text="此事不予回应，不得对外发布。", now=now)

    make_solved_notice(yunchuan, queue, now=now)
    release = make_release(yunchuan, queue, now=now)

    fresh = Incident.objects.get(pk=queue.pk)
    assert release.published_at == now
    assert fresh.response_value == queue.response_value
    assert Condition.ANSWERED not in {
        row.condition for row in gate_of(fresh, now).rows if row.lack is not None
    }


def test_it_is_never_changed_and_a_correction_is_a_new_row(yunchuan, major, now):
    row = instruct(yunchuan, major, now=now)

    newer = instruct(yunchuan, major, text="改为两天内反馈。", replaces=row, now=now + HOUR)

    row = Instruction.objects.get(pk=row.pk)
    assert (row.text, row.standing) == (WORDS, InstructionStanding.REPLACED)
    assert newer.replaces == row
    with pytest.raises(Stale, match="已更正"):
        instruct(yunchuan, major, replaces=row, now=now + HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Instruction.objects.filter(pk=row.pk).update(text="别的话")
    with pytest.raises(IntegrityError), transaction.atomic():
        Instruction.objects.filter(pk=newer.pk).delete()


def test_a_corrected_paper_waits_no_more(yunchuan, major, now):
    row = enter(yunchuan, major, now=now)

    enter(yunchuan, major, text="改为两天内反馈。", replaces=row, now=now)

    row.signoff.refresh_from_db()
    assert row.signoff.decision == Decision.VOID


def test_only_the_same_leader_on_the_same_matter_is_corrected(yunchuan, major, now):
    row = instruct(yunchuan, major, now=now)

    with pytest.raises(Refused, match="同一领导"):
        instruct(yunchuan, major, by=yunchuan.cheng, replaces=row, now=now)


def test_what_it_says_is_checked(yunchuan, major, now):
    with pytest.raises(Refused, match="请填写批示内容"):
        instruct(yunchuan, major, text="  ", now=now)
    with pytest.raises(Refused, match="最多 2000 字"):
        instruct(yunchuan, major, text="查" * 2001, now=now)
    with pytest.raises(Refused, match="删除"):
        instruct(yunchuan, major, text="联系平台删除这些帖子。", now=now)
    with pytest.raises(Refused, match="期限须在现在之后"):
        instruct(yunchuan, major, due=now, now=now)
    with pytest.raises(Refused, match="须选择承办单位"):
        instruct(yunchuan, major, units=(), now=now)
    long = instruct(yunchuan, major, text="请逐户核查并说明。" * 34, now=now)
    assert len(long.text) == 306


def test_a_unit_or_officer_of_elsewhere_is_not_addressed(yunchuan, linxi, major, now):
    yunchuan.reception.active = False
    for more in (
        {"units": (linxi.waterworks,)},
        {"units": (yunchuan.reception,)},
        {"officers": (linxi.shen,)},
    ):
        with pytest.raises(Refused, match="不存在或已停用"):
            instruct(yunchuan, major, now=now, **more)


def test_who_stands_in_for_a_leader_on_leave_says_so(yunchuan, major, now):
    leave = DelegationTerms(Role.LEADER, now, now + DAY, "出差")
    delegate(
        principal=yunchuan.leader, to=yunchuan.shen, absence=leave, by=yunchuan.leader, now=now
    )
    stand_in = with_delegated_roles(yunchuan.shen, now + HOUR)

    row = instruct(yunchuan, major, by=stand_in, now=now + HOUR)

    assert row.leader == "沈青禾（代行顾怀川职责）"
    with pytest.raises(Refused, match="可作出批示的领导"):
        enter(yunchuan, major, leader=stand_in, by=yunchuan.shen, now=now + HOUR)


def test_a_submission_and_a_row_of_another_app_are_instructed_as_well(yunchuan, major, now):
    reference = make_reference(yunchuan, major, now=now)
    given = InstructionInput("请今日内联系来件人。")

    of_reference = give_instruction(
        matter=matter_of_reference(reference), given=given, officer=yunchuan.leader, now=now
    )
    paper = type(reference.audit_subject())("report", "B2026-0007", "第七期专报")
    of_report = give_instruction(
        matter=matter_of_subject(yunchuan.bureau.pk, paper),
        given=given,
        officer=yunchuan.leader,
        now=now,
    )

    assert list(instructions_of(major)) == [of_reference]
    assert list(instructions_on(yunchuan.bureau.pk, "report", "B2026-0007")) == [of_report]
    assert of_report.matter.topic == "report:B2026-0007"


def test_a_merged_incident_is_instructed_as_what_it_has_become(yunchuan, major):
    matter = matter_of_incident(major)

    assert (matter.kind, matter.ref, matter.grade) == ("incident", major.number, Grade.MAJOR)


def test_an_accusation_is_no_instruction_and_no_correction(yunchuan, major):
    words = "有人举报城管局张局长贪污受贿，请查明。"
    with pytest.raises(Refused, match="检举控告"):
        instruct(yunchuan, major, text=words)
    with pytest.raises(Refused, match="检举控告"):
        enter(yunchuan, major, text=words)
    first = instruct(yunchuan, major)
    with pytest.raises(Refused, match="检举控告"):
        instruct(yunchuan, major, text=words, replaces=first)

    assert Instruction.objects.count() == 1
