"""并案、拆分、移动: people decide what belongs together, and the machine keeps to it."""

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.candidates.actions.refresh_incident import refresh_incident
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.incidents.incidents.actions.move_posts import move_posts
from huiying.work.incidents.incidents.actions.split import split_posts
from huiying.work.incidents.placements.models import OfficerDecision, Placement
from tests.base.crowd import crowd  # noqa: F401 - a fixture
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    candidate_of,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)

LAMP = [
    f"滨江路的路灯坏了一整排，晚上走夜路很黑，{said}。"
    for said in ("两周了", "摔过人", "请来修")
]


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


def posts_in(incident):
    events = incident.events.values_list("event_id", flat=True)
    return Placement.objects.filter(event_id__in=list(events)).values_list("post_id", flat=True)


def test_a_merged_incident_keeps_both_numbers_every_clock_and_the_earlier_start(yunchuan, now):
    first = incident_of(yunchuan, now=now)
    second = incident_of(yunchuan, WATER, now=now + timedelta(hours=1))
    clocks = Clock.objects.count()

    merge_incidents(
        source=first, target=second, reason="同一件事", officer=yunchuan.shen, now=now
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.stage == Stage.MERGED
    assert first.merged_into == second
    assert second.size == len(QUEUE) + len(WATER)
    assert second.discovered_at == now
    assert Clock.objects.filter(subject_ref=second.number).count() == clocks


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


def test_nothing_and_everything_cannot_be_split_off(yunchuan, now):
    incident = incident_of(yunchuan)
    every = list(Placement.objects.values_list("post_id", flat=True))

    for chosen in ([], every):
        with pytest.raises(Refused):
            split_posts(
                incident=incident, post_ids=chosen, reason="x", officer=yunchuan.shen, now=now
            )


def test_an_incident_of_another_bureau_cannot_be_merged_into(yunchuan, linxi, now):
    mine, theirs = incident_of(yunchuan), incident_of(linxi)

    with pytest.raises(Refused):
        merge_incidents(source=mine, target=theirs, reason="x", officer=yunchuan.shen, now=now)


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


def test_a_grade_signed_while_somebody_merges_stays_signed(yunchuan, now):
    target, source = incident_of(yunchuan, WATER), incident_of(yunchuan, QUEUE)
    on_his_screen = Incident.objects.get(pk=target.pk)
    regrade(
        incident=target, grade=Grade.MAJOR, reason="有人送医", officer=yunchuan.shen, now=now
    )

    merge_incidents(
        source=source, target=on_his_screen, reason="同一件事", officer=yunchuan.lu, now=now
    )

    target.refresh_from_db()
    assert target.grade == Grade.MAJOR


def test_two_incidents_never_become_one_another(yunchuan, now):
    one, other = incident_of(yunchuan, WATER), incident_of(yunchuan, QUEUE)
    on_his_screen = Incident.objects.get(pk=one.pk)
    merge_incidents(source=one, target=other, reason="同一件事", officer=yunchuan.lu, now=now)

    with pytest.raises(Refused):
        merge_incidents(
            source=other, target=on_his_screen, reason="同一件", officer=yunchuan.shen, now=now
        )

    other.refresh_from_db()
    assert other.merged_into is None


def test_a_candidate_joins_no_incident_that_was_just_folded_into_another(yunchuan, now):
    target, other = incident_of(yunchuan, WATER), incident_of(yunchuan, QUEUE)
    candidate = candidate_of(yunchuan, LAMP)
    on_his_screen = Incident.objects.get(pk=target.pk)
    merge_incidents(source=target, target=other, reason="同一件", officer=yunchuan.lu, now=now)

    with pytest.raises(Refused, match="已并入"):
        merge_into_incident(
            candidate=candidate,
            incident=on_his_screen,
            reason="同一件",
            officer=yunchuan.shen,
            now=now,
        )

    assert not IncidentEvent.objects.filter(incident=target).exists()


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


def test_counting_anew_never_makes_an_earlier_start_later(yunchuan, now):
    incident = incident_of(yunchuan, WATER)
    read_before = Incident.objects.get(pk=incident.pk)
    earlier = incident.discovered_at - timedelta(hours=3)
    Incident.objects.filter(pk=incident.pk).update(discovered_at=earlier)

    refresh_incident(read_before)

    incident.refresh_from_db()
    assert incident.discovered_at == earlier


def test_one_incident_folded_into_two_at_once_goes_into_one(crowd, yunchuan, now):  # noqa: F811
    source = incident_of(yunchuan, WATER)
    targets = [incident_of(yunchuan, QUEUE), incident_of(yunchuan, LAMP)]

    def merging(target):
        def act():
            try:
                merge_incidents(
                    source=Incident.objects.get(pk=source.pk),
                    target=Incident.objects.get(pk=target.pk),
                    reason="同一件事",
                    officer=yunchuan.lu,
                    now=now,
                )
            except Refused:
                return "refused"
            return "merged"

        return act

    said = crowd(*map(merging, targets))

    def check():
        row = Incident.objects.get(pk=source.pk)
        with_its_posts = [target for target in targets if target.events.count() == 2]
        return row.merged_into, with_its_posts

    [(into, with_its_posts)] = crowd(check)
    assert sorted(said) == ["merged", "refused"]
    assert [into] == with_its_posts
