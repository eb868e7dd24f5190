"""网页快照 on the page of a post: asked for by a button, shown without persons."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.jobs.stream.worker import drain
from huiying.jobs.upkeep import page_snapshots
from huiying.work.collection.posts.models import Post
from huiying.work.collection.snapshots.models import PageSnapshot
from tests.factories import T0
from tests.scenarios.incidents import restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.collection.fetch.local_site import local_site
from tests.work.collection.snapshots.steps import TEXT, page, post_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings):
    with local_site() as site:
        settings.FETCH_ALLOW_PRIVATE = frozenset({site.place})
        settings.FETCH_INTERVAL_SECONDS = 0.0
        yield site


@pytest.fixture
def post(yunchuan, site, time):
    restart_workers()
    site.pages["/t/1"] = page()
    post = post_at(yunchuan, site.url("/t/1"))
    drain(yunchuan.bureau.pk)
    return Post.objects.get(pk=post.pk)


def panel_of(officer, post):
    address = reverse("console:copies", args=[post.pk])
    return page_of(signed_in(officer).get(address)).panel("snapshots")


def test_who_enters_posts_has_a_snapshot_taken_and_reads_it(yunchuan, post):
    assert "暂无网页快照" in panel_of(yunchuan.lu, post).text

    done = signed_in(yunchuan.lu).post(
        reverse("console:post-snapshot", args=[post.pk]), follow=True
    )
    page_snapshots.turn(T0)

    assert "已排队留存" in done.content.decode()
    shown = panel_of(yunchuan.lu, post).text
    assert TEXT in shown
    assert PageSnapshot.objects.get().page_sha256 in shown


def test_a_leader_reads_and_takes_none(yunchuan, post):
    address = reverse("console:post-snapshot", args=[post.pk])
    signed_in(yunchuan.lu).post(address)
    page_snapshots.turn(T0)

    assert signed_in(yunchuan.leader).post(address).status_code == 403
    assert TEXT in panel_of(yunchuan.leader, post).text
    assert "留存网页快照" not in panel_of(yunchuan.leader, post).text
