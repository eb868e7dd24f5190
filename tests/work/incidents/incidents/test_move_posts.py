"""Posts that are moved from one incident to another."""

from datetime import timedelta

import pytest

from huiying.base.errors import Refused
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.move_posts import move_posts
from huiying.work.incidents.incidents.actions.split import split_posts
from huiying.work.incidents.placements.history import placement_changes
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)


def posts_in(incident):
    events = incident.events.values_list("event_id", flat=True)
    return Placement.objects.filter(event_id__in=list(events)).values_list("post_id", flat=True)


def test_moved_posts_are_pinned_in_their_new_incident(yunchuan, now):
    source = incident_of(yunchuan)
    target = incident_of(yunchuan, WATER, now=now + timedelta(hours=1))
    chosen = Placement.objects.order_by("seq").first().post_id

    moved = move_posts(
        source=source,
        target=target,
        post_ids=[chosen],
        reason="说的是水",
        officer=yunchuan.shen,
        now=now + timedelta(hours=2),
    )
    restart_workers()
    submit_posts(yunchuan, "今天的市集很热闹", now=now + timedelta(hours=3))
    run_stream(yunchuan, now=now + timedelta(hours=3))

    target.refresh_from_db()
    assert moved == 1
    assert target.size == len(WATER) + 1
    assert target.discovered_at == now
    assert Placement.objects.get(post_id=chosen).pinned


def test_a_later_post_of_an_older_incident_makes_no_discovery_earlier_than_itself(
    yunchuan, now
):
    source = incident_of(yunchuan)
    target = incident_of(yunchuan, WATER, now=now + timedelta(hours=1))
    submit_posts(yunchuan, QUEUE[0] + ",今天还是这样", now=now + timedelta(hours=5))
    run_stream(yunchuan, now=now + timedelta(hours=5))
    newest = posts_in(source).order_by("-seq").first()
    before = target.discovered_at

    move_posts(
        source=source,
        target=target,
        post_ids=[newest],
        reason="说的是水",
        officer=yunchuan.shen,
        now=now + timedelta(hours=6),
    )

    target.refresh_from_db()
    assert target.size == len(WATER) + 1
    assert target.discovered_at == before > source.discovered_at


@pytest.mark.parametrize(
    "act",
    [
        lambda incident, _other, facts: split_posts(incident=incident, **facts),
        lambda incident, other, facts: move_posts(source=incident, target=other, **facts),
    ],
    ids=["split", "move"],
)
def test_two_officers_never_take_the_last_posts_out_of_an_incident(yunchuan, now, act):
    incident, other = incident_of(yunchuan, WATER), incident_of(yunchuan, QUEUE)
    on_his_screen = Incident.objects.get(pk=incident.pk)
    first, *rest = sorted(posts_in(incident))
    facts = {"reason": "另一件", "now": now}
    split_posts(incident=incident, post_ids=[first], officer=yunchuan.lu, **facts)

    facts |= {"post_ids": rest, "officer": yunchuan.shen}
    with pytest.raises(Refused, match="全"):
        act(on_his_screen, other, facts)

    assert sorted(posts_in(incident)) == rest


def test_where_a_moved_post_came_from_and_went_to_is_kept(yunchuan, now):
    source = incident_of(yunchuan)
    target = incident_of(yunchuan, WATER, now=now + timedelta(hours=1))
    chosen = Placement.objects.order_by("seq").first()

    move_posts(
        source=source,
        target=target,
        post_ids=[chosen.post_id],
        reason="说的是水",
        officer=yunchuan.shen,
        now=now + timedelta(hours=2),
    )

    [change] = placement_changes(Placement.objects.get(pk=chosen.pk))
    assert change.from_event == chosen.event_id
    assert change.to_event == target.events.get().event_id
    assert (change.by, change.reason) == (yunchuan.shen.name, "说的是水")
