"""Append one act to the bureau's chain, inside the act's own transaction.

In:   bureau id, actor, verb, what it touched, when.    Out:  the stored record.
Cost: one row lock, two writes and the entry by which it is found; call it last, so that the
      head is locked for a short time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from huiying.base.audit.chain import link, moment
from huiying.base.audit.models import AuditHead, AuditRecord
from huiying.base.audit.search import make_findable


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, without personal data: public id (``officer:12``, ``machine``) and label."""

    ref: str
    label: str


MACHINE = Actor("machine", "系统")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act touched: kind, public id, label for people, topic it is shown under."""

    kind: str
    ref: str
    label: str = ""
    topic: str = ""


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
    if not connection.in_atomic_block:
        raise RuntimeError("audit.append must run inside the act's own transaction")
    AuditHead.objects.get_or_create(bureau_ref=bureau_id)
    head = AuditHead.objects.select_for_update().get(bureau_ref=bureau_id)
    fields = {
        "bureau": bureau_id,
        "seq": head.seq + 1,
        "at": moment(now),
        "actor": actor.ref,
        "actor_label": actor.label,
        "verb": verb,
        "kind": subject.kind,
        "ref": subject.ref,
        "label": subject.label,
        "topic": subject.topic,
        "data": data or {},
    }
    digest = link(head.hash, fields)
    record = AuditRecord.objects.create(
        bureau_ref=bureau_id,
        seq=head.seq + 1,
        at=now,
        actor=actor.ref,
        actor_label=actor.label,
        verb=verb,
        kind=subject.kind,
        ref=subject.ref,
        label=subject.label,
        topic=subject.topic,
        data=data or {},
        previous=head.hash,
        hash=digest,
    )
    head.seq, head.hash = record.seq, digest
    head.save(update_fields=["seq", "hash"])
    make_findable(bureau_id, [record])
    return record
