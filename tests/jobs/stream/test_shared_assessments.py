"""Looks that two processes share: done by either, found again when one dies over them."""

import multiprocessing

import pytest

from huiying.base.learning.queries import snapshot_turn
from huiying.engine.reading import titles
from huiying.jobs.stream import assessment_queue, worker
from huiying.jobs.stream.shared_assessments import SharedAssessments
from huiying.work.collection.posts.models import Lane
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.placements.models import Placement
from tests.polling import wait_until
from tests.scenarios.incidents import QUEUE, WATER, restart_workers, run_stream, submit_posts


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()
    yield
    restart_workers()


FRESH = multiprocessing.get_context("spawn")


@pytest.fixture
def grave_ones():
    return FRESH.Queue()


@pytest.fixture
def aside(yunchuan, grave_ones, monkeypatch):
    """Looks of the bureau that are shared, as while a large file comes in."""
    monkeypatch.setattr(worker, "SNAPSHOT_EVERY", 1)
    shared = SharedAssessments(grave_ones, FRESH.Queue(), FRESH.Value("q", 0))
    worker.worker_of(yunchuan.bureau.pk).aside = shared
    return shared


@pytest.fixture
def one_turn(yunchuan, monkeypatch):
    """A turn of four posts, each of which may be followed by a look at grave events."""
    monkeypatch.setattr(assessment_queue, "GRAVE_EVERY", 1)
    monkeypatch.setattr(worker, "BATCH", len(WATER))
    return worker.worker_of(yunchuan.bureau.pk).turn


def test_calm_events_wait_for_whoever_has_time_and_are_looked_at_once(yunchuan, aside, now):
    submit_posts(yunchuan, *QUEUE, lane=Lane.BACKLOG)
    run_stream(yunchuan, now=now)
    assert not Candidate.objects.exists()
    assert aside

    wait_until(lambda: aside.help(yunchuan.bureau.pk))

    row = Candidate.objects.get()
    assert row.size == 4
    assert row.why[1:]  # why the posts came together is told as in one process
    assert not aside
    assert not aside.help(yunchuan.bureau.pk)


def test_who_helps_is_given_the_terms_that_were_counted(yunchuan, aside, now, monkeypatch):
    submit_posts(yunchuan, *QUEUE, lane=Lane.BACKLOG)
    run_stream(yunchuan, now=now)
    monkeypatch.setattr(titles, "terms_of", None)  # nobody counts them again

    wait_until(lambda: aside.help(yunchuan.bureau.pk))

    assert Candidate.objects.get().title


def test_an_alarm_never_waits_for_the_other_process(yunchuan, aside, now):
    submit_posts(yunchuan, *WATER, lane=Lane.BACKLOG)
    run_stream(yunchuan, now=now)

    assert Candidate.objects.get().proposed_grade == 3


def test_a_live_alarm_waits_for_no_grave_event_of_a_backlog(yunchuan, aside, now, monkeypatch):
    mine = "松岭煤矿透水，12人被困井下，3人遇难"
    monkeypatch.setattr(worker, "BESIDE_LIVE", len(WATER) + 1)
    submit_posts(yunchuan, *WATER, *QUEUE, lane=Lane.BACKLOG)
    submit_posts(yunchuan, mine, now=now)

    worker.worker_of(yunchuan.bureau.pk).turn(now=now)

    assert Placement.objects.filter(grave=True).count() > 1
    assert [row.title for row in Candidate.objects.all()] == [mine]


def test_grave_events_of_a_backlog_go_to_the_other_process_before_all_others(
    yunchuan, aside, grave_ones, one_turn, now
):
    submit_posts(yunchuan, *WATER, *QUEUE, lane=Lane.BACKLOG)
    one_turn(now=now)
    assert not Candidate.objects.exists()

    wait_until(lambda: not grave_ones.empty())
    aside.help_grave(yunchuan.bureau.pk)

    assert Candidate.objects.get().proposed_grade == 3
    assert not aside


def test_when_the_other_process_does_not_come_the_next_grave_look_does_its_work(
    yunchuan, aside, grave_ones, one_turn, now
):
    more = [f"{text},天天这样" for text in QUEUE]
    submit_posts(yunchuan, *WATER, *QUEUE, *more, lane=Lane.BACKLOG)
    one_turn(now=now)
    assert not Candidate.objects.exists()
    wait_until(lambda: not grave_ones.empty())

    one_turn(now=now)

    assert Candidate.objects.get().proposed_grade == 3


def test_looks_that_nobody_came_to_are_found_again_after_a_crash(yunchuan, aside, now):
    submit_posts(yunchuan, *QUEUE, lane=Lane.BACKLOG)
    run_stream(yunchuan, now=now)
    assert snapshot_turn(yunchuan.bureau.pk) == 0  # it stands for what was looked at

    restart_workers()
    run_stream(yunchuan, now=now)

    assert Candidate.objects.get().size == 4


def test_when_the_looks_are_done_the_counts_are_kept_once_more(yunchuan, aside, now):
    submit_posts(yunchuan, *QUEUE, lane=Lane.BACKLOG)
    run_stream(yunchuan, now=now)
    wait_until(lambda: aside.help(yunchuan.bureau.pk))
    run_stream(yunchuan, now=now)
    run_stream(yunchuan, now=now)

    assert snapshot_turn(yunchuan.bureau.pk) == Placement.objects.latest("seq").seq


def test_an_event_that_is_joined_while_it_is_read_becomes_no_candidate(
    yunchuan, aside, now, monkeypatch
):
    submit_posts(yunchuan, *QUEUE, lane=Lane.BACKLOG)
    run_stream(yunchuan, now=now)
    read = FactsReader.read

    def read_slowly(*what):
        facts = read(*what)
        Placement.objects.update(event_id=0)  # the other process joined it with one before
        return facts

    monkeypatch.setattr(FactsReader, "read", read_slowly)
    wait_until(lambda: aside.help(yunchuan.bureau.pk))

    assert not Candidate.objects.exists()
