"""The Celery application: its settings, and two tasks that call the jobs of the one list.

In:   ``HUIYING_BROKER_URL``.    Out:  an application that knows its queues and tasks.
Cost: none until it connects.

A task holds the name of a job and a share, nothing of what is worked on. Results are not kept:
what became of it stands in the database.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from celery import Celery
from celery.exceptions import Reject
from celery.worker.consumer import Consumer as _Consumer
from django.conf import settings

from huiying.jobs.cluster.queues import DEAD_KEPT, dead_queue, every_queue, queue_name
from huiying.jobs.cluster.transport import verify_certificates
from huiying.jobs.cluster.turns import UnknownJob, take_turn
from huiying.jobs.job_table import Lane

log = logging.getLogger("huiying.jobs")
TURN, LONG_TURN, DEAD_TURN = "huiying.turn", "huiying.long_turn", "huiying.dead"
TIMEOUT = 5.0  # seconds until a node of the broker is thought away
NOT_NEEDED = ("mingle", "events", "gossip", "control", "delayed_delivery", "agent")


class Consumer(_Consumer):  # type: ignore[misc]  # it has no types
    """What takes messages, without what talks to other workers: each asks the database."""

    class Blueprint(_Consumer.Blueprint):  # type: ignore[misc]
        default_steps = [
            step
            for step in _Consumer.Blueprint.default_steps
            if not any(f".{name}:" in step for name in NOT_NEEDED)
        ]

    def on_unknown_task(self, body: Any, message: Any, exc: Exception) -> None:
        """Let a message of another version be dead; what stands in it is not logged."""
        del body, exc
        log.error("a message of a task that is not known is dead")
        message.reject_log_error(log, self.connection_errors)

    def on_unknown_message(self, body: Any, message: Any) -> None:
        """Let what is no message of a task be dead."""
        self.on_unknown_task(body, message, ValueError())

    def on_invalid_task(self, body: Any, message: Any, exc: Exception) -> None:
        """Let what is only half a message of a task be dead."""
        self.on_unknown_task(body, message, exc)

    def on_decode_error(self, message: Any, exc: Exception) -> None:
        """Let what cannot be read be dead."""
        self.on_unknown_task(None, message, exc)


@cache
def cluster_app() -> Celery:
    """Return the application of this process."""
    verify_certificates()
    app = Celery("huiying", broker=settings.BROKER_URL, fixups=[], set_as_current=False)
    app.conf.update(_settings())
    app.task(name=TURN, shared=False, acks_late=True, reject_on_worker_lost=True)(_turn)
    # The broker takes back what is not acknowledged in half an hour, and an import may take
    # hours. The row says how far it is, and the next wake-up comes in seconds.
    app.task(name=LONG_TURN, shared=False, acks_late=False)(_turn)
    app.task(name=DEAD_TURN, shared=False, acks_late=True)(_bury)
    return app


def declare_queues(app: Celery) -> None:
    """Make the queues that are not there yet.

    Raises:
        BROKER_ERRORS: If the broker cannot be reached, or refuses.
    """
    with app.connection_for_write(connect_timeout=TIMEOUT) as connection:
        channel = connection.default_channel
        for queue in (dead_queue(), *every_queue()):
            queue(channel).declare()


def _bury() -> None:
    bury(cluster_app())


def bury(app: Celery) -> int:
    """Say in the log which messages are dead, and drop them; return how many.

    Nothing of the work is lost with them: the next wake-up asks the database for it.
    """
    buried = 0
    with app.connection_for_read(connect_timeout=TIMEOUT) as connection:
        queue = dead_queue()(connection.default_channel)
        queue.declare()
        while buried < DEAD_KEPT and (message := queue.get(accept=["json"])) is not None:
            log.error("%s", _obituary(message.headers))
            message.ack()
            buried += 1
    return buried


def _obituary(headers: Mapping[str, Any]) -> str:
    """Return what is known of a dead message: our own words alone, never its body."""
    task = str(headers.get("task", ""))
    known = task if task in {TURN, LONG_TURN, DEAD_TURN} else "an unknown task"
    death = (headers.get("x-death") or [{}])[0]
    job = str(headers.get("argsrepr", ""))[:80] if known == task else ""
    why = str(death.get("reason", "")) or "unknown"
    return f"a dead message of {death.get('queue', '')}: {known} {job}, {why}"


def _turn(name: str, share: int | None = None) -> None:
    """Take one turn of a job; a name that this version does not know is dead at once."""
    try:
        take_turn(name, share)
    except UnknownJob as error:
        raise Reject(error, requeue=False) from error


def _settings() -> dict[str, Any]:
    return {
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_ignore_result": True,
        "task_queues": every_queue(),
        "task_default_queue": queue_name(Lane.WORK),
        "task_create_missing_queues": False,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_consumer": Consumer,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "broker_connection_timeout": TIMEOUT,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # the broker comes back some day
        "broker_heartbeat": 15,  # seconds; given up after two, as a lease is after 30
        "broker_transport_options": _one_round(len(settings.BROKER_URL.split(";"))),
        "beat_max_loop_interval": 1.0,
        "result_expires": None,
        "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0.1},
        "timezone": "UTC",
        "enable_utc": True,
    }


def _one_round(nodes: int) -> dict[str, float]:
    """Let each node be tried once before the broker is said to be away, a silent one too."""
    return {"max_retries": nodes - 1, "connect_retries_timeout": nodes * (TIMEOUT + 1)}
