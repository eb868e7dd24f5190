"""A finding of a round is a post at once, by who may enter posts, while the round is open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused
from huiying.work.collection.patrols.actions.enter_finding import FoundPost, enter_finding
from huiying.work.collection.patrols.actions.record import record_patrol
from huiying.work.collection.patrols.models import PatrolFinding, PatrolResult
from huiying.work.collection.posts.models import Post
from tests.factories import T0
from tests.work.collection.patrols.planning import begin

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5c")]


@pytest.fixture
def place(yunchuan):
    return begin(yunchuan, now=T0 - timedelta(hours=1)).places.get()


def enter(officer, place, text="三号楼停水两天", now=T0):
    found = FoundPost("", text, "https://bbs.example.cn/t/7", "论坛", None, T0)
    return enter_finding(place=place, at=T0, found=found, officer=officer, now=now)


def test_a_finding_is_a_post_with_its_link_and_makes_the_round_one_with_findings(
    yunchuan, place
):
    row = enter(yunchuan.lu, place)
    patrol = record_patrol(
        plan=place.plan,
        at=T0,
        result=PatrolResult.NOTHING,
        note="",
        officer=yunchuan.lu,
        now=T0,
    )

    assert (row.post.url, row.place) == ("https://bbs.example.cn/t/7", place)
    assert patrol.result == PatrolResult.FOUND


def test_it_is_refused_when_the_round_is_recorded_over_or_no_slot(yunchuan, place):
    record_patrol(
        plan=place.plan,
        at=T0,
        result=PatrolResult.NOTHING,
        note="",
        officer=yunchuan.lu,
        now=T0,
    )

    with pytest.raises(Refused, match="已登记或不在巡查时间内"):
        enter(yunchuan.lu, place)
    assert not Post.objects.exists()


def test_the_same_post_is_not_a_second_finding(yunchuan, place):
    enter(yunchuan.lu, place)

    with pytest.raises(Refused, match="相同内容已录入"):
        enter(yunchuan.lu, place)
    assert PatrolFinding.objects.count() == 1


def test_who_may_not_enter_posts_enters_no_finding(yunchuan, place):
    with pytest.raises(PermissionDenied):
        enter(yunchuan.leader, place)
