"""A leader decides that exactly these words go out without an agency's confirmation."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.confirmations.actions.waive import waive_confirmation
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.core.content import content_of
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk
from tests.work.responses.confirmations.steps import ask
from tests.work.responses.drafts.editing import edit

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, draft = module_rows(lambda cast: desk.ready(cast, T0))
WHY = "夜间联系不上，已电话告知值班室。"


def waive(cast, draft, now, officer=None, **changes):
    how = {
        "unit": cast.waterworks,
        "reason": WHY,
        "shown_hash": hash_of_content(content_of(draft)),
        "officer": officer or cast.leader,
    }
    return waive_confirmation(draft=draft, now=now, **how | changes)


def test_a_leader_waives_with_a_reason_that_stays_on_record(yunchuan, draft, now):
    row = waive(yunchuan, draft, now)

    assert (row.state, row.words) == (ConfirmationState.WAIVED, WHY)
    assert row.answered_by == yunchuan.leader.name
    assert row.content_hash == hash_of_content(content_of(draft))
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.verb, record.data["reason"]) == ("confirmation.waived", WHY)


def test_a_question_that_waits_is_waived_in_its_place_and_its_clock_ends(yunchuan, draft, now):
    asked = ask(yunchuan, draft)

    row = waive(yunchuan, draft, now)

    assert row == asked == Confirmation.objects.get()
    assert Clock.objects.get(pk=row.clock_id).state == ClockState.CANCELLED
    with pytest.raises(Refused, match="或已决定不经确认"):
        waive(yunchuan, draft, now, yunchuan.cheng)


@pytest.mark.clause("8c")
def test_only_a_leader_who_did_not_write_it_decides(yunchuan, draft, now):
    with pytest.raises(PermissionDenied):
        waive(yunchuan, draft, now, yunchuan.shen)
    edit(yunchuan, draft, now, officer=yunchuan.shen, title="改过的标题")
    draft.writers = [*draft.writers, yunchuan.cheng.pk]
    draft.save(update_fields=["writers"])
    with pytest.raises(Refused, match="须由另一位领导决定"):
        waive(yunchuan, draft, now, yunchuan.cheng)

    assert not Confirmation.objects.exists()


def test_a_reason_is_given_and_the_unit_is_another_agency(yunchuan, draft, now):
    with pytest.raises(Refused, match="请填写理由"):
        waive(yunchuan, draft, now, reason=" ")
    with pytest.raises(Refused, match="只向外单位"):
        waive(yunchuan, draft, now, unit=yunchuan.reception)

    assert not Confirmation.objects.exists()


@pytest.mark.clause("8c")
def test_a_waiver_of_an_older_text_is_not_made_and_one_that_was_is_void(yunchuan, draft, now):
    seen = hash_of_content(content_of(draft))
    row = waive(yunchuan, draft, now)
    edit(yunchuan, draft, now, title="改过的标题")

    with pytest.raises(Stale):
        waive(yunchuan, draft, now, shown_hash=seen)

    row.refresh_from_db()
    assert row.state == ConfirmationState.VOID
