"""Chains of some days, and what the owner of a database can make of them.

In:   a cast.    Out:  records; a chain written anew with every hash computed again.
Cost: some milliseconds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from huiying.base.audit.actions.append import append
from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.chain import GENESIS, head_link, record_hash, utc_text
from huiying.base.audit.models import AuditHead, AuditRecord, DayHead, DayRoot
from huiying.base.audit.roots import roots_of_day
from huiying.base.audit.subjects import MACHINE, Subject
from tests.factories import T0, Cast
from tests.tampering import triggers_dropped

FIELDS = ("seq", "actor", "actor_label", "verb", "kind", "ref", "label", "topic", "data")


def note(cast: Cast, now: datetime) -> AuditRecord:
    """Write one record."""
    with transaction.atomic():
        return append(
            bureau_id=cast.bureau.pk,
            actor=MACHINE,
            verb="test.noted",
            subject=Subject("test", "1", "一件事"),
            now=now,
        )


def days_of(cast: Cast, days: int) -> list[DayHead]:
    """Let some days pass with two records each; return their heads, oldest first."""
    for day in range(days):
        for _ in range(2):
            note(cast, T0 + timedelta(days=day))
    freeze_day_heads(T0 + timedelta(days=days))
    return list(DayHead.objects.filter(bureau_ref=cast.bureau.pk).order_by("seq"))


def rewrite_chain(cast: Cast, seq: int, *, heads: bool = False, **changes: object) -> None:
    """Change a record and compute all hashes after it again, as whoever knows how can.

    Args:
        heads: Write the frozen heads anew as well.
    """
    bureau, previous = cast.bureau.pk, GENESIS
    with triggers_dropped():
        AuditRecord.objects.filter(bureau_ref=bureau, seq=seq).update(**changes)
        for row in AuditRecord.objects.filter(bureau_ref=bureau).order_by("seq"):
            fields = {name: getattr(row, name) for name in FIELDS}
            digest = record_hash(previous, {"bureau": bureau, "at": utc_text(row.at), **fields})
            AuditRecord.objects.filter(pk=row.pk).update(previous=previous, hash=digest)
            previous = digest
        AuditHead.objects.filter(bureau_ref=bureau).update(hash=previous)
        if heads:
            _rewrite_heads()


def _rewrite_heads() -> None:
    link = GENESIS
    ends: dict[int, int] = defaultdict(int)
    days: dict[int, list[str]] = defaultdict(list)
    for head in DayHead.objects.order_by("number"):
        bureau = head.bureau_ref
        record = AuditRecord.objects.get(bureau_ref=bureau, seq=head.seq)
        roots = roots_of_day(bureau, days[bureau], ends[bureau], head.seq)
        DayRoot.objects.filter(pk=head.number).update(**asdict(roots))
        days[bureau].append(roots.day_root)
        ends[bureau] = head.seq
        fields = (head.number, bureau, head.day, head.seq, record.hash, roots.root)
        previous, link = link, head_link(link, *fields)
        DayHead.objects.filter(pk=head.pk).update(
            hash=record.hash, previous=previous, link=link
        )


def cut_tail(cast: Cast, keep: int) -> None:
    """Delete the last records and set the end of the chain back, so that it looks whole."""
    bureau = cast.bureau.pk
    with triggers_dropped():
        AuditRecord.objects.filter(bureau_ref=bureau, seq__gt=keep).delete()
        last = AuditRecord.objects.get(bureau_ref=bureau, seq=keep)
        AuditHead.objects.filter(bureau_ref=bureau).update(seq=keep, hash=last.hash)
