"""How many posts a second are taken in and placed for minutes, and how late placing becomes.

In:   a rate, seconds; an empty database of one's own.
Out:  every few seconds: posts taken and placed, the age of the oldest one that waits, memory;
      whether the rate was held, and if not, the highest that was, found by doubling and then
      by one step between the last two.
Cost: the seconds asked for; the search a minute more. Generator and server share the machine.

Posts go through the API of pushes, each call planned for a moment: a late answer delays no
later call's plan, and its time counts from the plan. The rate is held when every post was
taken, none waited longer than five seconds to be placed, and no more waited at the end than
after half of the time: a rate that only fills the queue slowly is not held.
"""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from benchmarks.cpu_speed import CpuSpeed
from benchmarks.generate import generate_posts
from benchmarks.installation import installation, people
from benchmarks.machine import machine, spread
from benchmarks.memory import resident
from benchmarks.server import Server, running, split_cores

LONGEST_WAIT = 5.0  # seconds
LOOK = 5.0  # seconds between two looks
A_CALL = 500  # posts at most; a token has 300 calls a minute
FIRST, STEP_SECONDS, CALM = 25, 40, 60.0  # of the search; seconds to place what waits
SENDERS = 4


def measure(posts: int = 1_000, seconds: int = 120, database: str = "") -> dict[str, Any]:
    """Push at a rate, then find the highest that is held.

    Args:
        posts: A second (the option is called so in every measurement).
        seconds: For how long.
        database: Address of an empty database of one's own; else SQLite.
    """
    server_cores, own_cores, cores = split_cores()
    with installation(database=database):
        from django.db import connection

        from huiying.jobs import clock

        token, where, pace = _token(people(clock.now())), machine(), CpuSpeed()
        mine = os.sched_getaffinity(0)
        with running(server_cores) as server:
            os.sched_setaffinity(0, own_cores)
            try:
                texts = generate_posts(10_000_000, seed=11)
                stream = _Stream(server, token, texts)
                asked = stream.push(posts, seconds)
                found = asked if asked["held"] else _search(stream, posts)
            finally:
                os.sched_setaffinity(0, mine)
        used = str(connection.vendor)
    return {
        "rate": posts,
        "seconds": seconds,
        "database": used,
        "cores": cores,
        "asked": asked,
        "held_per_second": found["rate"] if found["held"] else 0,
        "held": found,
        "pace": pace.stop(),
        "machine": where,
    }


def _search(stream: _Stream, most: int) -> dict[str, Any]:
    """Double from a low rate until one is not held, then try the middle; return the best."""
    best: dict[str, Any] = {"rate": 0, "held": False}
    rate = FIRST
    while rate < most:
        found = _tried(stream, rate)
        if not found["held"]:
            break
        best, rate = found, rate * 2
    middle = _tried(stream, best["rate"] * 3 // 2) if best["held"] and rate < most else best
    return middle if middle["held"] else best


def _tried(stream: _Stream, rate: int) -> dict[str, Any]:
    """Push at a rate once nothing waits any more."""
    stream.wait_until_placed(CALM * 5)
    return stream.push(rate, STEP_SECONDS)


def _grew(looks: list[dict[str, float]]) -> bool:
    """Tell whether more than a call more wait at the end than after half of the time."""
    return looks[-1]["waiting"] > looks[len(looks) // 2]["waiting"] + A_CALL


class _Stream:
    """A client that pushes at a rate and looks at what becomes of it."""

    def __init__(self, server: Server, token: str, texts: Any) -> None:
        self.server, self.token, self.texts = server, token, texts
        self._calls = 0

    def push(self, rate: int, seconds: int) -> dict[str, Any]:
        """Push for a time; return what was seen."""
        from huiying.work.collection.posts.queries import count_open_names

        calls = max(1, -(-rate // A_CALL))  # a second
        times: list[float] = []
        failed: list[str] = []
        looks: list[dict[str, float]] = []
        done = threading.Event()
        watch = threading.Thread(target=self._watch, args=(looks, done))
        watch.start()
        begun = time.monotonic()
        with ThreadPoolExecutor(SENDERS) as pool:
            for number in range(calls * seconds):
                items = list(islice(self.texts, rate // calls))
                planned = begun + number / calls
                time.sleep(max(0.0, planned - time.monotonic()))
                pool.submit(self._call, items, planned, times, failed)
        took = time.monotonic() - begun
        done.set()
        watch.join()
        wait = max((look["oldest_waits_s"] for look in looks), default=0.0)
        taken = len(times) * (rate // calls)
        in_time = wait <= LONGEST_WAIT and took <= seconds + LONGEST_WAIT
        return {
            "rate": rate,
            "held": not failed and in_time and not _grew(looks),
            "taken": taken,
            "taken_per_second": round(taken / took, 1),
            "failed_calls": len(failed),
            "why": failed[:1],
            "oldest_waited_s": round(wait, 1),
            "not_looked_at_twice": count_open_names(),  # for names, once they are placed
            "call": spread([one * 1000 for one in times]) if times else {"n": 0},
            "looks": looks,
        }

    def _call(
        self, items: list[Any], planned: float, times: list[float], failed: list[str]
    ) -> None:
        self._calls += 1
        link = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            link.request("POST", "/api/v1/posts", json.dumps({"items": items}), headers)
            answer = link.getresponse()
            body = answer.read()
            if answer.status == 200:
                times.append(time.monotonic() - planned)
            else:
                failed.append(f"{answer.status}: {body[:100]!r}")
        except OSError as error:
            failed.append(type(error).__name__)
        finally:
            link.close()

    def _watch(self, looks: list[dict[str, float]], done: threading.Event) -> None:
        from django.db import connection

        from huiying.work.incidents.placements.models import Placement

        begun = time.monotonic()
        while not done.wait(LOOK):
            looks.append(
                {
                    "at_s": round(time.monotonic() - begun),
                    "placed": Placement.objects.count(),
                    **_waiting(),
                    "memory_mb": resident(self.server.pid) >> 20,
                }
            )
        looks.append({"at_s": round(time.monotonic() - begun), **_waiting()})
        connection.close()

    def wait_until_placed(self, most: float) -> None:
        """Let what waits be placed before the next rate is tried."""
        end = time.monotonic() + most
        while _waiting()["waiting"]:
            if time.monotonic() > end:
                raise RuntimeError("posts wait for ever")
            time.sleep(1)


def _waiting() -> dict[str, float]:
    """Return how many posts wait, and for how long the oldest of them has."""
    from huiying.work.collection.posts.models import Arrival

    first = Arrival.objects.order_by("pk").select_related("post").first()
    if first is None:
        return {"waiting": 0, "oldest_waits_s": 0.0}
    age = (datetime.now(UTC) - first.post.collected_at).total_seconds()
    return {"waiting": Arrival.objects.count(), "oldest_waits_s": round(max(0.0, age), 1)}


def _token(who: Any) -> str:
    from huiying.base.audit.subjects import MACHINE
    from huiying.jobs import clock
    from huiying.work.collection.sources.actions.add_source import add_source
    from huiying.work.collection.sources.actions.rotate_token import rotate_token

    now = clock.now()
    source = add_source(
        bureau=who.bureau, name="推送", kind="PUSH", channel="论坛", actor=MACHINE, now=now
    )
    return rotate_token(source=source, actor=MACHINE, now=now)
