"""Posts by topic: after each act that moves posts, events or topics the counter is a count."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.base.counters.actions.rebuild import differing_slots, rebuild_counters
from huiying.base.counters.models import CounterValue
from huiying.base.counters.queries import by_hour, totals
from huiying.engine.stream.types import FeedResult, Merge
from huiying.engine.stream.types import Placement as Placed
from huiying.policy.procedure.stages import Move
from huiying.policy.time.zone import LOCAL
from huiying.work.collection.posts.models import Arrival
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.candidates.actions.take_back import take_back
from huiying.work.incidents.incidents.actions.advance_stage import advance_stage
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.incidents.incidents.actions.move_posts import move_posts
from huiying.work.incidents.incidents.actions.split import split_posts
from huiying.work.incidents.incidents.actions.take_out import take_out_posts
from huiying.work.incidents.merge_questions.actions.answer import (
    answer_question,
    take_back_answer,
)
from huiying.work.incidents.merge_questions.models import QuestionState
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.stream.actions.place_posts import place_posts
from huiying.work.responses.core.counters import POST_TOPIC, TOPIC
from huiying.work.responses.core.models import Answer
from huiying.work.responses.releases.actions.set_topic import set_answer_topic
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.grading import confirm_with_second
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    candidate_of,
    incident_of,
    run_stream,
    submit_posts,
)
from tests.work.incidents.merge_questions.steps import LAMPS, asked

LATER = T0 + timedelta(minutes=30)
TOPICS = ("", "供水", "来访登记")
EVER = timedelta(
    days=10_000
)  # the number of a post never lies before one that was given earlier


def answer_about(cast, incident, topic):
    answer = Answer.objects.create(
        bureau=cast.bureau,
        number=f"A2026-{Answer.objects.count() + 1:04d}",
        incident=incident,
        speaker=cast.waterworks,
    )
    set_answer_topic(answer=answer, topic=topic, officer=cast.shen, now=LATER)
    return answer


def two_incidents(cast):
    water, queue = incident_of(cast, WATER), incident_of(cast, QUEUE)
    return water, queue, answer_about(cast, water, "供水")


standing_rows, rows, yunchuan, made = module_rows(two_incidents)


@pytest.fixture
def water(made):
    return made[0]


@pytest.fixture
def queue(made):
    return made[1]


def counted(cast):
    """What the counter states, after it was compared with a count."""
    assert differing_slots(cast.bureau.pk, POST_TOPIC) == {}
    midnight = T0.astimezone(LOCAL).replace(hour=0, minute=0)
    return totals(cast.bureau.pk, POST_TOPIC, midnight, midnight + EVER)


def event_of(incident):
    return incident.events.order_by("pk").values_list("event_id", flat=True).first()


def posts_of(incident):
    events = incident.events.values_list("event_id", flat=True)
    rows = Placement.objects.filter(event_id__in=list(events))
    return list(rows.order_by("seq").values_list("post_id", flat=True))


def place(cast, result):
    last = Placement.objects.order_by("-seq").values_list("seq", flat=True).first()
    waiting = Arrival.objects.filter(bureau=cast.bureau).values_list("pk", flat=True)
    place_posts(
        bureau_id=cast.bureau.pk,
        result=result,
        history=(),
        grave=frozenset(),
        arrivals=list(waiting),
        after=last or 0,
        now=LATER,
    )


def test_posts_count_under_the_topic_of_the_first_filed_answer_of_their_incident(
    yunchuan, water
):
    assert counted(yunchuan) == {"供水": 4, "": 4}

    answer_about(yunchuan, water, "其他")  # a second answer of the same matter

    assert counted(yunchuan) == {"供水": 4, "": 4}


def test_posts_of_no_incident_are_not_counted(yunchuan, made):
    candidate_of(yunchuan, LAMPS, now=LATER)

    assert counted(yunchuan) == {"供水": 4, "": 4}


def test_hours_are_counted_like_days(yunchuan, made):
    midnight = T0.astimezone(LOCAL).replace(hour=0, minute=0)

    found = by_hour(yunchuan.bureau.pk, POST_TOPIC, midnight, midnight + EVER)

    sums = Counter()
    for (_hour, topic), count in found.items():
        sums[topic] += count
    assert dict(sums) == counted(yunchuan) == {"供水": 4, "": 4}


def test_another_topic_or_none_takes_the_posts_with_it(yunchuan, made):
    for topic, found in (("来访登记", {"来访登记": 4, "": 4}), ("", {"": 8})):
        set_answer_topic(answer=made[2], topic=topic, officer=yunchuan.shen, now=LATER)

        assert counted(yunchuan) == found


def test_a_post_that_the_stream_puts_into_an_incident_counts_at_once(yunchuan, water):
    [key] = submit_posts(yunchuan, "又停水了", now=LATER)
    place(yunchuan, FeedResult((Placed(key, key, event_of(water), 0.9),)))

    assert counted(yunchuan) == {"供水": 5, "": 4}


def test_an_event_that_joins_that_of_an_incident_brings_its_posts(yunchuan, water):
    lamps = candidate_of(yunchuan, LAMPS, now=LATER)
    [key] = submit_posts(yunchuan, "路灯不亮", now=LATER)
    placed = (Placed(key, key, lamps.event_id, 0.9),)
    place(yunchuan, FeedResult(placed, (Merge(lamps.event_id, event_of(water), 0.6),)))

    assert counted(yunchuan) == {"供水": 4 + len(LAMPS) + 1, "": 4}


def test_an_incident_whose_event_ends_takes_the_posts_of_the_one_that_lives_on(yunchuan, now):
    lamps = candidate_of(yunchuan, LAMPS, now=T0)
    water = incident_of(yunchuan, WATER, now=LATER)
    [first, second] = submit_posts(yunchuan, "路灯不亮", "路灯坏了", now=LATER)
    placed = (
        Placed(first, first, first, 0.0),
        Placed(second, second, event_of(water), 0.9),
    )
    before = sum(counted(yunchuan).values())
    merges = (
        Merge(event_of(water), lamps.event_id, 0.6),
        Merge(first, lamps.event_id, 0.6),
    )
    place(yunchuan, FeedResult(placed, merges))

    assert sum(counted(yunchuan).values()) == before + len(LAMPS) + 2


def test_what_a_candidate_brings_into_an_incident_and_takes_out_again(yunchuan, water):
    lamps = candidate_of(yunchuan, LAMPS, now=LATER)
    merge_into_incident(
        candidate=lamps, incident=water, reason="同一件", officer=yunchuan.lu, now=LATER
    )
    assert counted(yunchuan) == {"供水": 4 + len(LAMPS), "": 4}

    lamps.refresh_from_db()
    take_back(candidate=lamps, reason="不是一件", officer=yunchuan.lu, now=LATER)

    assert counted(yunchuan) == {"供水": 4, "": 4}


def test_a_new_incident_counts_its_posts_without_a_topic(yunchuan, made):
    incident_of(yunchuan, LAMPS, now=LATER)

    assert counted(yunchuan) == {"供水": 4, "": 4 + len(LAMPS)}


def test_two_incidents_that_become_one_have_one_topic(yunchuan, water, queue):
    merge_incidents(
        source=queue, target=water, reason="同一件", officer=yunchuan.shen, now=LATER
    )

    assert counted(yunchuan) == {"供水": 8}


def test_posts_that_are_split_off_count_no_more_and_moved_ones_elsewhere(
    yunchuan, water, queue
):
    split_posts(
        incident=water,
        post_ids=posts_of(water)[3:],
        reason="另一件",
        officer=yunchuan.shen,
        now=LATER,
    )
    assert counted(yunchuan) == {"供水": 3, "": 4}

    move_posts(
        source=queue,
        target=water,
        post_ids=posts_of(queue)[2:],
        reason="说的是水",
        officer=yunchuan.shen,
        now=LATER,
    )
    assert counted(yunchuan) == {"供水": 5, "": 2}


def test_posts_that_are_taken_out_count_no_more(yunchuan, water):
    take_out_posts(
        source=water,
        post_ids=posts_of(water)[3:],
        reason="与本局无关",
        officer=yunchuan.shen,
        now=LATER,
    )
    assert counted(yunchuan) == {"供水": 3, "": 4}


def test_a_question_that_is_answered_and_taken_back(yunchuan, made):
    first, second = candidate_of(yunchuan, LAMPS, now=LATER), None
    submit_posts(yunchuan, *[f"广场舞音响太吵，第 {n} 天" for n in range(4)], now=LATER)
    run_stream(yunchuan, now=LATER)
    second = type(first).objects.exclude(pk=first.pk).filter(incident=None).first()
    assert second is not None
    row = asked(first, second, LATER)
    answer_question(row=row, state=QuestionState.JOINED, officer=yunchuan.lu, now=LATER)
    assert counted(yunchuan) == {"供水": 4, "": 4}

    row.refresh_from_db()
    take_back_answer(row=row, officer=yunchuan.lu, now=LATER)

    assert counted(yunchuan) == {"供水": 4, "": 4}


def test_an_incident_that_is_set_aside_takes_its_posts_along(yunchuan, water):
    actor = yunchuan.shen.audit_actor()
    advance_stage(incident=water, move=Move.DISMISS, actor=actor, now=LATER)

    assert counted(yunchuan) == {"": 4}
    assert differing_slots(yunchuan.bureau.pk, TOPIC) == {}


def test_a_rebuild_of_nothing_is_what_the_acts_counted(yunchuan, made):
    CounterValue.objects.filter(kind=POST_TOPIC.code).delete()

    assert rebuild_counters(yunchuan.bureau.pk, POST_TOPIC, LATER) > 0
    assert counted(yunchuan) == {"供水": 4, "": 4}


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["post", "split", "take", "move", "topic", "open"]), st.integers(0, 5)
    ),
    max_size=8,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_after_any_acts_in_any_order_the_counter_is_a_count(standing_rows, db, acts):
    with transaction.atomic():
        cast, (water, queue, answer) = standing_rows()
        for number, (act, pick) in enumerate(acts):
            source, target = (water, queue) if pick % 2 else (queue, water)
            now = LATER + timedelta(minutes=number)
            if act == "topic":
                topic = TOPICS[pick % len(TOPICS)]
                set_answer_topic(answer=answer, topic=topic, officer=cast.shen, now=now)
            else:
                act_on_posts(cast, act, source, target, now)
            counted(cast)
        transaction.set_rollback(True)


def act_on_posts(cast, act, source, target, now):
    keys = posts_of(source)
    if act == "post":
        [key] = submit_posts(cast, f"又一条 {now:%H:%M}", now=now)
        place(cast, FeedResult((Placed(key, key, event_of(source), 0.9),)))
        return
    source.refresh_from_db()
    type(source).objects.filter(pk=source.pk).update(size=len(keys))
    if len(keys) < 2:
        return
    stamp = {"officer": cast.shen, "now": now}
    if act == "move":
        chosen = {"post_ids": keys[:1], "reason": "说的是同一件"}
        move_posts(source=source, target=target, **chosen, **stamp)
        return
    if act == "take":
        take_out_posts(source=source, post_ids=keys[-1:], reason="与本局无关", **stamp)
        return
    candidate = split_posts(incident=source, post_ids=keys[-1:], reason="另一件", **stamp)
    if act == "open":
        grade = candidate.proposed_grade
        confirm_with_second(
            candidate=candidate, grade=grade, reason="", officer=cast.lu, now=now
        )
