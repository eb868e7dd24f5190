"""A deletion stops when asked, and of itself when what was signed no longer allows it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.closing.core.planned_deletions import (
    end_deletion,
    resume_deletion,
    stop_deletion,
)
from huiying.work.closing.retention.actions.plan import plan_deletion
from huiying.work.closing.retention.models import DeletionState, PostDeletion
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from tests.scenarios.incidents import candidate_of
from tests.tampering import triggers_dropped
from tests.work.closing.archive.steps import change_rules
from tests.work.closing.retention.steps import (
    LATER,
    MONTHS,
    old_posts,
    run,
    set_months,
    sign,
    signed_plan,
    there,
)

pytestmark = pytest.mark.django_db


def stopped(row, why):
    """Whether a deletion stopped of itself, and its record says why."""
    row.refresh_from_db()
    entry = AuditRecord.objects.get(verb="posts.deletion_stopped")
    assert (row.state, row.stopped_by) == (DeletionState.STOPPED, None)
    assert why in row.reason
    assert entry.data["reason"] == row.reason
    return True


def test_it_is_stopped_and_taken_up_again_by_another_person(yunchuan):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)

    stop_deletion(deletion=row, officer=yunchuan.shen, now=LATER)
    assert run() == 0
    with pytest.raises(Refused):
        stop_deletion(deletion=row, officer=yunchuan.shen, now=LATER)
    with pytest.raises(Refused, match="另一人"):
        resume_deletion(deletion=row, officer=yunchuan.shen, now=LATER)
    resume_deletion(deletion=row, officer=yunchuan.lu, now=LATER + timedelta(days=1))
    with pytest.raises(Refused):
        resume_deletion(deletion=row, officer=yunchuan.lu, now=LATER)

    assert run() == 3
    assert there(keys) == set()
    row.refresh_from_db()
    assert row.state == DeletionState.DONE


def test_a_plan_that_nobody_signed_deletes_nothing_whatever_its_state_says(yunchuan):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = plan_deletion(officer=yunchuan.shen, now=LATER)
    PostDeletion.objects.filter(pk=row.pk).update(state=DeletionState.RUNNING)

    assert run() == 0
    assert there(keys) == set(keys)
    assert stopped(row, "未经签署")


def test_a_plan_that_was_changed_after_the_signatures_deletes_nothing(yunchuan):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    with triggers_dropped():
        PostDeletion.objects.filter(pk=row.pk).update(before=LATER + timedelta(days=1))

    assert run() == 0
    assert there(keys) == set(keys)
    assert stopped(row, "与签署时不一致")


@pytest.mark.parametrize(("months", "why"), [(0, "不删除帖文"), (MONTHS + 1, "长于计划")])
def test_a_rule_that_was_changed_meanwhile_stops_it(yunchuan, months, why):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    change_rules(yunchuan, LATER, months=months)

    assert run() == 0
    assert there(keys) == set(keys)
    assert stopped(row, why)


def test_a_plan_signed_after_the_rule_was_switched_off_deletes_nothing(yunchuan):
    old_posts(yunchuan)
    set_months(yunchuan)
    row = plan_deletion(officer=yunchuan.shen, now=LATER)
    change_rules(yunchuan, LATER, months=0)
    sign(row, yunchuan.lu)
    sign(row, yunchuan.leader)

    assert run() == 0
    assert stopped(row, "不删除帖文")


def test_never_more_goes_than_the_plan_stated(yunchuan):
    candidate_of(yunchuan)  # nobody decided it when the plan was made
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    Candidate.objects.update(state=CandidateState.DISMISSED)

    assert run() <= row.total
    assert stopped(row, "多于计划")
    assert there(keys) <= set(keys)


def test_of_no_month_more_goes_than_the_plan_stated(yunchuan):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    PostDeletion.objects.filter(pk=row.pk).update(by_month={"2026-11": 1})

    assert run() == 0
    assert there(keys) == set(keys)
    assert stopped(row, "2026-11 可删除的帖文多于计划的 3 条")


def test_a_plan_that_was_ended_blocks_no_later_one(yunchuan):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    with pytest.raises(Refused, match="已暂停"):
        end_deletion(deletion=row, reason="不再需要", officer=yunchuan.shen, now=LATER)
    stop_deletion(deletion=row, officer=yunchuan.shen, now=LATER)
    with pytest.raises(Refused, match="理由"):
        end_deletion(deletion=row, reason=" ", officer=yunchuan.shen, now=LATER)

    end_deletion(deletion=row, reason="规则已改", officer=yunchuan.shen, now=LATER)

    row.refresh_from_db()
    assert (row.state, row.reason) == (DeletionState.ENDED, "规则已改")
    assert AuditRecord.objects.get(verb="posts.deletion_ended").data["reason"] == "规则已改"
    with pytest.raises(Refused):
        resume_deletion(deletion=row, officer=yunchuan.lu, now=LATER)
    assert run() == 0
    assert there(keys) == set(keys)
    assert plan_deletion(officer=yunchuan.shen, now=LATER).number != row.number


@pytest.mark.parametrize(
    "change",
    ["before = requested_at", "total = 99", "plan = '{}'", "months = 1", "state = 'STOPPED'"],
)
def test_the_database_keeps_what_is_signed(yunchuan, change):
    old_posts(yunchuan)
    set_months(yunchuan)
    plan_deletion(officer=yunchuan.shen, now=LATER)

    assert refused(f"UPDATE closing_postdeletion SET {change}")  # noqa: S608 - our own words
    assert refused("DELETE FROM closing_postdeletion")


def refused(sql):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return True


def test_the_database_keeps_what_ended(yunchuan):
    old_posts(yunchuan)
    set_months(yunchuan)
    signed_plan(yunchuan)
    run()

    with pytest.raises(IntegrityError), transaction.atomic():
        PostDeletion.objects.update(state=DeletionState.RUNNING)
