"""Kill, freeze and throttle what takes posts in, and count what was lost or doubled.

In:   an empty installation (SQLite, or a database of one's own).
Out:  for imports, pushes and holders of the stream: faults, posts, and what is wrong with them.
Cost: about five minutes; it kills only processes that it began.

Every post has a text of its own, so each must be there once, be placed once, under one number
of the stream, and nothing may wait at the end.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.generate import generate_posts
from benchmarks.installation import command, installation, people
from benchmarks.machine import machine

COLUMNS = ("title", "text", "url", "published_at", "channel")
PATIENCE = 300.0  # seconds until what has not ended is given up
FROZEN, THROTTLED = 45.0, 60.0  # seconds; both longer than the lease of 30
BATCH, PUSHES = 20, 200


def measure(posts: int = 12_000, kills: int = 24, database: str = "") -> dict[str, Any]:
    """Kill imports and servers ``kills`` times each, freeze and throttle two holders.

    Args:
        posts: Of the file that is imported.
        kills: Faults of each kind.
        database: Address of an empty database of one's own.
    """
    with installation(database=database) as folder:
        from huiying.jobs import clock

        now = clock.now()
        who = people(now)
        token = _push_token(who.bureau, now)
        chance = random.Random(7)  # noqa: S311 - when to kill
        out = {"machine": machine(), "imports": _imports(folder, posts, kills, chance)}
        out["pushes"] = _pushes(token, kills, chance)
        out["frozen_holder"] = _holders(token, _freeze, "frozen")
        out["throttled_holder"] = _holders(token, _throttle, "throttled")
    return out


def _push_token(bureau: Any, now: Any) -> str:
    from huiying.base.audit.subjects import MACHINE
    from huiying.work.collection.sources.actions.add_source import add_source
    from huiying.work.collection.sources.actions.rotate_token import rotate_token

    source = add_source(
        bureau=bureau, name="推送", kind="PUSH", channel="论坛", actor=MACHINE, now=now
    )
    return rotate_token(source=source, actor=MACHINE, now=now)


def _imports(folder: Path, posts: int, kills: int, chance: random.Random) -> dict[str, Any]:
    """Kill the command again and again, then let it end."""
    file = folder / "posts.csv"
    texts = _write(file, posts)
    words = command("import", str(file), "--bureau", "bench", "--history")
    killed = 0
    while killed < kills:
        child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            child.wait(chance.uniform(1.5, 5.0))
            break
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
            killed += 1
    begun = time.monotonic()
    while subprocess.run(words, capture_output=True, check=False).returncode != 0:
        if time.monotonic() - begun > PATIENCE:
            raise RuntimeError("the import does not end")
        time.sleep(2)
    return {"kills": killed, **_count(texts)}


def _pushes(token: str, kills: int, chance: random.Random) -> dict[str, Any]:
    """Kill the server with its workers while a client pushes and repeats what failed."""
    with _server() as (address, restart):
        texts = [
            f"第 {number} 号路口的红绿灯不亮，晚上看不清。" for number in range(BATCH * PUSHES)
        ]
        client = threading.Thread(target=_push_all, args=(address, token, texts, "k"))
        client.start()
        killed = 0
        while killed < kills and client.is_alive():
            time.sleep(chance.uniform(1.0, 4.0))
            restart()
            killed += 1
        client.join()
        _wait_until_placed()
    return {"kills": killed, **_count(texts)}


def _holders(token: str, disturb: Callable[[int], None], name: str) -> dict[str, Any]:
    """Let one of two workers stand still for longer than its lease, and go on."""
    with _server("--no-workers") as (address, _restart), contextlib.ExitStack() as stack:
        workers = [stack.enter_context(_worker()) for _number in range(2)]
        texts = [
            f"老人下不来楼，第 {number} 栋电梯停了（{name}）。"
            for number in range(BATCH * PUSHES)
        ]
        client = threading.Thread(target=_push_all, args=(address, token, texts, name, 0.4))
        client.start()
        time.sleep(5)
        disturb(_holder_of(workers))
        client.join()
        _wait_until_placed()
    return _count(texts)


def _freeze(pid: int) -> None:
    os.kill(pid, signal.SIGSTOP)
    time.sleep(FROZEN)
    os.kill(pid, signal.SIGCONT)


def _throttle(pid: int) -> None:
    """Let it run for a twentieth of the time."""
    until = time.monotonic() + THROTTLED
    while time.monotonic() < until:
        os.kill(pid, signal.SIGSTOP)
        time.sleep(0.95)
        os.kill(pid, signal.SIGCONT)
        time.sleep(0.05)


def _holder_of(workers: list[subprocess.Popen[bytes]]) -> int:
    from huiying.jobs.models import StreamLease

    begun = time.monotonic()
    while (lease := StreamLease.objects.first()) is None:
        if time.monotonic() - begun > PATIENCE:
            raise RuntimeError("no worker holds the stream")
        time.sleep(0.5)
    holder = lease.holder
    return next((one.pid for one in workers if str(one.pid) in holder), workers[0].pid)


@contextlib.contextmanager
def _worker() -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", "huiying.jobs", "stream"]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as child:
        try:
            yield child
        finally:
            child.send_signal(signal.SIGCONT)
            child.kill()


@contextlib.contextmanager
def _server(*options: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """Run ``huiying up``; yield its address, and what kills it and begins it anew."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    words = command("up", "--port", str(port), *options)

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def kill() -> None:
        os.killpg(running[-1].pid, signal.SIGKILL)
        running[-1].wait()

    def restart() -> None:
        kill()
        running.append(start())

    running = [start()]
    try:
        yield f"http://127.0.0.1:{port}", restart
    finally:
        kill()


