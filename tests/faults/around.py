"""What stands around a fault: workers, a client that pushes, messages, what came of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Channel, Message
from huiying.jobs import clock
from huiying.work.collection.posts.actions.accept_push import PushInProgress, accept_push
from huiying.work.collection.posts.models import Arrival
from tests.faults.deeds import cast_of
from tests.scenarios.incidents import source_of

PATIENCE = 90.0  # seconds


@contextmanager
def workers(count: int, lease: float, *names: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run so many processes of workers."""
    words = [sys.executable, "-m", "tests.faults.worker", str(lease), *names]
    with ExitStack() as stack:
        running = [stack.enter_context(_process(words)) for _number in range(count)]
        yield running


@contextmanager
def _process(words: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(words, start_new_session=True) as child:
        try:
            yield child
        finally:
            os.killpg(child.pid, signal.SIGCONT)
            os.killpg(child.pid, signal.SIGKILL)


class Client(threading.Thread):
    """Pushes posts in small batches, each under its key, again until they are taken."""

    def __init__(self, batches: int, pause: float) -> None:
        super().__init__(daemon=True)
        self.batches, self.pause = batches, pause
        self.texts: list[str] = []
        self.repeated = 0

    def run(self) -> None:
        """Push all."""
        for batch in range(self.batches):
            texts = [
                f"路口的红绿灯不亮，晚上看不清，请尽快来修。第{batch * 5 + place}号。"
                for place in range(5)
            ]
            while not self._taken(batch, texts):
                self.repeated += 1
                time.sleep(0.3)
            self.texts += texts
            time.sleep(self.pause)
        connection.close()

    def _taken(self, batch: int, texts: list[str]) -> bool:
        items = [{"text": text, "external_id": text[-9:]} for text in texts]
        try:
            # No key: one that a cut connection left is free only after five minutes.
            accept_push(source=source_of(cast_of()), items=items, key="", now=clock.real_now())
        except (DatabaseError, PushInProgress):
            connection.close()
            return False
        return True


def messages(cast: Any, count: int) -> None:
    """Queue messages to the receiver that keeps what comes."""
    channel = Channel.objects.filter(bureau=cast.bureau, name="接待科").first() or add_channel(
        bureau=cast.bureau,
        unit=cast.reception,
        kind="WEBHOOK",
        name="接待科",
        target=(Path(settings.DATA_DIR) / "receiver").read_text(encoding="ascii"),
        actor=MACHINE,
        now=clock.real_now(),
    )
    start = Message.objects.count()
    for number in range(start, start + count):
        queue_message(
            bureau_id=cast.bureau.pk,
            channel=channel,
            key=f"fault-{number}",
            subject="测试",
            body="测试",
            about=About("", ""),
            urgent=False,
            now=clock.real_now(),
        )


def settled(patience: float = PATIENCE) -> list[str]:
    """Wait until nothing waits; return what still does."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            waiting = Arrival.objects.count(), Message.objects.filter(state="QUEUED").count()
        except DatabaseError:
            connection.close()
            waiting = (1, 1)
        if waiting == (0, 0):
            return []
        time.sleep(0.3)
    return [f"{waiting[0]} posts and {waiting[1]} messages wait after {patience:.0f} s"]


def came(*, once: bool) -> tuple[list[str], int]:
    """Return what is wrong with what came to the receiver, and how many keys came twice."""
    path = Path(settings.DATA_DIR) / "received"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    got = Counter(json.loads(line) for line in lines)
    wrong = []
    for row in Message.objects.filter(channel__name="接待科"):
        if not got[row.key]:
            wrong.append(f"{row.key} never came")
        if got[row.key] > 1 and (once or row.maybe_sent_at is None):
            wrong.append(f"{row.key} came {got[row.key]} times, and its row does not say so")
    return wrong, sum(count > 1 for count in got.values())
