"""Judge a bureau's chain: its records, the frozen heads of its days, heads saved elsewhere.

In:   a bureau, heads that somebody saved.
Out:  consistent and anchored; consistent, not anchored; or broken from record N, and why.
Cost: one read of the whole chain and one of the heads.

Who owns the database can write a whole chain anew. Inside it nothing contradicts him but the
frozen heads, which he can write anew as well; a head that somebody else saved he cannot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from huiying.base.audit.anchors import Anchor
from huiying.base.audit.chain import GENESIS, head_link
from huiying.base.audit.models import AuditHead, AuditRecord, DayHead, DayRoot
from huiying.base.audit.queries import verify
from huiying.base.audit.roots import RebuiltRoots
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason, reason

BATCH = 500


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """From which record on a chain cannot be believed, and why."""

    at: int
    why: Reason


@dataclass(frozen=True, slots=True)
class Stamp:
    """A head whose link an authority of time has signed; it holds all heads before it."""

    number: int  # of the head
    at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of one chain."""

    records: int
    head: str
    broken: ChainBreak | None
    anchored: DayHead | None  # the newest head that a saved one confirms
    stamped: DayHead | None = None  # the newest head that a timestamp proves
    stamped_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Tell whether nothing contradicts the chain."""
        return self.broken is None

    def up_to(self, seq: int) -> Verdict:
        """Return the verdict on the records up to one: what broke later does not touch them."""
        if self.broken is None or self.broken.at <= seq:
            return self
        return replace(self, broken=None)

    @property
    def reason(self) -> Reason:
        """Return the verdict, to be rendered."""
        if self.broken is not None:
            return reason("record.broken", at=self.broken.at, why=self.broken.why)
        if self.anchored is None:
            return self._stamp_reason()
        day = self.anchored.day.isoformat()
        return reason("record.anchored", seq=self.anchored.seq, day=day)

    def _stamp_reason(self) -> Reason:
        if self.stamped is None or self.stamped_at is None:
            return reason("record.unanchored")
        at = self.stamped_at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
        day = self.stamped.day.isoformat()
        return reason("record.stamped", at=at, seq=self.stamped.seq, day=day)


def judge(
    *, bureau_id: int, anchors: Sequence[Anchor] = (), stamp: Stamp | None = None
) -> Verdict:
    """Judge the chain of a bureau by its records, its frozen heads and the saved ones.

    Args:
        stamp: The newest timestamp of the installation, if its heads are linked up to there.
    """
    heads = list(DayHead.objects.filter(bureau_ref=bureau_id).order_by("seq"))
    rebuilt = RebuiltRoots(bureau_id, heads)
    chain = verify(bureau_id=bureau_id, seen=rebuilt.add)
    roots = rebuilt.stored
    breaks = [
        *_breaks_of_heads(bureau_id, heads, roots),
        *_breaks_of_roots(heads, rebuilt),
        *_breaks_of_anchors(heads, anchors, roots),
    ]
    if chain.broken_at is not None and chain.why is not None:
        breaks.insert(0, ChainBreak(chain.broken_at, chain.why))
    first = min(breaks, key=lambda one: one.at, default=None)
    by_day = {head.day: head for head in heads}
    met = [
        head
        for anchor in anchors
        if (head := by_day.get(anchor.day)) and (first is None or head.seq < first.at)
    ]
    anchored = max(met, key=lambda head: head.seq, default=None)
    proven = [
        head
        for head in heads
        if stamp and head.number <= stamp.number and (first is None or head.seq < first.at)
    ]
    stamped = max(proven, key=lambda head: head.seq, default=None)
    at = stamp.at if stamp and stamped else None
    return Verdict(chain.records, chain.head, first, anchored, stamped, at)


def _breaks_of_heads(
    bureau_id: int, heads: Sequence[DayHead], roots: dict[int, DayRoot]
) -> Iterator[ChainBreak]:
    """Compare each frozen head with itself and with its record."""
    good = 0
    hashes: dict[int, str] = {}
    for start in range(0, len(heads), BATCH):
        seqs = [head.seq for head in heads[start : start + BATCH]]
        rows = AuditRecord.objects.filter(bureau_ref=bureau_id, seq__in=seqs)
        hashes |= dict(rows.values_list("seq", "hash"))
    for head in heads:
        day = head.day.isoformat()
        if head.link != _link_of(head, roots):
            yield ChainBreak(good + 1, reason("record.head_changed", day=day))
        elif head.seq not in hashes:
            yield ChainBreak(good + 1, reason("record.head_without_record", day=day))
        elif hashes[head.seq] != head.hash:
            yield ChainBreak(good + 1, reason("record.head_differs", day=day))
        else:
            good = head.seq
            continue
        return


def _breaks_of_roots(heads: Sequence[DayHead], rebuilt: RebuiltRoots) -> Iterator[ChainBreak]:
    """Compare the stored roots with those of the records; yield the first that differs."""
    good = 0
    for head, wrong in zip(heads, rebuilt.differing(), strict=False):
        if wrong:
            day = head.day.isoformat()
            yield ChainBreak(good + 1, reason("record.root_differs", day=day))
            return
        good = head.seq


def _breaks_of_anchors(
    heads: Sequence[DayHead], anchors: Sequence[Anchor], roots: dict[int, DayRoot]
) -> Iterator[ChainBreak]:
    """Compare what was saved with the frozen heads; yield the first that is not as saved."""
    by_day = {head.day: head for head in heads}
    good = 0
    for anchor in sorted(anchors, key=lambda one: one.day):
        head, day = by_day.get(anchor.day), anchor.day.isoformat()
        if head is None:
            good = max([good, *(row.seq for row in heads if row.day < anchor.day)])
            yield ChainBreak(good + 1, reason("record.saved_day_missing", day=day))
        elif anchor.hash not in _published(head, roots) or anchor.seq not in (None, head.seq):
            yield ChainBreak(good + 1, reason("record.saved_head_differs", day=day))
        else:
            good = head.seq
            continue
        return


def _published(head: DayHead, roots: dict[int, DayRoot]) -> set[str]:
    """Return what somebody may have saved of a head."""
    mine = roots.get(head.number)
    return {head.hash, head.link, *([mine.root] if mine and mine.root else [])}


def _link_of(head: DayHead, roots: dict[int, DayRoot]) -> str:
    mine = roots.get(head.number)
    fields = (head.number, head.bureau_ref, head.day, head.seq, head.hash)
    return head_link(head.previous, *fields, mine.root if mine else "")


def breaks_of_installation(bureau_ids: Collection[int]) -> list[Reason]:
    """Return what is missing of the installation: heads, a bureau of which records stay.

    Args:
        bureau_ids: The bureaus that there are.
    """
    found = []
    previous, number = GENESIS, 0
    for head in DayHead.objects.order_by("number").iterator(chunk_size=2000):
        if head.number != number + 1:
            first, last = number + 1, head.number - 1
            found.append(reason("record.heads_missing", first=first, last=last))
        elif head.previous != previous:
            found.append(reason("record.head_not_linked", number=head.number))
        previous, number = head.link, head.number
    stay: set[int] = set()
    for model in (AuditHead, DayHead, AuditRecord):
        stay |= set(model.objects.order_by().values_list("bureau_ref", flat=True).distinct())
    lost = sorted({abs(ref) for ref in stay}.difference(bureau_ids))
    return [*found, *(reason("record.bureau_missing", ref=ref) for ref in lost)]
