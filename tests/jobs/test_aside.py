"""Looks that two processes share: done by either, found again when one dies over them."""

import multiprocessing

import pytest

from huiying.base.learning.queries import snapshot_turn
from huiying.engine import titles
from huiying.jobs import looking, stream
from huiying.jobs.aside import Aside
from huiying.work.collection.models import Lane
from huiying.work.incidents.actions import propose
from huiying.work.incidents.models import Candidate, Placement
from tests.deeds import QUEUE, WATER, post, restart, turn
from tests.waiting import until


@pytest.fixture(autouse=True)
def _cold():
    restart()
    yield
    restart()


FRESH = multiprocessing.get_context("spawn")


@pytest.fixture
def grave_ones():
    return FRESH.Queue()


@pytest.fixture
def aside(yunchuan, grave_ones, monkeypatch):
    """Looks of the bureau that are shared, as while a large file comes in."""
    monkeypatch.setattr(stream, "SNAPSHOT_EVERY", 1)
    shared = Aside(grave_ones, FRESH.Queue(), FRESH.Value("q", 0))
    stream.worker_of(yunchuan.bureau.pk).aside = shared
    return shared


@pytest.fixture
def one_turn(yunchuan, monkeypatch):
    """A turn of four posts, each of which may be followed by a look at grave events."""
    monkeypatch.setattr(looking, "GRAVE_EVERY", 1)
    monkeypatch.setattr(stream, "BATCH", len(WATER))
    return stream.worker_of(yunchuan.bureau.pk).turn


def test_calm_events_wait_for_whoever_has_time_and_are_looked_at_once(yunchuan, aside, now):
    post(yunchuan, *QUEUE, lane=Lane.BACKLOG)
    turn(yunchuan, now=now)
    assert not Candidate.objects.exists()
    assert aside

    until(lambda: aside.help(yunchuan.bureau.pk))

    row = Candidate.objects.get()
    assert row.size == 4
    assert row.why[1:]  # why the posts came together is told as in one process
    assert not aside
    assert not aside.help(yunchuan.bureau.pk)


def test_who_helps_is_given_the_terms_that_were_counted(yunchuan, aside, now, monkeypatch):
    post(yunchuan, *QUEUE, lane=Lane.BACKLOG)
    turn(yunchuan, now=now)
    monkeypatch.setattr(titles, "terms_of", None)  # nobody counts them again

    until(lambda: aside.help(yunchuan.bureau.pk))

    assert Candidate.objects.get().title


def test_an_alarm_never_waits_for_the_other_process(yunchuan, aside, now):
    post(yunchuan, *WATER, lane=Lane.BACKLOG)
    turn(yunchuan, now=now)

    assert Candidate.objects.get().proposed_grade == 3


def test_a_live_alarm_waits_for_no_grave_event_of_a_backlog(yunchuan, aside, now, monkeypatch):
    mine = "松岭煤矿透水，12人被困井下，3人遇难"
    monkeypatch.setattr(stream, "BESIDE_LIVE", len(WATER) + 1)
    post(yunchuan, *WATER, *QUEUE, lane=Lane.BACKLOG)
    post(yunchuan, mine, now=now)

    stream.worker_of(yunchuan.bureau.pk).turn(now=now)

    assert Placement.objects.filter(grave=True).count() > 1
    assert [row.title for row in Candidate.objects.all()] == [mine]


def test_grave_events_of_a_backlog_go_to_the_other_process_before_all_others(
    yunchuan, aside, grave_ones, one_turn, now
):
    post(yunchuan, *WATER, *QUEUE, lane=Lane.BACKLOG)
    one_turn(now=now)
    assert not Candidate.objects.exists()

    until(lambda: not grave_ones.empty())
    aside.help_grave(yunchuan.bureau.pk)

    assert Candidate.objects.get().proposed_grade == 3
    assert not aside


def test_when_the_other_process_does_not_come_the_next_grave_look_does_its_work(
    yunchuan, aside, grave_ones, one_turn, now
):
    more = [f"{text},天天这样" for text in QUEUE]
    post(yunchuan, *WATER, *QUEUE, *more, lane=Lane.BACKLOG)
    one_turn(now=now)
    assert not Candidate.objects.exists()
    until(lambda: not grave_ones.empty())

    one_turn(now=now)

    assert Candidate.objects.get().proposed_grade == 3


def test_looks_that_nobody_came_to_are_found_again_after_a_crash(yunchuan, aside, now):
    post(yunchuan, *QUEUE, lane=Lane.BACKLOG)
    turn(yunchuan, now=now)
    assert snapshot_turn(yunchuan.bureau.pk) == 0  # it stands for what was looked at

    restart()
    turn(yunchuan, now=now)

    assert Candidate.objects.get().size == 4


def test_when_the_looks_are_done_the_counts_are_kept_once_more(yunchuan, aside, now):
    post(yunchuan, *QUEUE, lane=Lane.BACKLOG)
    turn(yunchuan, now=now)
    until(lambda: aside.help(yunchuan.bureau.pk))
    turn(yunchuan, now=now)
    turn(yunchuan, now=now)

    assert snapshot_turn(yunchuan.bureau.pk) == Placement.objects.latest("seq").seq


def test_an_event_that_is_joined_while_it_is_read_becomes_no_candidate(
    yunchuan, aside, now, monkeypatch
):
    post(yunchuan, *QUEUE, lane=Lane.BACKLOG)
    turn(yunchuan, now=now)
    read = propose.gather

    def gather(**what):
        facts = read(**what)
        Placement.objects.update(event_id=0)  # the other process joined it with one before
        return facts

    monkeypatch.setattr(propose, "gather", gather)
    until(lambda: aside.help(yunchuan.bureau.pk))

    assert not Candidate.objects.exists()
