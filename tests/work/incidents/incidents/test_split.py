"""Posts that are split off an incident become a candidate."""

from datetime import timedelta

import pytest

from huiying.base.errors import Refused
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.incidents.incidents.actions.split import split_posts
from huiying.work.incidents.placements.models import OfficerDecision, Placement
from tests.scenarios.incidents import (
    QUEUE,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)


def test_split_posts_become_a_candidate_and_stay_apart_after_a_restart(yunchuan, now):
    incident = incident_of(yunchuan)
    chosen = list(Placement.objects.order_by("seq").values_list("post_id", flat=True))[2:]

    candidate = split_posts(
        incident=incident,
        post_ids=chosen,
        reason="另一个窗口",
        officer=yunchuan.shen,
        now=now + timedelta(hours=1),
    )
    restart_workers()
    submit_posts(
        yunchuan, "三号窗口来访登记还在排队,等了两个小时", now=now + timedelta(hours=2)
    )
    run_stream(yunchuan, now=now + timedelta(hours=2))

    incident.refresh_from_db()
    assert candidate.discovered_at <= incident.discovered_at
    assert set(
        Placement.objects.filter(event_id=candidate.event_id).values_list("post_id", flat=True)
    ) >= set(chosen)
    events = {row.event_id for row in IncidentEvent.objects.filter(incident=incident)}
    assert candidate.event_id not in events


def test_posts_that_are_split_off_while_their_event_is_read_are_counted_there_no_more(
    yunchuan, now, monkeypatch
):
    incident = incident_of(yunchuan)
    chosen = list(Placement.objects.order_by("seq").values_list("post_id", flat=True))[2:]
    read = FactsReader.read

    def read_slowly(*what):
        facts = read(*what)
        if not OfficerDecision.objects.exists():
            split_posts(
                incident=incident,
                post_ids=chosen,
                reason="另一个窗口",
                officer=yunchuan.shen,
                now=now,
            )
        return facts

    monkeypatch.setattr(FactsReader, "read", read_slowly)
    submit_posts(yunchuan, f"{QUEUE[0]}，还要等多久", now=now + timedelta(hours=2))
    run_stream(yunchuan, now=now + timedelta(hours=2))

    sizes = Candidate.objects.order_by("event_id").values_list("size", flat=True)
    assert list(sizes) == [3, 2]


def test_the_post_that_names_the_event_can_be_split_off_alone(yunchuan, now):
    incident = incident_of(yunchuan)
    event = IncidentEvent.objects.get(incident=incident).event_id
    assert Placement.objects.filter(post_id=event, event_id=event).exists()

    candidate = split_posts(
        incident=incident,
        post_ids=[event],
        reason="说的是另一件事",
        officer=yunchuan.shen,
        now=now + timedelta(hours=1),
    )
    restart_workers()
    submit_posts(yunchuan, f"{QUEUE[1]}，还要等多久", now=now + timedelta(hours=2))
    run_stream(yunchuan, now=now + timedelta(hours=2))

    incident.refresh_from_db()
    assert candidate.event_id != event
    assert Placement.objects.get(post_id=event).event_id == candidate.event_id
    assert incident.size == len(QUEUE)  # one left, one came
    assert IncidentEvent.objects.get(incident=incident).event_id == event


def test_nothing_and_everything_cannot_be_split_off(yunchuan, now):
    incident = incident_of(yunchuan)
    every = list(Placement.objects.values_list("post_id", flat=True))

    for chosen in ([], every):
        with pytest.raises(Refused):
            split_posts(
                incident=incident, post_ids=chosen, reason="x", officer=yunchuan.shen, now=now
            )


def test_the_machine_never_joins_two_incidents(yunchuan, now):
    first = incident_of(yunchuan)
    chosen = list(Placement.objects.order_by("seq").values_list("post_id", flat=True))[2:]
    candidate = split_posts(
        incident=first, post_ids=chosen, reason="另一件", officer=yunchuan.shen, now=now
    )
    for hour in range(1, 6):
        submit_posts(
            yunchuan, *QUEUE[:2], now=now + timedelta(hours=hour), channel=f"平台{hour}"
        )
        run_stream(yunchuan, now=now + timedelta(hours=hour))

    assert Candidate.objects.get(pk=candidate.pk).event_id == candidate.event_id
    assert Placement.objects.filter(event_id=candidate.event_id).count() >= 2
