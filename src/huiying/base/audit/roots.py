"""The roots of a bureau's days: computed when a day is frozen, and again when they are checked.

In:   a bureau, its frozen heads.    Out:  rows of ``DayRoot``, and whether they still hold.
Cost: one read of the records of a day; counts of topics are one grouped query a day.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Max

from huiying.base.audit.commitments import (
    day_root_of,
    record_leaf,
    root_of,
    topics_tree,
)
from huiying.base.audit.models import AuditRecord, CommitmentKey, DayHead, DayRoot

CHUNK = 2000
LEAF = 32  # bytes
TopicCounts = dict[str, tuple[int, int]]  # how many records, the last ``seq``


def commitment_key(bureau_id: int) -> bytes:
    """Return the secret of a chain; made when it is asked for the first time."""
    fresh = {"key": secrets.token_bytes(32)}
    row, _made = CommitmentKey.objects.get_or_create(bureau_ref=bureau_id, defaults=fresh)
    return bytes(row.key)


def topic_counts(bureau_id: int, last: int) -> TopicCounts:
    """Return of each topic how many records it has up to ``last``, and its last one."""
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, seq__lte=last).exclude(topic="")
    counted = rows.order_by().values("topic").annotate(count=Count("pk"), last=Max("seq"))
    return {row["topic"]: (row["count"], row["last"]) for row in counted}


def day_leaves(bureau_id: int, after: int, last: int) -> list[bytes]:
    """Return the leaves of the records after one, up to another."""
    key = commitment_key(bureau_id)
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, seq__gt=after, seq__lte=last)
    ordered = rows.order_by("seq").iterator(chunk_size=CHUNK)
    return [record_leaf(key, row) for row in ordered]


def stored_leaves(number: int) -> list[bytes]:
    """Return the leaves of the day of a head, as they were when it was frozen."""
    joined = bytes(DayRoot.objects.values_list("leaves", flat=True).get(number=number))
    return [joined[start : start + LEAF] for start in range(0, len(joined), LEAF)]


def add_missing_roots(bureau_id: int) -> None:
    """Store the day roots of heads that were frozen before there were roots, day by day."""
    heads = list(DayHead.objects.filter(bureau_ref=bureau_id).order_by("seq"))
    there = set(_numbers_with_root(heads))
    after = 0
    for head in heads:
        if head.number not in there:
            with transaction.atomic():
                leaves = day_leaves(bureau_id, after, head.seq)
                fresh = {
                    "bureau_ref": bureau_id,
                    "day_root": day_root_of(leaves),
                    "leaves": b"".join(leaves),
                }
                DayRoot.objects.get_or_create(number=head.number, defaults=fresh)
        after = head.seq


def _numbers_with_root(heads: Sequence[DayHead]) -> Iterator[int]:
    for start in range(0, len(heads), CHUNK):
        numbers = [head.number for head in heads[start : start + CHUNK]]
        rows = DayRoot.objects.filter(number__in=numbers)
        yield from rows.values_list("number", flat=True)


@dataclass(frozen=True, slots=True)
class Roots:
    """The roots of one day, as they are stored and published."""

    day_root: str
    topics_root: str
    root: str
    leaves: bytes


def roots_of_day(bureau_id: int, earlier: Sequence[str], after: int, last: int) -> Roots:
    """Return the roots of a day that is being frozen.

    Args:
        earlier: The day roots of all heads of the bureau before it.
        after: The last record of the head before it.
        last: The last record of the day.
    """
    leaves = day_leaves(bureau_id, after, last)
    mine = day_root_of(leaves)
    topics = topics_tree(commitment_key(bureau_id), topic_counts(bureau_id, last)).root.hex()
    return Roots(mine, topics, root_of([*earlier, mine], topics), b"".join(leaves))


def stored_roots(heads: Sequence[DayHead]) -> dict[int, DayRoot]:
    """Return the stored roots of these heads by their numbers, without their leaves."""
    found: dict[int, DayRoot] = {}
    rows = DayRoot.objects.defer("leaves")
    for start in range(0, len(heads), CHUNK):
        found |= rows.in_bulk([one.number for one in heads[start : start + CHUNK]])
    return found


class RebuiltRoots:
    """The roots of a chain, built anew while all its records are read in their order."""

    def __init__(self, bureau_id: int, heads: Sequence[DayHead]) -> None:
        """Begin before the first record.

        Args:
            heads: All heads of the bureau, oldest first.
        """
        self.heads, self.stored = heads, stored_roots(heads)
        self._key = commitment_key(bureau_id) if heads else b""
        self._leaves: list[bytes] = []
        self._counts: TopicCounts = {}
        self._day_roots: list[str] = []
        self._differing: list[bool] = []

    def add(self, record: AuditRecord) -> None:
        """Take the next record; at the last one of a day, compare its roots."""
        if len(self._day_roots) == len(self.heads):
            return  # of a day that is not frozen
        self._leaves.append(record_leaf(self._key, record))
        if record.topic:
            count, _last = self._counts.get(record.topic, (0, 0))
            self._counts[record.topic] = (count + 1, record.seq)
        head = self.heads[len(self._day_roots)]
        if record.seq == head.seq:
            self._compare(self.stored.get(head.number))

    def differing(self) -> list[bool]:
        """Return of each head that was reached whether its roots differ from the records."""
        return self._differing

    def _compare(self, stored: DayRoot | None) -> None:
        leaves, self._leaves = self._leaves, []
        mine = day_root_of(leaves)
        self._day_roots.append(mine)
        if stored is None:  # frozen before there were roots, and none came since
            self._differing.append(False)
            return
        wrong = stored.day_root != mine or stored_leaves(stored.number) != leaves
        if stored.root:
            topics = topics_tree(self._key, self._counts).root.hex()
            root = root_of(self._day_roots, topics)
            wrong = wrong or (stored.topics_root, stored.root) != (topics, root)
        self._differing.append(wrong)
