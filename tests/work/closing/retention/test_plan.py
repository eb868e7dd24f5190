"""A deletion is planned, shown, and signed by two others; nothing goes before."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.work.closing.retention.actions.plan import DELETION_KIND, plan_deletion
from huiying.work.closing.retention.models import DeletionState
from tests.work.closing.retention.steps import (
    LATER,
    old_posts,
    run,
    set_months,
    sign,
    there,
)

pytestmark = pytest.mark.django_db


def test_nothing_is_deleted_until_the_bureau_sets_the_months(yunchuan):
    keys = old_posts(yunchuan)

    with pytest.raises(Refused, match="未设定帖文保存月数"):
        plan_deletion(officer=yunchuan.shen, now=LATER)
    assert run() == 0
    assert there(keys) == set(keys)


def test_the_plan_says_what_would_go_by_month_and_source_and_holds_no_word_of_it(yunchuan):
    old_posts(yunchuan)
    set_months(yunchuan)

    row = plan_deletion(officer=yunchuan.shen, now=LATER)

    assert (row.state, row.total) == (DeletionState.PLANNED, 3)
    assert row.plan["months"] == {"2026-11": 3}
    assert list(row.plan["sources"].values()) == [3]
    assert row.plan["oldest"] <= row.plan["newest"]
    assert "音响" not in str(row.plan)
    assert AuditRecord.objects.get(verb="posts.deletion_planned").data["count"] == 3


def test_before_two_others_signed_nothing_goes(yunchuan):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = plan_deletion(officer=yunchuan.shen, now=LATER)
    with pytest.raises(Refused):
        sign(row, yunchuan.shen)  # who planned it
    assert run() == 0
    assert not sign(row, yunchuan.lu)
    assert run() == 0
    with pytest.raises(PermissionDenied):
        sign(row, yunchuan.speaker)  # the last one leads
    assert there(keys) == set(keys)

    assert sign(row, yunchuan.leader)
    assert run() == 3


def test_nobody_signs_twice(yunchuan):
    old_posts(yunchuan)
    set_months(yunchuan)
    row = plan_deletion(officer=yunchuan.shen, now=LATER)
    sign(row, yunchuan.leader)

    with pytest.raises(Refused):
        sign(row, yunchuan.leader)


def test_what_was_returned_deletes_nothing_and_can_be_planned_again(yunchuan):
    keys = old_posts(yunchuan)
    set_months(yunchuan)
    row = plan_deletion(officer=yunchuan.shen, now=LATER)

    DELETION_KIND.send_back(
        row,
        reason="先归档旧事件",
        shown_hash=DELETION_KIND.content_hash(row),
        officer=yunchuan.leader,
        now=LATER,
    )

    assert run() == 0
    assert there(keys) == set(keys)
    assert plan_deletion(officer=yunchuan.shen, now=LATER).number != row.number


def test_a_plan_that_was_changed_after_it_was_shown_is_not_signed(yunchuan):
    old_posts(yunchuan)
    set_months(yunchuan)
    row = plan_deletion(officer=yunchuan.shen, now=LATER)
    shown = DELETION_KIND.content_hash(row)
    row.total = 99  # the database refuses it of the stored row

    with pytest.raises(Stale):
        DELETION_KIND.approve(row, shown_hash=shown, officer=yunchuan.leader, now=LATER)


def test_one_plan_at_a_time(yunchuan):
    old_posts(yunchuan)
    set_months(yunchuan)
    row = plan_deletion(officer=yunchuan.shen, now=LATER)

    with pytest.raises(Refused, match=row.number):
        plan_deletion(officer=yunchuan.lu, now=LATER)


def test_where_nothing_is_old_enough_there_is_no_plan(yunchuan):
    old_posts(yunchuan)
    set_months(yunchuan, months=1200)

    with pytest.raises(Refused, match="没有到期"):
        plan_deletion(officer=yunchuan.shen, now=LATER)
