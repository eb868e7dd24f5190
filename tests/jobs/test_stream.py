"""One turn of the stream: nothing lost, nothing doubled, the grave first."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.outbox.models import BoardAlarm
from huiying.jobs import looking, stream
from huiying.jobs.holder import name_of
from huiying.jobs.lease import held_elsewhere
from huiying.jobs.models import StreamLease
from huiying.work.collection.models import Arrival, Lane, Post
from huiying.work.incidents.models import Candidate, CandidateState, Placement
from tests.deeds import QUEUE, WATER, post, restart, turn


@pytest.fixture(autouse=True)
def _cold():
    restart()
    yield
    restart()


def test_every_accepted_post_is_placed_once_and_leaves_the_queue(yunchuan, now):
    post(yunchuan, *QUEUE, "今天天气真好,适合晒被子")

    assert turn(yunchuan, now=now) == 5
    assert turn(yunchuan, now=now) == 0
    assert Placement.objects.count() == Post.objects.count() == 5
    assert not Arrival.objects.exists()


def test_posts_about_one_matter_become_a_candidate_with_reasons(yunchuan, now):
    post(yunchuan, *QUEUE)
    turn(yunchuan, now=now)

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


@pytest.mark.clause("4(3)")
def test_a_major_candidate_raises_the_alarm_and_starts_thirty_minutes_before_anybody_opens_it(
    yunchuan, now
):
    post(yunchuan, *WATER, now=now)
    turn(yunchuan, now=now + timedelta(seconds=5))

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
    post(yunchuan, *WATER, shaft, bridge, now=now)
    turn(yunchuan, now=now)

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
    monkeypatch.setattr(stream, "BESIDE_LIVE", len(WATER) + 2)
    post(yunchuan, *[f"集市第{n}排卖菜的阿姨人真好" for n in range(40)], lane=Lane.BACKLOG)
    post(yunchuan, *WATER, now=now)

    worker = stream.worker_of(yunchuan.bureau.pk)
    worker.turn(now=now)

    assert BoardAlarm.objects.filter(key__startswith="major:").exists()
    assert Arrival.objects.filter(lane=Lane.BACKLOG).count() == 38  # the turn was a short one
    worker.turn(now=now + timedelta(seconds=9))
    assert Arrival.objects.filter(lane=Lane.BACKLOG).count() == 32  # another one may come
    worker.turn(now=now + timedelta(seconds=10))
    assert not Arrival.objects.exists()


def test_a_backlog_goes_on_at_full_speed_when_the_clock_was_set_back(
    yunchuan, now, monkeypatch
):
    monkeypatch.setattr(stream, "BESIDE_LIVE", len(WATER) + 2)
    post(yunchuan, *[f"集市第{n}排卖菜的阿姨人真好" for n in range(40)], lane=Lane.BACKLOG)
    post(yunchuan, *WATER, now=now)
    worker = stream.worker_of(yunchuan.bureau.pk)
    worker.turn(now=now)

    worker.turn(now=now - timedelta(hours=8))

    assert not Arrival.objects.exists()


def test_history_starts_no_clock_and_no_alarm_and_makes_no_candidate(yunchuan, now):
    post(yunchuan, *WATER, history=True)
    turn(yunchuan, now=now)

    assert Placement.objects.count() == 4
    assert not Candidate.objects.exists()
    assert not Clock.objects.exists()
    assert not BoardAlarm.objects.exists()


def test_a_restart_goes_on_as_if_nothing_had_happened(yunchuan, linxi, now):
    texts = [*QUEUE, *WATER, "路灯坏了三天没人修", "路灯坏了三天还没人来修"]
    for cast, cut in ((yunchuan, True), (linxi, False)):
        for index, text in enumerate(texts):
            post(cast, text, now=now + timedelta(minutes=index))
            turn(cast, now=now + timedelta(minutes=index))
            if cut and index % 3 == 2:
                restart()

    def shape(cast):
        rows = Placement.objects.filter(bureau=cast.bureau).order_by("seq")
        order = {row.post_id: index for index, row in enumerate(rows)}
        return [(order[row.event_id], order[row.group_id]) for row in rows]

    assert shape(yunchuan) == shape(linxi)


def test_a_turn_that_fails_leaves_everything_queued(yunchuan, now, monkeypatch):
    post(yunchuan, *QUEUE)
    monkeypatch.setattr(stream, "follow", _explode)
    monkeypatch.setattr(stream, "with_candidates", lambda *_: {1})

    with pytest.raises(ZeroDivisionError):
        stream.worker_of(yunchuan.bureau.pk).turn(now=now)

    assert Arrival.objects.count() == 4
    assert not Placement.objects.exists()
    monkeypatch.undo()
    assert turn(yunchuan, now=now) == 4
    assert Candidate.objects.count() == 1


def test_a_process_that_dies_between_placing_and_looking_loses_no_alarm(
    yunchuan, now, monkeypatch
):
    post(yunchuan, *WATER)
    monkeypatch.setattr(looking, "propose", _explode)
    with pytest.raises(ZeroDivisionError):
        stream.worker_of(yunchuan.bureau.pk).turn(now=now)
    assert Placement.objects.count() == 4
    assert not BoardAlarm.objects.exists()

    monkeypatch.undo()
    restart()
    turn(yunchuan, now=now)

    assert Candidate.objects.count() == 1
    assert BoardAlarm.objects.filter(key__startswith="major:").count() == 1


def _explode(*_args, **_more):
    raise ZeroDivisionError


def test_only_the_holder_of_the_lease_turns_a_stream(yunchuan, now):
    post(yunchuan, *QUEUE)
    until = stream.clock.real_now() + timedelta(minutes=1)
    StreamLease.objects.create(
        bureau_ref=yunchuan.bureau.pk, holder="another machine", until=until
    )

    assert turn(yunchuan, now=now) == 0
    assert Arrival.objects.count() == 4

    StreamLease.objects.update(until=stream.clock.real_now() - timedelta(seconds=1))
    assert turn(yunchuan, now=now) == 4


def test_the_lease_of_a_process_that_was_killed_is_taken_over_at_once(yunchuan, now):
    post(yunchuan, *QUEUE)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        until = stream.clock.real_now() + timedelta(seconds=20)
        StreamLease.objects.create(
            bureau_ref=yunchuan.bureau.pk, holder=name_of(other.pid), until=until
        )
        assert turn(yunchuan, now=now) == 0
        assert held_elsewhere(yunchuan.bureau.pk)
        other.kill()
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)  # its parent has not looked

        assert not held_elsewhere(yunchuan.bureau.pk)
        assert turn(yunchuan, now=now) == 4


def test_a_lease_of_a_clock_that_was_set_back_holds_nobody_up(yunchuan, now):
    post(yunchuan, *QUEUE)
    StreamLease.objects.create(
        bureau_ref=yunchuan.bureau.pk,
        holder="a process that is gone",
        until=stream.clock.real_now() + timedelta(hours=1),
    )

    assert turn(yunchuan, now=now) == 4


def test_the_lease_is_written_anew_after_ten_seconds_not_at_every_turn(
    yunchuan, now, monkeypatch
):
    began = stream.clock.real_now()
    until = []
    for seconds in (0, 9, 11):
        moment = began + timedelta(seconds=seconds)
        monkeypatch.setattr(stream.clock, "real_now", lambda moment=moment: moment)
        post(yunchuan, f"第{seconds}条")
        stream.worker_of(yunchuan.bureau.pk).turn(now=now)
        until.append(StreamLease.objects.get().until - began)

    assert [round(one.total_seconds()) for one in until] == [30, 30, 41]


def test_who_lost_the_lease_places_nothing_and_takes_it_up_when_it_is_free(
    yunchuan, now, monkeypatch
):
    post(yunchuan, *QUEUE)
    assert turn(yunchuan, now=now) == 4
    began = stream.clock.real_now()
    StreamLease.objects.update(holder="another machine", until=began + timedelta(minutes=1))
    post(yunchuan, "又来一条")

    monkeypatch.setattr(stream.clock, "real_now", lambda: began + timedelta(seconds=20))
    assert turn(yunchuan, now=now) == 0
    monkeypatch.setattr(stream.clock, "real_now", lambda: began + timedelta(seconds=61))
    assert turn(yunchuan, now=now) == 1


def test_the_streams_of_two_bureaus_never_mix(yunchuan, linxi, now):
    post(yunchuan, *QUEUE)
    post(linxi, *QUEUE)
    stream.turn_all(now=now)

    for cast in (yunchuan, linxi):
        events = set(
            Placement.objects.filter(bureau=cast.bureau).values_list("event_id", flat=True)
        )
        posts = set(Post.objects.filter(bureau=cast.bureau).values_list("pk", flat=True))
        assert events <= posts
        assert Candidate.objects.get(bureau=cast.bureau).size == 4
