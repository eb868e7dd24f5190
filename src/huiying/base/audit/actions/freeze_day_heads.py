"""Freeze the head of each day that is over: the last record's number and hash, as published.

In:   the moment.    Out:  the bureaus whose heads became more.
Cost: two queries a bureau when there is nothing to do; else one read of the days that are over.

Days are those of Beijing. A record that a clock, set back, dates into a day that is frozen
belongs to the head after it: heads follow the numbers of records.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import TruncDate

from huiying.base.audit.chain import GENESIS, head_link
from huiying.base.audit.models import AuditHead, AuditRecord, DayHead
from huiying.policy.time.zone import LOCAL


def freeze_day_heads(now: datetime) -> list[int]:
    """Freeze what is due; return the bureaus (``bureau_ref``) that got a head by this."""
    grown = []
    heads = AuditHead.objects.filter(bureau_ref__gt=0)  # none of a restricted chain
    for bureau_id in heads.order_by("bureau_ref").values_list("bureau_ref", flat=True):
        try:
            with transaction.atomic():
                if _freeze(bureau_id, now):
                    grown.append(bureau_id)
        except IntegrityError:  # another process was faster
            continue
    return grown


def _freeze(bureau_id: int, now: datetime) -> bool:
    newest = DayHead.objects.filter(bureau_ref=bureau_id).order_by("-seq").first()
    day, seq = (newest.day, newest.seq) if newest else (date.min, 0)
    if day == now.astimezone(LOCAL).date() - timedelta(days=1):
        return False
    due = _due(bureau_id, seq, now)
    if not due:
        return False
    last = DayHead.objects.order_by("-number").first()
    number, link = (last.number, last.link) if last else (0, GENESIS)
    hashes = dict(
        AuditRecord.objects.filter(
            bureau_ref=bureau_id, seq__in=[top for _day, top in due]
        ).values_list("seq", "hash")
    )
    rows = []
    for closed, top in due:
        if closed <= day or top <= seq:
            continue
        seq, number = top, number + 1
        previous, link = link, head_link(link, number, bureau_id, closed, top, hashes[top])
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
    return bool(rows)


def _due(bureau_id: int, after: int, now: datetime) -> list[tuple[date, int]]:
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
