"""One turn of the stream: nothing lost, nothing doubled, the grave first."""

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.outbox.models import BoardAlarm
from huiying.jobs.stream import assessment_queue, worker
from huiying.work.collection.posts.actions.enter_post import enter_post
from huiying.work.collection.posts.models import Arrival, Lane, Post
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.stream.actions import place_posts
from tests.scenarios.incidents import QUEUE, WATER, restart_workers, run_stream, submit_posts


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()
    yield
    restart_workers()


@pytest.mark.clause("5f")
def test_every_accepted_post_is_placed_once_and_leaves_the_queue(yunchuan, now):
    submit_posts(yunchuan, *QUEUE, "今天天气真好,适合晒被子")

    assert run_stream(yunchuan, now=now) == 5
    assert run_stream(yunchuan, now=now) == 0
    assert Placement.objects.count() == Post.objects.count() == 5
    assert not Arrival.objects.exists()


def test_posts_about_one_matter_become_a_candidate_with_reasons(yunchuan, now):
    submit_posts(yunchuan, *QUEUE)
    run_stream(yunchuan, now=now)

    row = Candidate.objects.get()
    assert row.size == 4
    assert row.state == CandidateState.NEW
    assert row.why
    assert {card["dimension"] for card in row.proposal["cards"]} == {
        "content",
        "reaction",
        "media",
    }
    assert row.rule_version


def test_a_round_asks_once_however_many_bureaus_wait_for_nothing(
    yunchuan, linxi, now, django_assert_num_queries
):
    worker.turn_all(now=now)  # the first one takes the leases

    with django_assert_num_queries(2):  # which bureaus there are, which have posts that wait
        assert worker.turn_all(now=now) == 0

    submit_posts(linxi, *QUEUE)
    assert worker.turn_all(now=now) == 4
    assert set(Placement.objects.values_list("bureau_id", flat=True)) == {linxi.bureau.pk}


@pytest.mark.clause("4(3)c", "5b")
def test_a_major_candidate_raises_the_alarm_and_starts_thirty_minutes_before_anybody_opens_it(
    yunchuan, now
):
    submit_posts(yunchuan, *WATER, now=now)
    run_stream(yunchuan, now=now + timedelta(seconds=5))

    row = Candidate.objects.get()
    clock = Clock.objects.get(subject_ref=str(row.event_id))
    assert row.proposed_grade == 3
    assert clock.state == ClockState.RUNNING
    assert clock.due_at - clock.starts_at == timedelta(minutes=30)
    assert clock.starts_at == now + timedelta(seconds=5)
    assert BoardAlarm.objects.filter(key=f"major:{row.event_id}").count() == 1


def test_matters_that_are_major_in_one_turn_have_a_clock_an_alarm_and_records_each(
    yunchuan, now
):
    shaft = "松岭煤矿透水,12人被困井下,3人遇难"
    bridge = "临江大桥两车相撞,4人死亡,6人受伤"
    submit_posts(yunchuan, *WATER, shaft, bridge, now=now)
    run_stream(yunchuan, now=now)

    rows = list(Candidate.objects.select_related("notice_clock").order_by("event_id"))
    assert len({row.title for row in rows}) == 3
    for row in rows:
        clock, ref = row.notice_clock, str(row.event_id)
        assert (clock.subject_ref, clock.subject_label) == (ref, row.title)
        assert clock.holds.get().from_at == row.major_since == now
        assert clock.steps.count() == 3
        assert row.title in BoardAlarm.objects.get(about_ref=ref).text
        about = AuditRecord.objects.filter(kind="candidate", ref=ref).order_by("seq")
        assert [record.verb for record in about] == ["candidate.raised", "candidate.alarmed"]


def test_a_live_alarm_never_waits_behind_a_backlog(yunchuan, now, monkeypatch):
    monkeypatch.setattr(worker, "BESIDE_LIVE", len(WATER) + 2)
    submit_posts(
        yunchuan, *[f"集市第{n}排卖菜的阿姨人真好" for n in range(40)], lane=Lane.BACKLOG
    )
    submit_posts(yunchuan, *WATER, now=now)

    warm = worker.worker_of(yunchuan.bureau.pk)
    warm.turn(now=now)

    assert BoardAlarm.objects.filter(key__startswith="major:").exists()
    assert Arrival.objects.filter(lane=Lane.BACKLOG).count() == 38  # the turn was a short one
    warm.turn(now=now + timedelta(seconds=9))
    assert Arrival.objects.filter(lane=Lane.BACKLOG).count() == 32  # another one may come
    warm.turn(now=now + timedelta(seconds=10))
    assert not Arrival.objects.exists()


