"""One process at a time turns a bureau's stream: the lease, kept by whoever turns.

In:   a bureau.    Out:  whether this process has it.
Cost: one or two writes a turn.
"""

from __future__ import annotations

import os
import threading
from datetime import timedelta

from huiying.jobs import clock
from huiying.jobs.models import StreamLease

LEASE = timedelta(seconds=30)
WORKER = f"{os.uname().nodename}:{os.getpid()}"


def hold_lease(bureau_id: int) -> bool:
    """Take or keep the bureau's lease; False while another worker holds it."""
    now = clock.real_now()
    until = now + LEASE
    holder = f"{WORKER}:{threading.main_thread().ident}"
    mine = StreamLease.objects.filter(bureau_ref=bureau_id, holder=holder)
    free = StreamLease.objects.filter(bureau_ref=bureau_id, until__lt=now)
    if mine.update(until=until) or free.update(holder=holder, until=until):
        return True
    _, made = StreamLease.objects.get_or_create(
        bureau_ref=bureau_id, defaults={"holder": holder, "until": until}
    )
    return made


def let_go(bureau_id: int) -> None:
    """Give the lease back when this process ends, so that the next need not wait for it."""
    holder = f"{WORKER}:{threading.main_thread().ident}"
    StreamLease.objects.filter(bureau_ref=bureau_id, holder=holder).delete()


def held_elsewhere(bureau_id: int) -> bool:
    """Tell whether another process turns the stream of a bureau right now."""
    holder = f"{WORKER}:{threading.main_thread().ident}"
    return (
        StreamLease.objects.filter(bureau_ref=bureau_id, until__gte=clock.real_now())
        .exclude(holder=holder)
        .exists()
    )
