"""Freeze the head of each day that is over: the last record's number and hash, as published.

In:   the moment.    Out:  the bureaus whose heads became more; each head with its roots.
Cost: two queries a bureau when there is nothing to do; else one read of the days that are over.

Days are those of Beijing. A record that a clock, set back, dates into a day that is frozen
belongs to the head after it: heads follow the numbers of records.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import TruncDate

from huiying.base.audit.chain import GENESIS, head_link
from huiying.base.audit.models import AuditHead, AuditRecord, DayHead, DayRoot
from huiying.base.audit.roots import add_missing_roots, roots_of_day, stored_roots
from huiying.policy.time.zone import LOCAL


def freeze_day_heads(now: datetime) -> list[int]:
    """Freeze what is due; return the bureaus (``bureau_ref``) that got a head by this."""
    grown = []
    heads = AuditHead.objects.filter(bureau_ref__gt=0)  # none of a restricted chain
    for bureau_id in heads.order_by("bureau_ref").values_list("bureau_ref", flat=True):
        if not _days_to_freeze(bureau_id, now):
            continue
        add_missing_roots(bureau_id)  # before the transaction: it may read every record
        try:
            with transaction.atomic():
                _freeze(bureau_id, now)
        except IntegrityError:  # another process was faster
            continue
        grown.append(bureau_id)
    return grown


def _days_to_freeze(bureau_id: int, now: datetime) -> list[tuple[date, int]]:
    """Return the days that are over and have no head, each with its last number."""
    newest = DayHead.objects.filter(bureau_ref=bureau_id).order_by("-seq").first()
    day, seq = (newest.day, newest.seq) if newest else (date.min, 0)
    if day == now.astimezone(LOCAL).date() - timedelta(days=1):
        return []
    found = []
    for closed, top in _days_with_records(bureau_id, seq, now):
        if closed > day and top > seq:
            found.append((closed, top))
            seq = top
    return found


def _freeze(bureau_id: int, now: datetime) -> None:
    due = _days_to_freeze(bureau_id, now)
    last = DayHead.objects.order_by("-number").first()
    number, link = (last.number, last.link) if last else (0, GENESIS)
    frozen = list(DayHead.objects.filter(bureau_ref=bureau_id).order_by("seq"))
    stored = stored_roots(frozen)
    day_roots = [stored[head.number].day_root for head in frozen]
    seq = frozen[-1].seq if frozen else 0
    hashes = _hashes(bureau_id, [top for _day, top in due])
    rows, of_days = [], []
    for closed, top in due:
        roots = roots_of_day(bureau_id, day_roots, seq, top)
        day_roots.append(roots.day_root)
        seq, number, previous = top, number + 1, link
        link = head_link(link, number, bureau_id, closed, top, hashes[top], roots.root)
        of_days.append(DayRoot(number=number, bureau_ref=bureau_id, **asdict(roots)))
        rows.append(
            DayHead(
                number=number,
                bureau_ref=bureau_id,
                day=closed,
                seq=top,
                hash=hashes[top],
                previous=previous,
                link=link,
                frozen_at=now,
            )
        )
    DayHead.objects.bulk_create(rows, batch_size=500)
    DayRoot.objects.bulk_create(of_days, batch_size=500)


def _hashes(bureau_id: int, seqs: list[int]) -> dict[int, str]:
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, seq__in=seqs)
    return dict(rows.values_list("seq", "hash"))


def _days_with_records(bureau_id: int, after: int, now: datetime) -> list[tuple[date, int]]:
    """Return the days that have records after a number, each with its last number."""
    midnight = now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = AuditRecord.objects.filter(
        bureau_ref=bureau_id, seq__gt=after, at__lt=midnight.astimezone(UTC)
    )
    last_of_day = (
        rows.annotate(day=TruncDate("at", tzinfo=LOCAL))
        .values("day")
        .annotate(last=Max("seq"))
        .order_by("day")
    )
    due, top = [], after
    for row in last_of_day:
        top = max(top, row["last"])
        due.append((row["day"], top))
    return due
