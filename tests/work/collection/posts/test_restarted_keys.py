"""Exports that count from 1 again: another post of the same number is another post."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane, Post
from huiying.work.collection.sources.actions.add_source import add_source
from tests.factories import T0

pytestmark = pytest.mark.django_db
WATER, POWER = "青石家园自来水发黄，不敢喝", "三号窗口排队两个小时没人叫号"


@pytest.fixture
def bring(yunchuan):
    def bring(*items, kind="FILE"):
        if kind not in sources:
            sources[kind] = add_source(
                bureau=yunchuan.bureau,
                name=kind,
                kind=kind,
                channel="热线",
                actor=MACHINE,
                now=T0,
            )
        results = accept_posts(
            source=sources[kind],
            items=[RawItem(**item) for item in items],
            lane=Lane.BACKLOG,
            history=False,
            actor=MACHINE,
            now=T0 + timedelta(days=1),
        )
        return [result.status for result in results]

    sources = {}
    return bring


def post(key="1", text=WATER, **more):
    return {"external_key": key, "text": text, **more}


def test_a_number_that_begins_anew_is_another_post_and_is_known_the_next_time(bring):
    assert bring(post("1", WATER), post("2", WATER + "，三天了")) == ["accepted"] * 2
    assert bring(post("1", POWER), post("2", POWER + "？")) == ["accepted"] * 2

    assert bring(post("1", WATER), post("2", WATER + "，三天了")) == ["repeated"] * 2
    assert bring(post("1", POWER), post("2", POWER + "？")) == ["repeated"] * 2
    assert Post.objects.count() == 4


def test_a_number_that_comes_twice_in_one_file_is_two_posts(bring):
    assert bring(post("1", WATER), post("1", POWER), post("1", WATER)) == [
        "accepted",
        "accepted",
        "repeated",
    ]


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ({"url": "https://a.example/1"}, {"url": "https://a.example/2"}, "accepted"),
        ({"url": "https://a.example/1"}, {"text": WATER + "，已更新"}, "repeated"),
        (
            {"title": "停水", "published_at": "2026-11-20 08:03"},
            {"title": "停水", "published_at": "2026-11-20 08:03", "text": POWER},
            "repeated",
        ),
        (
            {"title": "咨询", "published_at": "2026-11-20"},
            {"title": "咨询", "published_at": "2026-11-20", "text": POWER},
            "accepted",
        ),
        ({"text": "", "title": "青石家园停水"}, {"text": "", "title": "三号窗口"}, "accepted"),
    ],
)
def test_an_edited_post_stays_one_and_another_address_makes_another(
    bring, first, second, status
):
    bring(post(**first))

    assert bring(post(**second)) == [status]


def test_the_key_of_a_push_is_a_promise_and_stays(bring):
    bring(post("1", WATER), kind="PUSH")

    assert bring(post("1", POWER), kind="PUSH") == ["repeated"]
