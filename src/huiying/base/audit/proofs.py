"""Prove records to somebody who has a published head and no access to the database.

In:   a bureau, records, which parts of each may be shown.
Out:  its heads with their roots; each record with the path to the root of its day; the number
      of records that a topic has under the newest head.
Cost: a row for each day that has one of the records; the counts of topics once.

``work/closing/packets/verify_packet.py`` checks all of it by itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from huiying.base.audit.commitments import (
    PLACE,
    part_digest,
    parts_of,
    record_secret,
    salt_of,
    topic_salt,
    topics_tree,
)
from huiying.base.audit.merkle import Tree
from huiying.base.audit.models import AuditRecord, DayHead, DayRoot
from huiying.base.audit.roots import (
    add_missing_roots,
    commitment_key,
    stored_leaves,
    stored_roots,
    topic_counts,
)

Shown = Callable[[AuditRecord, str], bool]  # a record, the name of a part


@dataclass(frozen=True, slots=True)
class ProvableChain:
    """The frozen heads of a bureau with their roots, oldest first."""

    bureau_id: int
    key: bytes
    heads: tuple[DayHead, ...]
    roots: dict[int, DayRoot]

    @property
    def newest(self) -> DayHead | None:
        """The newest head that has a root; what comes after it cannot be proven yet."""
        rooted = (head for head in reversed(self.heads) if self.roots[head.number].root)
        return next(rooted, None)


def provable_chain(bureau_id: int) -> ProvableChain:
    """Return the heads of a bureau; roots of its first days are added where they lack."""
    add_missing_roots(bureau_id)
    heads = tuple(DayHead.objects.filter(bureau_ref=bureau_id).order_by("seq"))
    return ProvableChain(bureau_id, commitment_key(bureau_id), heads, stored_roots(heads))


def published_heads(bureau_id: int) -> list[dict[str, Any]]:
    """Return all heads of a bureau as they are published, the newest first."""
    heads = list(DayHead.objects.filter(bureau_ref=bureau_id).order_by("-seq"))
    roots = stored_roots(heads)
    return [head_data(head, roots.get(head.number)) for head in heads]


def head_data(head: DayHead, roots: DayRoot | None) -> dict[str, Any]:
    """Return a head with its roots as JSON data."""
    return {
        "day": head.day.isoformat(),
        "seq": head.seq,
        "hash": head.hash,
        "number": head.number,
        "bureau_number": head.bureau_ref,
        "previous": head.previous,
        "link": head.link,
        "day_root": roots.day_root if roots else "",
        "topics_root": roots.topics_root if roots else "",
        "root": roots.root if roots else "",
    }


def proven_records(
    chain: ProvableChain, rows: Iterable[AuditRecord], shown: Shown
) -> Iterator[dict[str, Any]]:
    """Yield each record as JSON data: its parts, and its path to the root of its day.

    Args:
        rows: In the order of ``seq``.
        shown: Which part of a record is shown; of any other its digest alone. Where a record
            stands is always shown.
    """
    ends = [head.seq for head in chain.heads]
    for place, records in groupby(rows, key=lambda row: bisect_left(ends, row.seq)):
        if place == len(ends):
            yield from (_record_data(chain.key, row, shown) for row in records)
            continue
        after = ends[place - 1] if place else 0
        tree = Tree(stored_leaves(chain.heads[place].number))
        for row in records:
            path = [one.hex() for one in tree.path(row.seq - after - 1)]
            head = chain.heads[place].number
            yield {**_record_data(chain.key, row, shown), "head": head, "path": path}


def _record_data(key: bytes, row: AuditRecord, shown: Shown) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    secret = record_secret(key, row.seq)
    for name, value in parts_of(row).items():
        salt = salt_of(secret, name)
        if name == PLACE or shown(row, name):
            parts[name] = {"value": value, "salt": salt}
        else:
            parts[name] = {"digest": part_digest(salt, name, value)}
    return {"seq": row.seq, "parts": parts}


def proven_topics(chain: ProvableChain, topics: Collection[str]) -> list[dict[str, Any]]:
    """Return how many records each topic has up to the newest head, with paths that prove it.

    A topic that has none is left out.
    """
    newest = chain.newest
    if newest is None:
        return []
    counts = topic_counts(chain.bureau_id, newest.seq)
    places = {topic: place for place, topic in enumerate(sorted(counts))}
    tree = topics_tree(chain.key, counts)
    return [
        {
            "topic": topic,
            "count": counts[topic][0],
            "last": counts[topic][1],
            "salt": topic_salt(chain.key, topic),
            "index": places[topic],
            "size": len(places),
            "path": [one.hex() for one in tree.path(places[topic])],
        }
        for topic in sorted(set(topics) & set(counts))
    ]
