"""The queues of a cluster: one for each lane, and one for each share of a lane that has shares.

In:   a lane and a share, or the words of ``huiying worker --queues``.
Out:  names and declarations of quorum queues.
Cost: none; a declaration is one round trip to the broker.

A message is a wake-up: what is to be done stands in the database. So a queue is short, and what
does not fit is not taken: those that wait wake just as well. A queue of a share has one
consumer at a time; the broker gives it to another one when that is gone. A message that ended
its worker again and again goes to the queue of the dead.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from kombu import Exchange, Queue

from huiying.jobs.job_table import Lane

SHARES = 8  # of the bureaus, and of the hosts; the same on all machines
SHARED = (Lane.STREAM, Lane.COLLECT)
WAITING = 200  # wake-ups in a queue
DELIVERIES = 5  # that a message has, then it is dead
DEAD_KEPT = 1_000
DEAD = "dead"


class UnknownQueue(Exception):
    """A word of the command line names no queue; its text says which there are."""


def queue_name(lane: str, share: int | None = None) -> str:
    """Return the name of a queue at the broker."""
    name = f"{settings.BROKER_PREFIX}.{lane}"
    return name if share is None else f"{name}.{share}"


def shares_of(lane: Lane) -> Iterable[int | None]:
    """Return the shares of a lane; None alone for one that has none."""
    return range(SHARES) if lane in SHARED else (None,)


def every_queue() -> list[Queue]:
    """Return the declarations of all queues that workers take from."""
    return [_queue(lane, share) for lane in Lane for share in shares_of(lane)]


def dead_queue() -> Queue:
    """Return the declaration of the queue of dead messages."""
    return Queue(
        queue_name(DEAD),
        Exchange(queue_name(DEAD), type="fanout"),
        queue_arguments={"x-queue-type": "quorum", "x-max-length": DEAD_KEPT},
    )


def _queue(lane: Lane, share: int | None) -> Queue:
    arguments: dict[str, object] = {
        "x-queue-type": "quorum",
        "x-max-length": WAITING,
        "x-overflow": "reject-publish",
        "x-delivery-limit": DELIVERIES,
        "x-dead-letter-exchange": queue_name(DEAD),
    }
    if share is not None:
        arguments["x-single-active-consumer"] = True
    name = queue_name(lane, share)
    exchange = Exchange(settings.BROKER_PREFIX, type="direct")
    return Queue(name, exchange, routing_key=name, queue_arguments=arguments)


def chosen_queues(words: str) -> list[str]:
    """Return the names of the queues that a line names, all of them for an empty one.

    Args:
        words: Lanes, or one share of a lane, parted by commas: ``alarm,stream.0,stream.1``.

    Raises:
        UnknownQueue: If a word is neither.
    """
    known = {
        **{str(lane): [queue_name(lane, one) for one in shares_of(lane)] for lane in Lane},
        **{
            f"{lane}.{one}": [queue_name(lane, one)] for lane in SHARED for one in range(SHARES)
        },
    }
    chosen: list[str] = []
    for word in filter(None, (part.strip() for part in words.split(","))):
        if word not in known:
            lanes = "、".join(lane.value for lane in Lane)
            raise UnknownQueue(
                f"没有名为“{word}”的队列。可用：{lanes}；{Lane.STREAM} 和 {Lane.COLLECT} "
                f"可以写到份，如 {Lane.STREAM}.0 至 {Lane.STREAM}.{SHARES - 1}。"
            )
        chosen += [name for name in known[word] if name not in chosen]
    return chosen or [name for lane in Lane for name in known[lane]]
