"""本人确认: the leader alone says whether what was typed in is his instruction."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import with_delegated_roles
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Message
from huiying.policy.grading.grades import Grade
from huiying.web.console.approvals.decision_pages import decisions_waiting_for
from huiying.work.casework.instructions.models import Instruction, InstructionStanding
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.work.casework.instructions.steps import DAY, decide, enter, instruct
from tests.work.casework.instructions.test_give import post_box

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path


def major_matter(cast):
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, major = module_rows(major_matter)


@pytest.fixture
def typed(yunchuan, major, now):
    return enter(yunchuan, major, now=now)


def test_the_leader_confirms_and_whom_it_names_hears_of_it(yunchuan, major, typed, now):
    post_box(yunchuan, yunchuan.waterworks, now)
    assert [row.title for row in decisions_waiting_for(yunchuan.leader)] == [
        f"{typed.number} 批示：{major.title}"
    ]

    row = decide(typed, yunchuan.leader, now + HOUR)

    assert row.standing == InstructionStanding.CONFIRMED
    assert Message.objects.filter(about_kind="instruction").count() == 1
    assert AuditRecord.objects.get(verb="instruction.confirmed").topic == major.audit_topic
    assert not list(decisions_waiting_for(yunchuan.leader))


def test_he_says_that_it_is_not_his_with_a_reason(yunchuan, typed, now):
    with pytest.raises(Refused, match="理由"):
        decide(typed, yunchuan.leader, now, yes=False)

    row = decide(typed, yunchuan.leader, now, yes=False, reason="与原件不符")

    assert row.standing == InstructionStanding.DISOWNED


def test_nobody_else_confirms_not_even_who_stands_in(yunchuan, typed, now):
    leave = DelegationTerms(Role.LEADER, now, now + DAY, "出差")
    delegate(
        principal=yunchuan.leader, to=yunchuan.speaker, absence=leave, by=yunchuan.leader,
        now=now,
    )  # fmt: skip
    stand_in = with_delegated_roles(yunchuan.speaker, now + HOUR)

    assert not list(decisions_waiting_for(stand_in))
    for officer in (stand_in, yunchuan.cheng):
        with pytest.raises(Refused, match="顾怀川本人"):
            decide(typed, officer, now + HOUR)
    with pytest.raises(PermissionDenied):
        decide(typed, yunchuan.shen, now + HOUR)
    assert decide(typed, yunchuan.leader, now + HOUR).standing == InstructionStanding.CONFIRMED


def test_another_text_than_was_shown_or_a_second_click_changes_nothing(
    yunchuan, major, typed, now
):
    with pytest.raises(Stale):
        decide(typed, yunchuan.leader, now, shown="0" * 64)
    decide(typed, yunchuan.leader, now)
    with pytest.raises(Stale, match="已确认或更正"):
        decide(Instruction.objects.get(pk=typed.pk), yunchuan.leader, now)
    own = instruct(yunchuan, major, now=now)
    with pytest.raises(Stale):
        decide(own, yunchuan.leader, now)
