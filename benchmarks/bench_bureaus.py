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
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.cpu_speed import CpuSpeed
from benchmarks.installation import PASSWORD, installation
from benchmarks.machine import machine
from benchmarks.memory import processor_seconds, resident
from benchmarks.pushing import (
    A_CALL,
    LOOK,
    LOUD,
    PATIENCE,
    Pusher,
    PushingClient,
    rates,
)
from benchmarks.server import Server, running, split_cores

QUEUE = 5_000  # posts of a bureau that may wait, for this measurement (the product's: 20,000)


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


def _parts(
    server: Server, pushers: Sequence[Pusher], seconds: int, cores: set[int]
) -> dict[str, Any]:
    """Run the parts one after another, on workers that are warm."""
    bench, others = PushingClient(server), [one for one in pushers if not one.loud]
    with contextlib.ExitStack() as stack:
        workers = [stack.enter_context(_worker(cores)) for _number in range(2)]
        bench.push(pushers, 2)
        bench.wait_until_placed(pushers)
        bench.ages.clear()
        used = _used(workers)
        bench.push(others, max(5, seconds // 2))
        bench.wait_until_placed(pushers)
        alone = bench.take_ages()
        alone["processor_ms_a_post"] = _each(_used(workers) - used, alone["others"]["n"])
        used = _used(workers)
        bench.push(pushers, seconds)
        bench.wait_until_placed(pushers)
        together = bench.take_ages()
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


def _kill(
    bench: PushingClient,
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
        **bench.take_ages(),
        **_counted(pushers),
    }


def _overfill(
    bench: PushingClient, pushers: Sequence[Pusher], start_worker: Any
) -> dict[str, Any]:
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
    bench.take_ages()
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
