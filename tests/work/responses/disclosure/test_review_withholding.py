"""复审: a leader looks again at what is kept back, and says why it stays or may be opened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.work.responses.core.models import Release, Withholding
from huiying.work.responses.disclosure.actions.review_withholding import review_withholding
from huiying.work.responses.disclosure.models import WithholdingReview
from tests.module_rows import module_rows
from tests.work.responses.disclosure.steps import HIDDEN, keep, published_with_a_gap, written

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, release = module_rows(published_with_a_gap)


@pytest.fixture
def withheld(release):
    return release.withheld.get()


def review(row, officer, now, *, keep=True, reason=" 那户人家  仍不愿公开。 "):
    return review_withholding(
        withholding=row, keep=keep, reason=reason, officer=officer, now=now
    )


@pytest.mark.clause("2(1)a")
def test_what_stays_back_has_another_clock(yunchuan, withheld, now):
    later = now + timedelta(days=150)

    done = review(withheld, yunchuan.leader, later)

    first = Clock.objects.get(pk=withheld.clock_id)
    withheld.refresh_from_db()
    assert (done.kept, done.reason, done.officer) == (
        True,
        "那户人家 仍不愿公开。",
        yunchuan.leader,
    )
    assert first.state == ClockState.MET
    assert withheld.clock.state == ClockState.RUNNING
    assert withheld.clock.due_at > first.due_at
    record = records_of(bureau_id=done.bureau_id).first()
    assert (record.verb, record.data["kept"]) == ("withholding.reviewed", True)


def test_what_may_be_opened_is_not_published_by_saying_so(yunchuan, withheld, now):
    before = withheld.clock_id

    done = review(withheld, yunchuan.cheng, now, keep=False, reason="那户人家同意公开。")

    withheld.refresh_from_db()
    assert not done.kept
    assert (withheld.clock_id, withheld.ended_at) == (before, None)
    assert HIDDEN not in str(Release.objects.get().content)


def test_a_leader_who_did_not_write_it_decides_with_a_reason(yunchuan, withheld, now):
    with pytest.raises(PermissionDenied):
        review(withheld, yunchuan.window, now)
    with pytest.raises(Refused, match="须写明理由"):
        review(withheld, yunchuan.leader, now, reason=" ")
    withheld.draft.writers = [*withheld.draft.writers, yunchuan.leader.pk]
    with pytest.raises(Refused, match="须由另一位领导"):
        review(withheld, yunchuan.leader, now)

    assert not WithholdingReview.objects.exists()


def test_what_was_never_published_or_is_open_by_now_is_not_reviewed(yunchuan, withheld, now):
    Withholding.objects.filter(pk=withheld.pk).update(ended_at=now)
    with pytest.raises(Stale, match="或已公开"):
        review(withheld, yunchuan.leader, now)


def test_a_draft_that_nobody_read_yet_has_nothing_to_review(yunchuan, now):
    row = keep(written(yunchuan), yunchuan.window, now)

    with pytest.raises(Stale, match="该处未公布"):
        review(row, yunchuan.leader, now)
