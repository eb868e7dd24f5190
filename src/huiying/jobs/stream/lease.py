"""The lease of a bureau's stream: one process at a time holds it.

Of a process of this machine that was killed it is taken over at once.

In:   a bureau.    Out:  whether this process has it.
Cost: one or two writes every ten seconds.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from huiying.jobs import clock
from huiying.jobs.models import StreamLease
from huiying.jobs.stream.process_name import has_ended, this_process

LEASE = timedelta(seconds=30)
RENEW_AFTER = (
    LEASE / 3
)  # without writing: a write waits for the one writer, and turns are short


class Lease:
    """The lease of one bureau, as this process knows it."""

    def __init__(self, bureau_id: int) -> None:
        self._bureau_id = bureau_id
        self._written_at: datetime | None = None

    def hold(self) -> bool:
        """Take or keep the lease; False while another worker holds it."""
        now = clock.real_now()
        if (
            self._written_at is not None
            and timedelta(0) <= now - self._written_at < RENEW_AFTER
        ):
            return True
        self._written_at = now if _write(self._bureau_id, now + LEASE) else None
        return self._written_at is not None


def _write(bureau_id: int, until: datetime) -> bool:
    holder = this_process()
    mine = _mine().filter(bureau_ref=bureau_id)
    free = StreamLease.objects.filter(bureau_ref=bureau_id).exclude(_stands(until - LEASE))
    if mine.update(until=until) or free.update(holder=holder, until=until):
        return True
    row, made = StreamLease.objects.get_or_create(
        bureau_ref=bureau_id, defaults={"holder": holder, "until": until}
    )
    if made or not has_ended(row.holder):
        return made
    left = StreamLease.objects.filter(bureau_ref=bureau_id, holder=row.holder)
    return left.update(holder=holder, until=until) == 1


def release_lease(bureau_id: int) -> None:
    """Give the lease back when this process ends, so that the next need not wait for it."""
    _mine().filter(bureau_ref=bureau_id).delete()


def release_all_leases() -> None:
    """Give every lease of this process back."""
    _mine().delete()


def _mine() -> QuerySet[StreamLease]:
    return StreamLease.objects.filter(holder=this_process())


def held_elsewhere(bureau_id: int) -> bool:
    """Tell whether another process turns the stream of a bureau right now."""
    rows = StreamLease.objects.filter(_stands(clock.real_now()), bureau_ref=bureau_id)
    others = rows.exclude(holder=this_process()).values_list("holder", flat=True)
    return any(not has_ended(holder) for holder in others)


def _stands(now: datetime) -> Q:
    """Return what holds of a lease that stands; one beyond is of a clock that was set back."""
    return Q(until__gte=now, until__lte=now + 2 * LEASE)
