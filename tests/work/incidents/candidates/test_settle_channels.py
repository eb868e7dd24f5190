"""Triage items stored earlier name listed platforms alone."""

from __future__ import annotations

import pytest

from huiying.work.collection.posts.actions.settle_places import begin_pass
from huiying.work.collection.posts.models import EarlierPlaces
from huiying.work.incidents.candidates.actions import settle_channels as module
from huiying.work.incidents.candidates.actions.settle_channels import settle_channels
from huiying.work.incidents.candidates.models import Candidate
from tests.scenarios.incidents import QUEUE, WATER, run_stream, submit_posts

pytestmark = pytest.mark.django_db


def run(now, *, turns=9):
    for _turn in range(turns):
        progress = EarlierPlaces.objects.filter(rows="triage_items").first()
        if progress is None:
            return
        settle_channels(progress=progress, now=now)


def test_platforms_of_no_list_are_one_and_the_most_posts_come_first(yunchuan, now):
    submit_posts(yunchuan, *WATER)
    run_stream(yunchuan, now=now)
    hot = {"code": "incidents.breakout_list", "params": {"list": "热搜小王"}}
    Candidate.objects.update(
        channels=[["新浪微博", 3], ["云上听雨", 2], ["小桥流水", 2]],
        proposal={"cards": [{"reasons": [hot]}], "reasons": []},
    )
    begin_pass(yunchuan.bureau.pk)

    run(now)

    row = Candidate.objects.get()
    assert row.channels == [["other", 4], ["微博", 3]]
    assert row.proposal["cards"][0]["reasons"][0]["params"] == {"list": "热搜"}
    assert not EarlierPlaces.objects.filter(rows="triage_items").exists()


def test_a_pass_goes_on_where_it_was_interrupted(yunchuan, now, monkeypatch):
    monkeypatch.setattr(module, "ITEMS_AT_ONCE", 1)
    submit_posts(yunchuan, *WATER, *QUEUE)
    run_stream(yunchuan, now=now)
    Candidate.objects.update(channels=[["云上听雨", 4]])
    begin_pass(yunchuan.bureau.pk)

    run(now, turns=1)
    assert Candidate.objects.filter(channels=[["云上听雨", 4]]).count() == 1
    run(now)

    assert list(Candidate.objects.values_list("channels", flat=True)) == [[["other", 4]]] * 2
