"""Push posts of many bureaus, and look at when they are placed.

In:   a server, bureaus with their tokens and rates.
Out:  the age of each post at its placement; what a call was answered.
Cost: the seconds asked for; a query a quarter of a second.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from benchmarks.generate import generate_posts
from benchmarks.machine import share
from benchmarks.server import Server

LOUD = 50  # times what another bureau pushes
A_CALL = 500  # posts at most
LOOK = 0.25  # seconds between two looks at what is placed
SENDERS = 8
PATIENCE = 300.0  # seconds until what does not come is given up


@dataclass
class Pusher:
    """A bureau that pushes; times by the steady clock.

    Attributes:
        a_second: Posts that it pushes.
        sent: Posts that were taken and not found placed: key, planned moment of its call.
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


def placed_of(sent: deque[tuple[int, float]], edge: int, looked_at: float) -> list[float]:
    """Take what is placed out of ``sent`` and return its ages in seconds.

    Args:
        edge: All posts with a smaller key are placed.
        looked_at: The moment of the look.
    """
    left = [row for row in sent if row[0] >= edge]
    ages = [looked_at - planned for key, planned in sent if key < edge]
    sent.clear()
    sent.extend(left)
    return ages


class PushingClient:
    """A client of all bureaus, and a look at what becomes of their posts."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.ages: defaultdict[bool, list[float]] = defaultdict(list)  # by loud or not
        self.first_at: dict[int, float] = {}  # bureau → when something of it was found placed
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
        looked_at = time.monotonic()
        for one in pushers:
            newest = max((key for key, _at in known[one.bureau_id]), default=None)
            if newest is None:
                continue
            first = waiting.get(one.bureau_id)
            edge = newest + 1 if first is None else min(first, newest + 1)
            with one.guard:
                ages = placed_of(one.sent, edge, looked_at)
            if ages:
                self.first_at.setdefault(one.bureau_id, looked_at)
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

    def take_ages(self) -> dict[str, Any]:
        """Return the ages since the last time, in seconds, and what was refused."""
        loud, quiet = self.ages.pop(True, []), self.ages.pop(False, [])
        failed, self.failed = self.failed, []
        found = {"others": in_seconds(quiet), "failed_calls": len(failed), "why": failed[:1]}
        return {"loud": in_seconds(loud), **found} if loud else found


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
