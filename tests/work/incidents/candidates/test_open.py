"""正在处理: others see who is on a candidate."""

from __future__ import annotations

from datetime import timedelta

from huiying.work.collection.posts.models import Post
from huiying.work.incidents.candidates.actions.open import open_candidate
from tests.scenarios.incidents import (
    candidate_of,
)


def test_the_desk_says_who_is_on_a_candidate(yunchuan, now):
    candidate = candidate_of(yunchuan)

    assert open_candidate(candidate=candidate, officer=yunchuan.lu, now=now)
    assert not open_candidate(candidate=candidate, officer=yunchuan.shen, now=now)
    later = now + timedelta(minutes=11)
    assert open_candidate(candidate=candidate, officer=yunchuan.shen, now=later)


def test_who_opens_a_candidate_notices_its_posts_once(yunchuan, now):
    candidate = candidate_of(yunchuan)
    before = set(Post.objects.values_list("noticed_at", flat=True))

    open_candidate(candidate=candidate, officer=yunchuan.lu, now=now)
    later = now + timedelta(hours=1)
    open_candidate(candidate=candidate, officer=yunchuan.shen, now=later)

    assert before == {None}
    assert set(Post.objects.values_list("noticed_at", flat=True)) == {now}
