"""Append acts to the bureau's chain, inside their own transaction.

In:   bureau id, actor, verb, what it touched, when.    Out:  the stored record, its label and
its data masked (``masked_text.py``): whatever an act passes, no text that identifies a person
gets into the chain.
Cost: one row lock, two writes and the entries by which they are found, also for several acts;
      call it last, so that the head is locked for a short time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from huiying.base.audit.chain import record_hash, utc_text
from huiying.base.audit.idempotent_forms import claim_form
from huiying.base.audit.masked_text import masked_data, masked_text
from huiying.base.audit.models import AuditHead, AuditRecord
from huiying.base.audit.search import index_records
from huiying.base.audit.subjects import Actor, Subject


@dataclass(frozen=True, slots=True)
class Act:
    """One act: a verb, what it touched, JSON values without personal data."""

    verb: str  # dotted, past tense, e.g. ``incident.graded``; shown by ``audit words``
    subject: Subject
    data: dict[str, Any] = field(default_factory=dict)


def append(
    *,
    bureau_id: int,
    actor: Actor,
    verb: str,
    subject: Subject,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> AuditRecord:
    """Write one record.

    Args:
        verb: Dotted, past tense, e.g. ``incident.graded``; shown to people by ``audit words``.
        data: JSON values without personal data.

    Raises:
        RuntimeError: If called outside a transaction: a record that outlives a rolled-back act
            would be a lie.
    """
    acts = [Act(verb, subject, data or {})]
    return append_many(bureau_id=bureau_id, actor=actor, acts=acts, now=now)[0]


def append_many(
    *, bureau_id: int, actor: Actor, acts: Sequence[Act], now: datetime
) -> list[AuditRecord]:
    """Write a record of each act, in their order; raises as ``append`` does.

    Raises:
        SentTwice: If the form that asked for the acts was sent before, and recorded.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.append must run inside the act's own transaction")
    claim_form(bureau_id, now)
    heads = AuditHead.objects.select_for_update()
    head, _made = heads.get_or_create(bureau_ref=bureau_id)
    records = []
    for act in acts:
        records.append(_linked(head, actor, act, now))
        head.seq, head.hash = records[-1].seq, records[-1].hash
    AuditRecord.objects.bulk_create(records)
    head.save(update_fields=["seq", "hash"])
    if bureau_id > 0:  # nobody searches a restricted chain
        index_records(bureau_id, records)
    return records


def hold_head(bureau_id: int) -> None:
    """Hold the newest record of a bureau until the transaction ends, as ``append`` does.

    Whoever holds further rows that many acts share takes this first, so that no two acts wait
    for each other. SQLite has one writer at a time: there it does nothing.
    """
    if connection.features.has_select_for_update:
        AuditHead.objects.select_for_update().get_or_create(bureau_ref=bureau_id)


def _linked(head: AuditHead, actor: Actor, act: Act, now: datetime) -> AuditRecord:
    """Return the record of an act on top of the newest one, not stored yet."""
    fields = {
        "seq": head.seq + 1,
        "actor": actor.ref,
        "actor_label": actor.label,
        "verb": act.verb,
        "kind": act.subject.kind,
        "ref": act.subject.ref,
        "label": masked_text(act.subject.label),
        "topic": act.subject.topic,
        "data": masked_data(act.data),
    }
    digest = record_hash(head.hash, {"bureau": head.bureau_ref, "at": utc_text(now), **fields})
    return AuditRecord(
        bureau_ref=head.bureau_ref, at=now, previous=head.hash, hash=digest, **fields
    )
