"""The job of the second look: it stands back while a file is placed, and does what is left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.jobs.upkeep import mask_names
from huiying.work.collection.posts.models import Lane, Post
from tests.scenarios.incidents import restart_workers, run_stream, submit_posts

NAMED = "许立群说这房子裂了五年，没人来修。"


@pytest.fixture(autouse=True)
def _fresh_workers():
    restart_workers()


def open_posts() -> int:
    return Post.objects.filter(names_masked_at=None).count()


def test_all_posts_are_looked_at_some_at_a_time(yunchuan, now, monkeypatch):
    monkeypatch.setattr(mask_names, "POSTS_AT_ONCE", 2)
    submit_posts(yunchuan, *[f"{NAMED}{step}" for step in range(5)])
    run_stream(yunchuan)

    assert mask_names.turn(now) == 5

    assert open_posts() == 0
    assert not Post.objects.filter(text__contains="许立群").exists()


def test_a_file_that_is_being_placed_comes_first(yunchuan, now):
    submit_posts(yunchuan, NAMED)
    run_stream(yunchuan)
    submit_posts(yunchuan, NAMED + "急", lane=Lane.BACKLOG)

    assert mask_names.turn(now) == 0
    run_stream(yunchuan)

    assert mask_names.turn(now) == 2


def test_live_posts_that_are_placed_late_leave_it_one_batch_a_turn(yunchuan, now, monkeypatch):
    monkeypatch.setattr(mask_names, "POSTS_AT_ONCE", 2)
    submit_posts(yunchuan, *[f"{NAMED}{step}" for step in range(5)])
    run_stream(yunchuan)
    submit_posts(yunchuan, "城东停水，物业说明天来修。")

    assert mask_names.turn(now + timedelta(seconds=0.6)) == 2
    assert open_posts() == 4

    run_stream(yunchuan)
    assert mask_names.turn(now + timedelta(seconds=4)) == 4


def test_a_post_is_placed_before_it_is_looked_at(yunchuan, now):
    submit_posts(yunchuan, NAMED)

    assert mask_names.turn(now) == 0
    run_stream(yunchuan)

    assert mask_names.turn(now) == 1


def test_without_the_tagger_posts_wait_until_it_is_installed(yunchuan, now, monkeypatch):
    submit_posts(yunchuan, NAMED)
    monkeypatch.setattr(mask_names, "is_installed", lambda: False)

    assert mask_names.turn(now) == 0

    assert open_posts() == 1


def test_the_district_of_each_bureau_stays_in_its_posts(yunchuan, linxi, now):
    submit_posts(yunchuan, "云川今天停水，许立群说要停三天。")
    submit_posts(linxi, "临溪今天停水，许立群说要停三天。")
    run_stream(yunchuan)
    run_stream(linxi)

    assert mask_names.turn(now) == 2

    texts = set(Post.objects.values_list("text", flat=True))
    assert texts == {
        "云川今天停水，〔姓名〕说要停三天。",
        "临溪今天停水，〔姓名〕说要停三天。",
    }
