"""Requests run one after another; who is slow lets the next one begin."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from huiying.config.request_turns import Turns

LONG = 30.0  # seconds, longer than any test


def until(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.001)


class Visitors:
    """Threads that take a turn and keep it until they are sent away."""

    def __init__(self, turns):
        self.turns = turns
        self.begun = []
        self.ended = []
        self._leave = {}
        self._pool = ThreadPoolExecutor(20)

    def come(self, name):
        self._leave[name] = threading.Event()
        return self._pool.submit(self._stay, name)

    def _stay(self, name):
        with self.turns.turn():
            self.begun.append(name)
            self._leave[name].wait(10)
            self.ended.append(name)

    def send_away(self, name):
        self._leave[name].set()
        until(lambda: name in self.ended)

    def queue(self, *names):
        for number, name in enumerate(names):
            self.come(name)
            until(lambda: len(self.turns._waiting) + len(self.begun) > number)  # noqa: B023


def test_they_come_one_after_another_in_the_order_of_their_coming():
    visitors = Visitors(Turns(patience=LONG))

    visitors.queue("a", "b", "c")
    until(lambda: visitors.begun)
    assert visitors.begun == ["a"]
    visitors.send_away("a")
    until(lambda: len(visitors.begun) == 2)
    assert visitors.begun == ["a", "b"]
    visitors.send_away("b")
    visitors.send_away("c")

    assert visitors.ended == ["a", "b", "c"]


def test_of_two_places_both_are_taken_and_the_third_waits():
    visitors = Visitors(Turns(at_once=2, patience=LONG))

    visitors.queue("a", "b", "c")
    until(lambda: len(visitors.begun) == 2)
    visitors.send_away("b")
    until(lambda: len(visitors.begun) == 3)

    assert visitors.begun[2] == "c"
    visitors.send_away("a")
    visitors.send_away("c")


def test_who_is_slow_keeps_the_next_one_waiting_for_the_patience_alone():
    visitors = Visitors(Turns(patience=0.2))
    began = time.monotonic()

    visitors.queue("slow", "next", "last")
    until(lambda: len(visitors.begun) >= 2)
    waited = time.monotonic() - began
    visitors.send_away("next")
    until(lambda: len(visitors.begun) == 3)

    assert visitors.begun == ["slow", "next", "last"]
    assert waited >= 0.15
    visitors.send_away("last")
    visitors.send_away("slow")  # whose end takes no turn away from anybody

    with visitors.turns.turn():
        assert len(visitors.turns._begun) == 1


def test_who_fails_gives_the_turn_back():
    turns = Turns(patience=LONG)

    with pytest.raises(OSError, match="gone"), turns.turn():
        raise OSError("gone")

    with turns.turn():
        assert len(turns._begun) == 1
    assert not turns._begun
    assert not turns._waiting


def test_twenty_threads_all_have_their_turn_and_never_two_of_them_at_once():
    turns, running, most = Turns(patience=LONG), [], []

    def stay(_number):
        with turns.turn():
            running.append(1)
            most.append(len(running))
            time.sleep(0.0005)
            running.pop()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(stay, range(200)))

    assert len(most) == 200
    assert max(most) == 1
