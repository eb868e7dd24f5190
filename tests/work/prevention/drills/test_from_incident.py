"""The posts of a closed incident become a script, at their own distances, masked as stored."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.policy.grading.grades import Grade
from huiying.policy.prevention.drill_script import StepKind, read_lines, write_lines
from huiying.policy.procedure.stages import Stage
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.placements.models import Placement
from huiying.work.prevention.drills.actions.plan_drill import plan_drill
from huiying.work.prevention.drills.from_incident import (
    length_of,
    replayable_incidents,
    script_of_incident,
)
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.work.prevention.drill_steps import drill_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def water(yunchuan):
    """A closed incident of four posts, twenty minutes apart."""
    restart_workers()
    incident = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    Incident.objects.update(stage=Stage.CLOSED)
    incident.refresh_from_db()
    keys = Placement.objects.order_by("post_id").values_list("post_id", flat=True)
    for number, key in enumerate(keys):
        at = T0 + timedelta(minutes=20 * number)
        Post.objects.filter(pk=key).update(published_at=at, collected_at=at)
    return incident


def test_posts_stand_at_their_distances_from_the_first_one(water):
    found = script_of_incident(water)

    assert [step.minute for step in found.steps] == [0, 20, 40, 60]
    assert {step.kind for step in found.steps} == {StepKind.POST}
    assert "青石家园" in found.steps[0].words
    assert (found.left_out, length_of(found.steps)) == (0, 180)


def test_names_are_masked_and_what_came_days_later_or_says_nothing_is_left_out(water):
    _first, second, third, fourth = Post.objects.order_by("pk")
    Post.objects.filter(pk=second.pk).update(text="请找王小明，电话 13812345678。")
    Post.objects.filter(pk=third.pk).update(published_at=T0 + timedelta(days=3))
    Post.objects.filter(pk=fourth.pk).update(title="", text="急")

    found = script_of_incident(water)

    assert ([step.minute for step in found.steps], found.left_out) == ([0, 20], 2)
    assert "王小明" not in found.steps[1].words
    assert "13812345678" not in found.steps[1].words


def test_the_script_can_be_planned_as_it_is(yunchuan, water):
    found = script_of_incident(water)
    steps = write_lines(found.steps)

    row = plan_drill(
        text=drill_text(yunchuan, steps=steps, minutes=length_of(found.steps)),
        officer=yunchuan.shen,
        now=T0,
        source=water,
        left_out=found.left_out,
    )

    assert read_lines(steps) == found.steps
    assert row.source == water


def test_only_closed_incidents_are_offered(yunchuan, water):
    assert replayable_incidents(yunchuan.bureau.pk) == [(water.number, water.title)]

    Incident.objects.update(stage=Stage.HANDLING)

    assert replayable_incidents(yunchuan.bureau.pk) == []
