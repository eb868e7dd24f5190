"""Many bureaus at once, one of them loud: who waits, who takes over, what the API refuses.

In:   how many bureaus, how many posts a second they push together, for how long; an empty
      database of one's own (PostgreSQL, for figures of several bureaus).
Out:  the age of posts at placement, of the loud bureau and of the others, beside what the
      others have without it, and the processor time of the workers a post; how long placing
      stands after a worker is killed, what was lost or doubled; what a push is answered when
      more comes than is placed.
Cost: about four times the seconds asked for, and the setting up of the bureaus, a second each.

The loud bureau pushes fifty times what each other one does. Two workers place; the one that
holds the loud bureau is killed by SIGKILL. Ages count from the moment at which a call was
planned, so they hold the call too, and are taken a quarter of a second apart. What is placed
out of its order counts when all before it is placed.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from benchmarks.cpu_speed import CpuSpeed
from benchmarks.generate import generate_posts
from benchmarks.installation import PASSWORD, installation
from benchmarks.machine import machine, share
from benchmarks.memory import processor_seconds, resident
from benchmarks.server import Server, running, split_cores

LOUD = 50  # times what another bureau pushes
A_CALL = 500  # posts at most
LOOK = 0.25  # seconds between two looks at what is placed
SENDERS = 8
QUEUE = 5_000  # posts of a bureau that may wait, for this measurement (the product's: 20,000)
PATIENCE = 300.0  # seconds until what does not come is given up


def measure(
    posts: int = 100, seconds: int = 60, database: str = "", bureaus: int = 50
) -> dict[str, Any]:
    """Let the bureaus push, kill a worker, let more come than is placed.

    Args:
        posts: A second, of all bureaus together.
        seconds: Of the part in which all push; the others are as long or half.
        database: Address of an empty database of one's own; else SQLite.
        bureaus: How many, the loud one among them.
    """
    server_cores, own_cores, cores = split_cores()
    os.environ["HUIYING_PUSH_QUEUE"] = str(QUEUE)
    with installation(database=database):
        from django.db import connection

        where, pace, mine = machine(), CpuSpeed(), os.sched_getaffinity(0)
        begun = time.monotonic()
        pushers = _set_up(bureaus, posts)
        set_up = time.monotonic() - begun
        with running(server_cores, "--no-workers") as server:
            os.sched_setaffinity(0, own_cores)
            try:
                found = _parts(server, pushers, seconds, server_cores)
            finally:
                os.sched_setaffinity(0, mine)
        used = str(connection.vendor)
    return {
        "bureaus": bureaus,
        "rate": posts,
        "loud_times": LOUD,
        "seconds": seconds,
        "database": used,
        "cores": cores,
        "bureau_set_up_s": round(set_up / bureaus, 2),
        **found,
        "pace": pace.stop(),
        "machine": where,
    }


@dataclass
class Pusher:
    """A bureau that pushes; times by the steady clock.

    Attributes:
        a_second: Posts that it pushes.
        sent: Posts that were taken and not seen placed: key, and for when its call was planned.
    """

    bureau_id: int
    token: str
    a_second: float
    loud: bool
    taken: int = 0
    owed: float = 0.0  # posts of this second, parts of one among them
    sent: deque[tuple[int, float]] = field(default_factory=deque)
    guard: threading.Lock = field(default_factory=threading.Lock)


def rates(bureaus: int, posts: float) -> list[float]:
    """Return what each bureau pushes a second, the loud one first; together ``posts``."""
    quiet = posts / (LOUD + bureaus - 1)
    return [LOUD * quiet, *[quiet] * (bureaus - 1)]


def placed_of(sent: deque[tuple[int, float]], edge: int, seen: float) -> list[float]:
    """Take what is placed out of ``sent`` and return its ages in seconds.

    Args:
        edge: All posts with a smaller key are placed.
        seen: The moment of the look.
    """
    left = [row for row in sent if row[0] >= edge]
    ages = [seen - planned for key, planned in sent if key < edge]
    sent.clear()
    sent.extend(left)
    return ages


def _parts(
    server: Server, pushers: Sequence[Pusher], seconds: int, cores: set[int]
) -> dict[str, Any]:
    """Run the parts one after another, on workers that are warm."""
    bench, others = _Bench(server), [one for one in pushers if not one.loud]
    with contextlib.ExitStack() as stack:
        workers = [stack.enter_context(_worker(cores)) for _number in range(2)]
        bench.push(pushers, 2)
        bench.wait_until_placed(pushers)
        bench.ages.clear()
        used = _used(workers)
        bench.push(others, max(5, seconds // 2))
        bench.wait_until_placed(pushers)
        alone = bench.told()
        alone["processor_ms_a_post"] = _each(_used(workers) - used, alone["others"]["n"])
        used = _used(workers)
        bench.push(pushers, seconds)
        bench.wait_until_placed(pushers)
        together = bench.told()
        many = together["loud"]["n"] + together["others"]["n"]
        together["processor_ms_a_post"] = _each(_used(workers) - used, many)
        memory = {"server_mb": resident(server.pid) >> 20} | {
            f"worker_{number}_mb": resident(one.pid) >> 20
            for number, one in enumerate(workers, 1)
        }
        killed = _kill(bench, pushers, workers, seconds)
    with contextlib.ExitStack() as stack:
        refused = _overfill(bench, pushers, lambda: stack.enter_context(_worker(cores)))
    return {
        "others_alone": alone,
        "together": together,
        "memory": memory,
        "killed_worker": killed,
        "more_than_is_placed": refused,
    }


def _used(workers: Sequence[subprocess.Popen[bytes]]) -> float:
    return sum(processor_seconds(one.pid) for one in workers)


def _each(seconds: float, posts: int) -> float:
    return round(seconds * 1000 / posts, 1) if posts else 0.0


class _Bench:
    """A client of all bureaus, and a look at what becomes of their posts."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.ages: defaultdict[bool, list[float]] = defaultdict(list)  # by loud or not
        self.first_at: dict[int, float] = {}  # bureau → when something of it was seen placed
        self.failed: list[str] = []
        self._texts = generate_posts(10_000_000, seed=13)
        self._numbers = iter(range(10_000_000))
        self._guard = threading.Lock()

    def push(self, pushers: Sequence[Pusher], seconds: int) -> None:
        """Let each bureau push for a time, its calls spread over each second."""
        done = threading.Event()
        looker = threading.Thread(target=self._watch, args=(pushers, done))
        looker.start()
        begun = time.monotonic()
        with ThreadPoolExecutor(SENDERS) as pool:
            for second in range(seconds):
                for place, one in enumerate(pushers):
                    one.owed += one.a_second
                    count, one.owed = int(one.owed), one.owed % 1
                    planned = begun + second + place / len(pushers)
                    time.sleep(max(0.0, planned - time.monotonic()))
                    for start in range(0, count, A_CALL):
                        items = self._items(min(A_CALL, count - start))
                        pool.submit(self._until_taken, one, items, planned)
        done.set()
        looker.join()

    def _items(self, count: int) -> list[dict[str, Any]]:
        with self._guard:
            return [
                {**item, "external_id": f"b{next(self._numbers)}"}
                for item in islice(self._texts, count)
            ]

    def _until_taken(self, one: Pusher, items: list[dict[str, Any]], planned: float) -> None:
        """Push, again under the same key when it was not taken, as a client should."""
        key, end = f"k{items[0]['external_id']}", time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status, body, wait = self.call(one, items, key)
            if status == 200:
                self._note(one, body, planned)
                return
            with self._guard:
                self.failed.append(f"{status} {body.get('error', {}).get('code', '')}")
            time.sleep(min(wait or 0.5, 5.0))

    def call(
        self, one: Pusher, items: list[dict[str, Any]], key: str
    ) -> tuple[int, dict[str, Any], int]:
        """Return status, body and ``Retry-After`` of one call; status 0: no answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {
            "Authorization": f"Bearer {one.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            link.request("POST", "/api/v1/posts", json.dumps({"items": items}), headers)
            answer = link.getresponse()
            body = json.loads(answer.read() or b"{}")
            return answer.status, body, int(answer.getheader("Retry-After") or 0)
        except (OSError, ValueError, http.client.HTTPException):
            return 0, {}, 0
        finally:
            link.close()

    def _note(self, one: Pusher, body: dict[str, Any], planned: float) -> None:
        keys = [int(row["post_id"]) for row in body["results"] if row["status"] == "accepted"]
        with one.guard:
            one.taken += len(keys)
            one.sent.extend((key, planned) for key in keys)

    def _watch(self, pushers: Sequence[Pusher], done: threading.Event) -> None:
        from django.db import connection

        while not done.wait(LOOK):
            self.look(pushers)
        connection.close()

    def look(self, pushers: Sequence[Pusher]) -> None:
        """See what is placed by now."""
        from django.db.models import Min

        from huiying.work.collection.posts.models import Arrival

        with contextlib.ExitStack() as stack:  # nothing is noted while the database is asked
            for one in pushers:
                stack.enter_context(one.guard)
            known = {one.bureau_id: list(one.sent) for one in pushers}
        rows = Arrival.objects.order_by().values("bureau_id").annotate(at=Min("post_id"))
        waiting = dict(rows.values_list("bureau_id", "at"))
        seen = time.monotonic()
        for one in pushers:
            newest = max((key for key, _at in known[one.bureau_id]), default=None)
            if newest is None:
                continue
            first = waiting.get(one.bureau_id)
            edge = newest + 1 if first is None else min(first, newest + 1)
            with one.guard:
                ages = placed_of(one.sent, edge, seen)
            if ages:
                self.first_at.setdefault(one.bureau_id, seen)
                self.ages[one.loud] += ages

    def wait_until_placed(self, pushers: Sequence[Pusher]) -> float:
        """Wait until nothing waits; return how many seconds that took."""
        begun = time.monotonic()
        while any(one.sent for one in pushers):
            if time.monotonic() - begun > PATIENCE:
                raise RuntimeError("posts wait for ever")
            time.sleep(LOOK)
            self.look(pushers)
        return round(time.monotonic() - begun, 1)

    def told(self) -> dict[str, Any]:
        """Return the ages since the last time, in seconds, and what was refused."""
        loud, quiet = self.ages.pop(True, []), self.ages.pop(False, [])
        failed, self.failed = self.failed, []
        told = {"others": in_seconds(quiet), "failed_calls": len(failed), "why": failed[:1]}
        return {"loud": in_seconds(loud), **told} if loud else told


def in_seconds(ages: Sequence[float]) -> dict[str, float | int]:
    """Return how many ages there are, p50, p95 and the greatest, in seconds."""
    if not ages:
        return {"n": 0}
    return {
        "n": len(ages),
        "p50_s": round(share(ages, 0.5), 2),
        "p95_s": round(share(ages, 0.95), 2),
        "max_s": round(max(ages), 2),
    }


def _kill(
    bench: _Bench,
    pushers: Sequence[Pusher],
    workers: list[subprocess.Popen[bytes]],
    seconds: int,
) -> dict[str, Any]:
    """Kill the worker of the loud bureau while all push, and see when its bureaus go on."""
    loud = next(one for one in pushers if one.loud)
    moments: list[float] = []
    held: list[int] = []

    def strike() -> None:
        from django.db import connection

        time.sleep(max(2.0, seconds / 4))
        victim = _holder_of(loud.bureau_id, workers)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        held.extend(_held_by(victim.pid))
        time.sleep(2 * LOOK)  # what it had placed was seen meanwhile
        moments.append(time.monotonic() - 2 * LOOK)
        bench.first_at.clear()
        connection.close()

    striker = threading.Thread(target=strike)
    striker.start()
    bench.push(pushers, seconds)
    striker.join()
    all_placed = bench.wait_until_placed(pushers)
    waits = {
        pk: round(max(0.0, bench.first_at[pk] - moments[0]), 1)
        for pk in held
        if pk in bench.first_at
    }
    return {
        "bureaus_of_the_killed": len(held),
        "went_on_after_s": {
            "loud": waits.get(loud.bureau_id),
            "median": sorted(waits.values())[len(waits) // 2] if waits else None,
            "most": max(waits.values(), default=None),
        },
        "all_placed_after_the_end_s": all_placed,
        **bench.told(),
        **_counted(pushers),
    }


def _overfill(bench: _Bench, pushers: Sequence[Pusher], start_worker: Any) -> dict[str, Any]:
    """Push to one bureau while nobody places, until it is refused; then let a worker begin."""
    loud, quiet = pushers[0], pushers[1]
    refusal: dict[str, Any] = {"status": None}
    pending: list[list[dict[str, Any]]] = []
    for _call in range(2 + 2 * QUEUE // A_CALL):
        items = bench._items(A_CALL)
        key = f"k{items[0]['external_id']}"
        status, body, wait = bench.call(loud, items, key)
        if status == 200:
            bench._note(loud, body, time.monotonic())
            continue
        code = body.get("error", {}).get("code", "")
        refusal = {"status": status, "code": code, "retry_after_s": wait}
        pending.append(items)
        break
    waited = len(loud.sent)
    items = bench._items(1)
    other, body, _wait = bench.call(quiet, items, f"k{items[0]['external_id']}")
    if other == 200:
        bench._note(quiet, body, time.monotonic())
    start_worker()
    begun = time.monotonic()
    for items in pending:
        bench._until_taken(loud, items, time.monotonic())
    taken_again = round(time.monotonic() - begun, 1)
    bench.wait_until_placed(pushers)
    bench.told()
    return {
        "limit": QUEUE,
        "waiting_when_refused": waited,
        "refusal": refusal,
        "another_bureau": other,
        "taken_again_after_s": taken_again,
        "all_placed_after_s": round(time.monotonic() - begun, 1),
        **_counted(pushers),
    }


def _counted(pushers: Sequence[Pusher]) -> dict[str, int]:
    """Compare what was taken with what is stored and placed."""
    from django.db.models import Count

    from huiying.work.collection.posts.models import Post
    from huiying.work.incidents.placements.models import Placement

    stored = dict(Post.objects.order_by().values_list("bureau_id").annotate(n=Count("pk")))
    placed = dict(Placement.objects.order_by().values_list("bureau_id").annotate(n=Count("pk")))
    numbers = Placement.objects.order_by().values("bureau_id", "seq").annotate(n=Count("pk"))
    return {
        "taken": sum(one.taken for one in pushers),
        "lost": sum(max(0, one.taken - placed.get(one.bureau_id, 0)) for one in pushers),
        "doubled": sum(max(0, stored.get(one.bureau_id, 0) - one.taken) for one in pushers),
        "numbers_doubled": numbers.filter(n__gt=1).count(),
    }


def _holder_of(
    bureau_id: int, workers: list[subprocess.Popen[bytes]]
) -> subprocess.Popen[bytes]:
    from huiying.jobs.models import StreamLease

    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        holder = StreamLease.objects.filter(bureau_ref=bureau_id).values_list("holder").first()
        for one in workers:
            if holder and f":{one.pid}:" in holder[0]:
                return one
        time.sleep(LOOK)
    raise RuntimeError("no worker holds the stream")


def _held_by(pid: int) -> list[int]:
    from huiying.jobs.models import StreamLease

    rows = StreamLease.objects.filter(holder__contains=f":{pid}:", bureau_ref__gt=0)
    return list(rows.values_list("bureau_ref", flat=True))


@contextlib.contextmanager
def _worker(cores: set[int]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker of the stream on some cores; it is killed at the end."""
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        child = subprocess.Popen(
            [sys.executable, "-m", "huiying.jobs", "stream"], stderr=subprocess.DEVNULL
        )
    finally:
        os.sched_setaffinity(0, mine)
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def _set_up(bureaus: int, posts: float) -> list[Pusher]:
    """Make the bureaus, each with a source and its token."""
    from huiying.base.audit.subjects import MACHINE
    from huiying.jobs import clock
    from huiying.jobs.upkeep.setup_bureau import set_up_bureau
    from huiying.work.collection.sources.actions.add_source import add_source
    from huiying.work.collection.sources.actions.rotate_token import rotate_token

    made = []
    for number, a_second in enumerate(rates(bureaus, posts)):
        bureau = set_up_bureau(
            slug=f"bench-{number}", name=f"测速{number}局", district=f"测速{number}区",
            username=f"root-{number}", person="管理", password=PASSWORD,
        )  # fmt: skip
        now = clock.now()
        source = add_source(
            bureau=bureau, name="推送", kind="PUSH", channel="论坛", actor=MACHINE, now=now
        )
        token = rotate_token(source=source, actor=MACHINE, now=now)
        made.append(Pusher(bureau.pk, token, a_second, loud=number == 0))
    return made
