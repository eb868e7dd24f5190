"""Every decision about a candidate: its state, its reason, and that it is the only one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.policy.procedure.candidates import CandidateMove
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.candidates.actions.decide import (
    decide,
    mark_posts_noticed,
    record_decision,
)
from huiying.work.incidents.candidates.actions.open import open_candidate
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from tests.scenarios.incidents import (
    QUEUE,
    candidate_of,
)

LAMP = [
    f"滨江路的路灯坏了一整排，晚上走夜路很黑，{said}。"
    for said in ("两周了", "摔过人", "请来修")
]


def move(candidate, move, officer, now, reason="", revision=None, **more):
    decide(
        candidate=candidate,
        move=move,
        officer=officer,
        reason=reason,
        now=now,
        revision=revision,
        **more,
    )


def test_a_decision_keeps_who_when_and_why_and_ends_the_open_page(yunchuan, now):
    candidate = candidate_of(yunchuan)
    open_candidate(candidate=candidate, officer=yunchuan.lu, now=now)

    move(candidate, CandidateMove.DISMISS, yunchuan.lu, now, " 演练消息 ", revision=0)

    row = Candidate.objects.get()
    assert (row.state, row.reason) == (CandidateState.DISMISSED, "演练消息")
    assert (row.decided_by, row.decided_at) == (yunchuan.lu, now)
    assert (row.opened_by, row.opened_until, row.revision) == (None, None, 1)
    assert set(Post.objects.values_list("noticed_at", flat=True)) == {now}


def test_a_dismissal_without_a_reason_decides_nothing(yunchuan, now):
    candidate = candidate_of(yunchuan)

    with pytest.raises(Refused, match="请写明理由"):
        move(candidate, CandidateMove.DISMISS, yunchuan.lu, now, " ")

    assert Candidate.objects.get().state == CandidateState.NEW


def test_a_stale_page_hears_who_decided_and_changes_nothing(yunchuan, now):
    candidate = candidate_of(yunchuan)
    on_her_screen = Candidate.objects.get(pk=candidate.pk)
    move(candidate, CandidateMove.WATCH, yunchuan.lu, now, revision=0)

    with pytest.raises(Stale, match=r"陆知远.*列入关注"):
        move(on_her_screen, CandidateMove.DISMISS, yunchuan.shen, now, "无关", revision=0)

    assert Candidate.objects.get().state == CandidateState.WATCHED


def test_a_move_that_its_state_does_not_allow_is_stale(yunchuan, now):
    candidate = candidate_of(yunchuan)

    with pytest.raises(Stale, match="待处理"):
        move(candidate, CandidateMove.UNDISMISS, yunchuan.lu, now, "误")


def test_posts_are_noticed_by_the_first_who_looks_and_only_those_of_the_candidate(
    yunchuan, now
):
    queue, lamp = candidate_of(yunchuan), candidate_of(yunchuan, LAMP)
    mark_posts_noticed(queue, now)

    mark_posts_noticed(queue, now + timedelta(hours=1))

    noticed = Post.objects.filter(noticed_at=now).values_list("pk", flat=True)
    assert len(noticed) == len(QUEUE)
    assert lamp.event_id not in noticed
    assert Post.objects.filter(noticed_at=None).count() == len(LAMP)


def test_a_decision_is_recorded_with_its_reason_and_the_state_it_led_to(yunchuan, now):
    candidate = candidate_of(yunchuan)
    move(candidate, CandidateMove.WATCH, yunchuan.lu, now)

    record_decision(candidate, CandidateMove.WATCH, yunchuan.lu, " 再看看 ", now)

    record = records_of(bureau_id=yunchuan.bureau.pk).first()
    assert (record.verb, record.actor) == (
        "candidate.watched",
        f"officer:{yunchuan.lu.pk}",
    )
    assert record.data == {"reason": "再看看", "state": "WATCHED"}
