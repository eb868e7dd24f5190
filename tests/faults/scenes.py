"""Faults beside kills, each on an installation of its own with real workers.

In:   ``python -m tests.faults.scenes NAME --lease SECONDS``.
Out:  JSON: what was done, what was checked, what is wrong.
Cost: half a minute to two minutes each.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import BoardAlarm, Message, MessageState
from huiying.jobs import clock
from huiying.jobs.models import StreamLease
from huiying.work.incidents.placements.models import Placement
from tests.factories import make_cast
from tests.faults import invariants
from tests.faults.around import PATIENCE, Client, came, messages, settled, workers
from tests.faults.receiver import receiver

FREEZES = 20  # tries to freeze it outside a transaction
Scene = Callable[[float], dict[str, Any]]


def two_schedulers(lease: float) -> dict[str, Any]:
    """Let two whole schedulers work on one installation."""
    cast, client = make_cast("yunchuan", "云川区"), Client(30, 0.2)
    with receiver(), workers(2, lease):
        client.start()
        for _round in range(6):
            messages(cast, 4)
            time.sleep(0.5)
        client.join()
        wrong = settled()
    late, _twice = came(once=True)
    wrong += late + invariants.posts(client.texts) + invariants.always()
    return {
        "fault": "two_schedulers",
        "posts": len(client.texts),
        "messages": Message.objects.count(),
        "checked": "each post once and placed once, each message came exactly once, the record",
        "wrong": wrong,
    }


def frozen_holder(lease: float, frozen: float = 60.0) -> dict[str, Any]:
    """Freeze the holder of the stream for a minute; another one goes on; let it run again."""
    make_cast("yunchuan", "云川区")
    client = Client(int(frozen * 2), 0.5)
    with receiver(), workers(2, lease, "stream") as pair:
        client.start()
        holder, within = _holder(pair), 0
        os.killpg(holder, signal.SIGSTOP)
        while _holds_a_lock() and within < FREEZES:  # of the database: nobody can go on then
            within += 1
            os.killpg(holder, signal.SIGCONT)
            time.sleep(0.7)
            os.killpg(holder, signal.SIGSTOP)
        before, began = Placement.objects.count(), time.monotonic()
        taken = 0.0
        while (passed := time.monotonic() - began) < frozen:
            if not taken and Placement.objects.count() > before:
                taken = passed
            time.sleep(0.2)
        os.killpg(holder, signal.SIGCONT)
        client.join()
        wrong = settled()
    wrong += invariants.posts(client.texts) + invariants.always()
    if not taken:
        wrong.append("nobody went on while the holder was frozen")
    return {
        "fault": "frozen_holder",
        "lease_s": lease,
        "frozen_s": frozen,
        "another_went_on_after_s": round(taken, 1),
        "frozen_within_a_transaction": within,
        "posts": len(client.texts),
        "checked": "each post once and placed once, numbers once, another went on",
        "wrong": wrong,
    }


def _holds_a_lock() -> bool:
    """Tell whether somebody was frozen within a transaction that writes.

    No lease helps then: SQLite has one writer, and PostgreSQL keeps the locked row until it
    ends the session after five minutes.
    """
    try:
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=2)) as other:
                other.execute("BEGIN IMMEDIATE")
                other.rollback()
        else:
            with transaction.atomic():
                list(StreamLease.objects.select_for_update(nowait=True))
    except (sqlite3.OperationalError, DatabaseError):
        return True
    return False


def _holder(pair: list[subprocess.Popen[bytes]]) -> int:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        row = StreamLease.objects.first()
        for one in pair:
            if row is not None and f":{one.pid}:" in row.holder and Placement.objects.exists():
                return one.pid
        time.sleep(0.2)
    raise RuntimeError("no worker holds the stream")


def hanging_channel(lease: float) -> dict[str, Any]:
    """Let one receiver take connections and never answer; another one's messages must go."""
    import socket

    cast = make_cast("yunchuan", "云川区")
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent, receiver():
        hang = add_channel(
            bureau=cast.bureau,
            unit=cast.waterworks,
            kind="WEBHOOK",
            name="不答的",
            target=f"http://127.0.0.1:{silent.getsockname()[1]}/in",
            actor=MACHINE,
            now=clock.real_now(),
        )
        for number in range(20):  # first in the queue
            queue_message(
                bureau_id=cast.bureau.pk, channel=hang, key=f"hang-{number}", subject="测试",
                body="测试", about=About("", ""), urgent=False, now=clock.real_now(),
            )  # fmt: skip
        messages(cast, 20)
        with workers(1, lease, "deliver", "ladder"):
            began = time.monotonic()
            good = Message.objects.filter(channel__name="接待科")
            while good.filter(state=MessageState.QUEUED).exists():
                if time.monotonic() - began > PATIENCE:
                    break
                time.sleep(0.2)
            took = time.monotonic() - began
            time.sleep(14)  # the first two of the silent one run into their ten seconds
    wrong, _twice = came(once=True)
    told = Message.objects.filter(channel=hang, maybe_sent_at__isnull=False).count()
    if not told:
        wrong.append("no row says that it may have been sent")
    if took > 30:
        wrong.append(f"the other channel waited {took:.0f} s")
    return {
        "fault": "hanging_channel",
        "others_sent_after_s": round(took, 1),
        "rows_that_say_maybe_sent": told,
        "alarms": BoardAlarm.objects.count(),
        "checked": "20 messages of another channel came once within 30 s; rows say maybe sent",
        "wrong": wrong + invariants.always(),
    }


def stepped_clock(lease: float) -> dict[str, Any]:
    """Step the clock that the workers read: two hours on, five back, and right again."""
    cast, client = make_cast("yunchuan", "云川区"), Client(40, 0.4)
    step = Path(settings.DATA_DIR) / "step"
    with receiver(), workers(1, lease):
        client.start()
        for seconds in (0, 7_200, -10_800, 86_400 * 3, -60, 0):
            step.write_text(str(seconds), encoding="ascii")
            messages(cast, 3)
            time.sleep(3)
        client.join()
        wrong = settled()
    late, twice = came(once=False)
    wrong += late + invariants.posts(client.texts) + invariants.always()
    return {
        "fault": "stepped_clock",
        "steps_s": [7_200, -10_800, 259_200, -60],
        "posts": len(client.texts),
        "messages": Message.objects.count(),
        "came_twice_under_one_key": twice,
        "checked": "each post once and placed once, each message came, none waits, the record",
        "wrong": wrong,
    }


def main() -> int:
    """Read the command line."""
    from tests.faults.scenes_of_storage import cut_connections, full_disk

    scenes: dict[str, Scene] = {
        "two_schedulers": two_schedulers,
        "frozen_holder": frozen_holder,
        "hanging_channel": hanging_channel,
        "stepped_clock": stepped_clock,
        "cut_connections": cut_connections,
        "full_disk": full_disk,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scene", choices=sorted(scenes))
    parser.add_argument("--lease", type=float, default=3.0)
    asked = parser.parse_args()
    found = scenes[asked.scene](asked.lease)
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