def _push_all(
    address: str, token: str, texts: list[str], name: str, pause: float = 0.0
) -> None:
    """Push batches, each under its own key, again until it is taken."""
    for start in range(0, len(texts), BATCH):
        items = [
            {"external_id": f"{name}{start + place}", "text": text}
            for place, text in enumerate(texts[start : start + BATCH])
        ]
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{address}/api/v1/posts",
            data=json.dumps({"items": items}).encode(),
            headers={
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": f"{name}-{start}",
            },
        )
        begun = time.monotonic()
        while not _taken(request):
            if time.monotonic() - begun > PATIENCE:
                raise RuntimeError("the push is not taken")
            time.sleep(0.3)
        time.sleep(pause)


def _taken(request: urllib.request.Request) -> bool:
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
            return answer.status in (200, 201, 202)
    except (OSError, urllib.error.HTTPError):
        return False


def _wait_until_placed() -> None:
    from huiying.work.collection.posts.models import Arrival

    begun = time.monotonic()
    while Arrival.objects.exists():
        if time.monotonic() - begun > PATIENCE:
            raise RuntimeError("posts wait for ever")
        time.sleep(1)


def _count(texts: list[str]) -> dict[str, int]:
    """Return how many posts there are, and how many are lost, doubled or wrongly placed."""
    from django.db.models import Count

    from huiying.work.collection.posts.models import Arrival, Post
    from huiying.work.incidents.placements.models import Placement

    wanted = set(map(_own_words, texts))
    stored = map(_own_words, Post.objects.values_list("text", flat=True))
    there = [words for words in stored if words in wanted]
    numbers = Placement.objects.values("bureau", "seq").annotate(count=Count("pk"))
    return {
        "posts": len(texts),
        "lost": len(wanted - set(there)),
        "doubled": len(there) - len(set(there)),
        "not_placed": Post.objects.count() - Placement.objects.count(),
        "doubled_numbers": numbers.filter(count__gt=1).count(),
        "waiting": Arrival.objects.count(),
    }


def _own_words(text: str) -> str:
    """Return the end of a text, which no other has and in which nothing is masked."""
    return text[text.rfind("第") :]


def _write(file: Path, posts: int) -> list[str]:
    rows = []
    for number, post in enumerate(generate_posts(posts, seed=7)):
        rows.append({**post, "text": f"{post['text']}第{number}件。"})
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return [row["text"] for row in rows]
