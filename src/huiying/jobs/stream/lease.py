"""The lease of a bureau's stream: one process at a time holds it.

Of a process of this machine that was killed it is taken over at once.

In:   a bureau.    Out:  whether this process has it.
Cost: a write every ten seconds, and one more in each transaction that stores.

A process may stand still for longer than its lease (frozen, throttled, swapped out) and go on
as if nothing had happened. So the lease is a fence: the transaction that stores begins with
``Lease.fence``, which locks the holder's row and fails when somebody else has it. Times are
those of the database, so that machines whose clocks differ agree.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.models import DateTimeField, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from huiying.jobs.models import StreamLease
from huiying.jobs.stream.process_name import has_ended, this_process

log = logging.getLogger("huiying.stream")
LEASE = timedelta(seconds=30)
SCHEDULE = -1  # of no bureau: whose process sends the periodic jobs of a cluster
RENEW_AFTER = LEASE / 3


class LeaseLost(Exception):
    """Another process holds the stream by now: what this one was about to store is void."""


class Lease:
    """The lease of one bureau, as this process knows it."""

    def __init__(self, bureau_id: int) -> None:
        self._bureau_id = bureau_id
        self._written_at: float | None = None  # by the steady clock, in seconds

    def hold(self) -> bool:
        """Take or keep the lease; False while another worker holds it.

        Within ten seconds nothing is written: ``fence`` decides.
        """
        now, written_at = time.monotonic(), self._written_at
        if written_at is not None and now - written_at < RENEW_AFTER.total_seconds():
            return True
        self._written_at = now if _take(self._bureau_id) else None
        return self._written_at is not None

    def fence(self) -> None:
        """Lock the lease until the transaction ends, and renew it.

        Raises:
            LeaseLost: If another process took it over meanwhile.
        """
        if not renew([self._bureau_id]):
            self._written_at = None
            raise LeaseLost
        self._written_at = time.monotonic()


def _take(bureau_id: int) -> bool:
    if renew([bureau_id]):
        return True
    holder, until = this_process(), _from_now(LEASE)
    free = StreamLease.objects.filter(bureau_ref=bureau_id).exclude(_stands())
    if free.update(holder=holder, until=until):
        return True
    row, made = StreamLease.objects.get_or_create(
        bureau_ref=bureau_id, defaults={"holder": holder, "until": until}
    )
    if made or not has_ended(row.holder):
        return made
    left = StreamLease.objects.filter(bureau_ref=bureau_id, holder=row.holder)
    return left.update(holder=holder, until=until) == 1


def renew(bureau_ids: Iterable[int]) -> int:
    """Renew the leases that this process holds of some bureaus; return how many."""
    return _mine().filter(bureau_ref__in=list(bureau_ids)).update(until=_from_now(LEASE))


def release_lease(bureau_id: int) -> None:
    """Give the lease back when this process ends, so that the next need not wait for it."""
    _mine().filter(bureau_ref=bureau_id).delete()


def end_turn(bureau_id: int) -> None:
    """Take the lease from whoever has it, in a transaction that changes what was placed.

    A turn that is storing ends first; one that is not yet stores nothing and reads the window
    anew, as after a take-over.
    """
    StreamLease.objects.filter(bureau_ref=bureau_id).delete()


def release_all_leases() -> None:
    """Give every lease of this process back."""
    _mine().delete()


def _mine() -> QuerySet[StreamLease]:
    return StreamLease.objects.filter(holder=this_process())


def held_elsewhere(bureau_id: int) -> bool:
    """Tell whether another process turns the stream of a bureau right now."""
    rows = StreamLease.objects.filter(_stands(), bureau_ref=bureau_id)
    others = rows.exclude(holder=this_process()).values_list("holder", flat=True)
    return any(not has_ended(holder) for holder in others)


def _stands() -> Q:
    """Return what holds of a lease that stands; one beyond is of a clock that was set back."""
    return Q(until__gte=Now(), until__lte=_from_now(2 * LEASE))


def _from_now(length: timedelta) -> Combinable:
    """Return a moment from now on, by the database's clock."""
    return ExpressionWrapper(Now() + Value(length), output_field=DateTimeField())


class Heartbeat:
    """Renews the leases of turns that take long: a rebuild may take longer than a lease."""

    def __init__(self, every: timedelta = RENEW_AFTER) -> None:
        self._every = every.total_seconds()
        self._busy: set[int] = set()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    @contextmanager
    def during(self, bureau_id: int) -> Iterator[None]:
        """Renew the lease of a bureau for as long as the block runs."""
        with self._guard:
            self._busy.add(bureau_id)
            if self._thread is None or not self._thread.is_alive():  # not after a fork
                self._thread = threading.Thread(target=self._beat, daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._guard:
                self._busy.discard(bureau_id)

    def _beat(self) -> None:
        while True:
            time.sleep(self._every)
            with self._guard:
                busy = list(self._busy)
            if not busy:
                continue
            try:
                renew(busy)
            except DatabaseError as error:
                log.warning("leases were not renewed: %s", error)
            finally:
                connection.close()
