"""A leader who did not write it approves or returns a draft."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import Delegation
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import DraftState
from huiying.work.responses.reviews.actions.decide import approve_draft, return_draft
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.role_grants import hold
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit


@pytest.mark.clause("4(2)a")
def test_the_author_never_approves(yunchuan, now):
    hold(yunchuan.window, Role.LEADER)
    draft = desk.submitted(yunchuan, now)
    with pytest.raises(Refused, match="不得审定本人稿件"):
        desk.approve(yunchuan, draft, now, officer=yunchuan.window)
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED


def test_nobody_who_wrote_a_word_of_it_approves(yunchuan, now):
    hold(yunchuan.shen, Role.DEPUTY)
    draft = desk.ready(yunchuan, now)
    edit(yunchuan, draft, now, officer=yunchuan.shen, summary="不需要。做法是错误的。")
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    with pytest.raises(Refused, match="不得审定本人稿件"):
        desk.approve(yunchuan, draft, now, officer=yunchuan.shen)


@pytest.mark.clause("4(2)a")
@pytest.mark.parametrize("who", ["lu", "shen", "speaker", "window", "auditor", "admin"])
def test_only_leaders_approve(yunchuan, now, who):
    draft = desk.submitted(yunchuan, now)
    with pytest.raises(PermissionDenied):
        desk.approve(yunchuan, draft, now, officer=getattr(yunchuan, who))


def test_a_leader_of_another_bureau_approves_nothing(yunchuan, linxi, now):
    draft = desk.submitted(yunchuan, now)
    with pytest.raises(Refused, match="本局"):
        desk.approve(yunchuan, draft, now, officer=linxi.cheng)


def test_an_approval_holds_only_for_what_was_on_the_screen(yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    with pytest.raises(Stale):
        approve_draft(draft=draft, shown_hash="0" * 64, officer=yunchuan.cheng, now=now)


def test_approving_twice_changes_nothing(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    with pytest.raises(Refused, match="无需审定"):
        desk.approve(yunchuan, draft, now, officer=yunchuan.leader)


def test_a_return_needs_a_reason_and_goes_back_to_the_writer(yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    seen = hash_of_content(content_of(draft))
    with pytest.raises(Refused, match="退回"):
        return_draft(draft=draft, shown_hash=seen, reason=" ", officer=yunchuan.cheng, now=now)
    return_draft(
        draft=draft, shown_hash=seen, reason="补第三窗口的记录", officer=yunchuan.cheng, now=now
    )
    assert draft.state == DraftState.WRITING
    assert draft.signoff.decision == Decision.RETURNED
    assert draft.signoff.reason == "补第三窗口的记录"


def lend_the_leaders_office(cast, now):
    Delegation.objects.create(
        bureau=cast.bureau,
        principal=cast.leader,
        delegate=cast.cheng,
        role=Role.LEADER,
        from_at=now - timedelta(days=1),
        until_at=now + timedelta(days=1),
        made_by=cast.leader,
        made_at=now - timedelta(days=1),
    )


def test_a_deputy_to_whom_the_leaders_office_is_lent_approves_as_deputy(yunchuan, now):
    lend_the_leaders_office(yunchuan, now)
    draft = desk.submitted(yunchuan, now)
    desk.approve(yunchuan, draft, now)
    draft.refresh_from_db()
    assert draft.approved_as == Role.DEPUTY


def test_the_leader_approves_as_leader(yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    desk.approve(yunchuan, draft, now, officer=yunchuan.leader)
    draft.refresh_from_db()
    assert draft.approved_as == Role.LEADER
