"""The effect of an answer: equal spans, shares by judged groups, and what is not known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.subjects import MACHINE
from huiying.jobs.demo.scenario import load_scenario
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.effect.comparison import (
    SAMPLE_ERRORS,
    SAMPLE_POSTS,
    effect_of,
)
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import (
    incident_of,
    restart_workers,
    run_stream,
    source_of,
)
from tests.work.responses.effect.sample import REPEATS
from tests.work.responses.effect.steps import judged, one_matter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


standing_rows, rows, yunchuan, matter = module_rows(one_matter)


def test_two_spans_of_the_same_length_are_compared(yunchuan, matter, now):
    early = effect_of(matter.answer.incident, now + timedelta(minutes=30))
    later = effect_of(matter.answer.incident, now + timedelta(hours=5))
    late = effect_of(matter.answer.incident, now + timedelta(days=4))

    assert early.soon
    assert later.span == timedelta(hours=5)
    assert late.span == timedelta(hours=24)
    assert late.after.posts == 22
    assert late.before.posts == 24


def test_nothing_is_counted_as_repeating_before_somebody_looked(yunchuan, matter, now):
    found = effect_of(matter.answer.incident, now + timedelta(hours=5))

    assert found.after.repeating == 0
    assert found.after.unseen == found.after.posts


def test_the_share_of_repeating_posts_falls_out_of_judged_groups(yunchuan, matter, now):
    judged(yunchuan, matter, now, "撤掉")

    found = effect_of(matter.answer.incident, now + timedelta(hours=24))

    assert found.before.unseen == found.after.unseen == 0
    assert found.before.share > 0.8
    assert found.after.share == pytest.approx(4 / 22)
    assert found.after.asking == 4


def test_without_a_release_there_is_no_effect(yunchuan, now):
    assert effect_of(incident_of(yunchuan, now=now), now) is None


# How often the matcher errs -------------------------------------------------------------------


def test_the_error_of_the_matcher_is_what_the_page_says(yunchuan):
    """115 posts of two matters, read by hand; the first text of each group is judged."""
    steps = [row for row in load_scenario().posts if row.incident in REPEATS]
    items = [
        RawItem(title=row.title, text=row.text, external_key=row.key, author=row.author)
        for row in steps
    ]
    results = accept_posts(
        source=source_of(yunchuan),
        items=items,
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=T0,
    )
    run_stream(yunchuan)
    keys = {result.post_id: row for result, row in zip(results, steps, strict=True)}
    groups = dict(Placement.objects.values_list("post_id", "group_id"))

    def repeats(row) -> bool:
        return (row.copy_of or row.key) in REPEATS[row.incident]

    first: dict[int, object] = {}
    for key in sorted(keys):
        first.setdefault(groups[key], keys[key])
    wrong = [
        row.key for key, row in keys.items() if repeats(row) != repeats(first[groups[key]])
    ]

    assert len(keys) == SAMPLE_POSTS
    assert len(wrong) == SAMPLE_ERRORS, wrong
    assert len(first) < SAMPLE_POSTS