def test_a_backlog_goes_on_at_full_speed_when_the_clock_was_set_back(
    yunchuan, now, monkeypatch
):
    monkeypatch.setattr(worker, "BESIDE_LIVE", len(WATER) + 2)
    submit_posts(
        yunchuan, *[f"集市第{n}排卖菜的阿姨人真好" for n in range(40)], lane=Lane.BACKLOG
    )
    submit_posts(yunchuan, *WATER, now=now)
    warm = worker.worker_of(yunchuan.bureau.pk)
    warm.turn(now=now)

    warm.turn(now=now - timedelta(hours=8))

    assert not Arrival.objects.exists()


def test_history_starts_no_clock_and_no_alarm_and_makes_no_candidate(yunchuan, now):
    submit_posts(yunchuan, *WATER, history=True)
    run_stream(yunchuan, now=now)

    assert Placement.objects.count() == 4
    assert not Candidate.objects.exists()
    assert not Clock.objects.exists()
    assert not BoardAlarm.objects.exists()


def test_a_restart_goes_on_as_if_nothing_had_happened(yunchuan, linxi, now):
    texts = [*QUEUE, *WATER, "路灯坏了三天没人修", "路灯坏了三天还没人来修"]
    for cast, cut in ((yunchuan, True), (linxi, False)):
        for index, text in enumerate(texts):
            submit_posts(cast, text, now=now + timedelta(minutes=index))
            run_stream(cast, now=now + timedelta(minutes=index))
            if cut and index % 3 == 2:
                restart_workers()

    def shape(cast):
        rows = Placement.objects.filter(bureau=cast.bureau).order_by("seq")
        order = {row.post_id: index for index, row in enumerate(rows)}
        return [(order[row.event_id], order[row.group_id]) for row in rows]

    assert shape(yunchuan) == shape(linxi)


def test_a_turn_that_fails_leaves_everything_queued(yunchuan, now, monkeypatch):
    submit_posts(yunchuan, *QUEUE)
    monkeypatch.setattr(place_posts, "events_with_candidate", _explode)

    with pytest.raises(ZeroDivisionError):
        worker.worker_of(yunchuan.bureau.pk).turn(now=now)

    assert Arrival.objects.count() == 4
    assert not Placement.objects.exists()
    monkeypatch.undo()
    assert run_stream(yunchuan, now=now) == 4
    assert Candidate.objects.count() == 1


def test_a_process_that_dies_between_placing_and_looking_loses_no_alarm(
    yunchuan, now, monkeypatch
):
    submit_posts(yunchuan, *WATER)
    monkeypatch.setattr(assessment_queue, "propose_candidates", _explode)
    with pytest.raises(ZeroDivisionError):
        worker.worker_of(yunchuan.bureau.pk).turn(now=now)
    assert Placement.objects.count() == 4
    assert not BoardAlarm.objects.exists()

    monkeypatch.undo()
    restart_workers()
    run_stream(yunchuan, now=now)

    assert Candidate.objects.count() == 1
    assert BoardAlarm.objects.filter(key__startswith="major:").count() == 1


def _explode(*_args, **_more):
    raise ZeroDivisionError


def test_the_streams_of_two_bureaus_never_mix(yunchuan, linxi, now):
    submit_posts(yunchuan, *QUEUE)
    submit_posts(linxi, *QUEUE)
    worker.turn_all(now=now)

    for cast in (yunchuan, linxi):
        events = set(
            Placement.objects.filter(bureau=cast.bureau).values_list("event_id", flat=True)
        )
        posts = set(Post.objects.filter(bureau=cast.bureau).values_list("pk", flat=True))
        assert events <= posts
        assert Candidate.objects.get(bureau=cast.bureau).size == 4


def enter_by_hand(cast, text, now):
    enter_post(
        bureau=cast.bureau,
        title="",
        text=text,
        url="",
        channel="来电",
        published_at=None,
        noticed_at=now,
        actor=cast.lu.audit_actor(),
        now=now,
    )


def test_what_an_officer_entered_is_on_the_desk_before_the_backlog_is_through(
    yunchuan, now, monkeypatch
):
    monkeypatch.setattr(worker, "BATCH", 2)
    monkeypatch.setattr(worker, "BESIDE_LIVE", 2)
    submit_posts(yunchuan, *QUEUE, now=now, lane=Lane.BACKLOG)
    enter_by_hand(yunchuan, "石榴巷12号门口路灯坏了三个星期", now)

    worker.worker_of(yunchuan.bureau.pk).turn(now=now)

    assert Arrival.objects.exists()
    assert Candidate.objects.get().why[0]["code"] == "policy.desk_by_hand"


def test_what_was_entered_and_placed_before_a_crash_is_looked_at_after_it(
    yunchuan, now, monkeypatch
):
    enter_by_hand(yunchuan, "石榴巷12号门口路灯坏了三个星期", now)
    with monkeypatch.context() as broken:
        broken.setattr(assessment_queue, "propose_candidates", _explode)
        with pytest.raises(ZeroDivisionError):
            run_stream(yunchuan, now=now)
    assert Placement.objects.count() == 1
    restart_workers()

    run_stream(yunchuan, now=now)

    assert Candidate.objects.get().size == 1
