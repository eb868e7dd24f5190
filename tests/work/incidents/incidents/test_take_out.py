"""Posts that are taken out of an incident, to belong to none."""

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.incidents.incidents.actions.take_out import take_out_posts
from huiying.work.incidents.placements.history import placement_changes
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.incidents import incident_of, restart_workers, run_stream, submit_posts

LATER = timedelta(hours=2)


def take_out(source, posts, officer, now, reason="说的是另一件事"):
    return take_out_posts(
        source=source, post_ids=posts, reason=reason, officer=officer, now=now
    )


def test_a_post_that_is_taken_out_belongs_to_no_incident(yunchuan, now):
    source = incident_of(yunchuan)
    before = source.size
    chosen = Placement.objects.order_by("seq").last().post_id

    left = take_out(source, [chosen], yunchuan.shen, now + LATER)
    restart_workers()
    submit_posts(yunchuan, "今天的市集很热闹", now=now + LATER)
    run_stream(yunchuan, now=now + LATER)

    source.refresh_from_db()
    placement = Placement.objects.get(post_id=chosen)
    assert left == 1
    assert source.size == before - 1
    assert placement.pinned
    assert not IncidentEvent.objects.filter(event_id=placement.event_id).exists()
    assert not Candidate.objects.filter(event_id=placement.event_id).exists()


def test_the_first_post_of_an_incident_leaves_too(yunchuan, now):
    source = incident_of(yunchuan)
    chosen = Placement.objects.order_by("seq").first().post_id
    former = Placement.objects.get(post_id=chosen).event_id

    take_out(source, [chosen], yunchuan.shen, now + LATER)

    assert Placement.objects.get(post_id=chosen).event_id != former


def test_where_a_post_went_is_kept_with_who_and_why(yunchuan, now):
    source = incident_of(yunchuan)
    chosen = Placement.objects.order_by("seq").last()

    take_out(source, [chosen.post_id], yunchuan.shen, now + LATER)

    [change] = placement_changes(Placement.objects.get(pk=chosen.pk))
    assert change.from_event == chosen.event_id
    assert change.by == yunchuan.shen.name
    assert change.reason == "说的是另一件事"
    record = AuditRecord.objects.get(verb="incident.posts_taken_out")
    assert record.data["from"] == source.number


def test_nothing_everything_and_no_reason_are_refused(yunchuan, now):
    source = incident_of(yunchuan)
    every = list(Placement.objects.values_list("post_id", flat=True))

    with pytest.raises(Refused, match="请选择帖文并写明理由"):
        take_out(source, [], yunchuan.shen, now)
    with pytest.raises(Refused, match="请选择帖文并写明理由"):
        take_out(source, every[:1], yunchuan.shen, now, reason=" ")
    with pytest.raises(Refused, match="至少保留一条"):
        take_out(source, every, yunchuan.shen, now)
