"""The daily check finds a deletion of posts that was changed past the product."""

from __future__ import annotations

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.closing.core.planned_deletions import (
    end_deletion,
    resume_deletion,
    stop_deletion,
)
from huiying.work.closing.retention.actions.plan import DELETION_KIND, plan_deletion
from huiying.work.closing.retention.proof import deletion_differences
from tests.tampering import tamper
from tests.work.closing.retention.steps import LATER, old_posts, run, set_months, signed_plan


@pytest.fixture
def posts(yunchuan):
    set_months(yunchuan)
    return old_posts(yunchuan)


def differences(cast):
    found = deletion_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record."), one.params["ref"]) for one in found]


def test_every_state_agrees_with_its_record(yunchuan, posts):
    deletion = plan_deletion(officer=yunchuan.shen, now=LATER)
    assert differences(yunchuan) == []
    digest = DELETION_KIND.content_hash(deletion)
    DELETION_KIND.send_back(
        deletion, reason="再核。", shown_hash=digest, officer=yunchuan.lu, now=LATER
    )
    assert differences(yunchuan) == []
    deletion = signed_plan(yunchuan)
    assert differences(yunchuan) == []
    stop_deletion(deletion=deletion, officer=yunchuan.lu, now=LATER)
    assert differences(yunchuan) == []
    resume_deletion(deletion=deletion, officer=yunchuan.shen, now=LATER)
    assert differences(yunchuan) == []
    run()
    assert differences(yunchuan) == []


def test_one_that_was_ended_agrees(yunchuan, posts):
    deletion = signed_plan(yunchuan)
    stop_deletion(deletion=deletion, officer=yunchuan.lu, now=LATER)
    end_deletion(deletion=deletion, reason="另行研究。", officer=yunchuan.shen, now=LATER)
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    "change", ["deleted = deleted - 1", "digest = ''", "state = 'RUNNING'", "months = 1"]
)
def test_what_went_or_was_signed_is_not_another_one(yunchuan, posts, change):
    deletion = signed_plan(yunchuan)
    run()

    tamper(f"UPDATE closing_postdeletion SET {change}")  # noqa: S608 - our own words

    assert differences(yunchuan) == [("deletion_differs", deletion.number)]
    found = [one.code for one in check_bureau(yunchuan.bureau.pk, read_files=False).differences]
    assert "record.deletion_differs" in found


def test_a_plan_that_runs_without_signatures_is_found(yunchuan, posts):
    deletion = plan_deletion(officer=yunchuan.shen, now=LATER)
    tamper("UPDATE closing_postdeletion SET state = 'RUNNING'")
    assert differences(yunchuan) == [("deletion_differs", deletion.number)]


def test_a_plan_that_is_gone_is_found(yunchuan, posts):
    deletion = plan_deletion(officer=yunchuan.shen, now=LATER)
    tamper("DELETE FROM closing_postdeletion")
    assert differences(yunchuan) == [("deletion_missing", deletion.number)]
