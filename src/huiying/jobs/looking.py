"""After posts were placed: look at the events they touched, the grave ones first.

In:   what the engine said of a batch.    Out:  candidates and alarms, by ``propose``.
Cost: a few milliseconds an event.

What was placed and not looked at yet lives in memory. It is not lost with a process: a new
worker first looks at every event that was touched since the last snapshot, and a snapshot is
taken only when nothing waits to be looked at. Looking twice changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from datetime import datetime

from django.db.models import Count

from huiying.engine.titles import Known, nothing_known
from huiying.engine.types import FeedResult, Reason
from huiying.work.incidents.actions.propose import LOOK_AT_SIZE, TOLD, propose
from huiying.work.incidents.models import Placement

MOST = 60  # events a turn while posts wait
BACKLOG_EVERY = 60_000  # posts of a backlog between two looks at its calm events: a minute


class Looks:
    """The events of one bureau that wait to be looked at, and why their posts came together."""

    def __init__(self, bureau_id: int, terms: Known = nothing_known) -> None:
        self.bureau_id = bureau_id
        self.terms = terms  # of a post by its key, while the window has it
        self.grave: dict[int, list[str]] = {}
        self.calm: defaultdict[int, list[str]] = defaultdict(list)
        self.seen: set[int] = set()  # grave ones that were looked at since the last calm look
        self.again: set[int] = set()  # … that are to be looked at with the calm ones
        self.waiting = 0

    def __bool__(self) -> bool:
        """Tell whether anything waits."""
        return bool(self.grave or self.calm)

    def note(self, result: FeedResult, harm: Set[int], *, live: bool) -> None:
        """Note a batch that is stored: its events, its merges, its posts with words of harm."""
        moved = {merge.source_event: merge.target_event for merge in result.merges}
        grave: dict[int, list[str]] = {}
        for item in result.placements:
            event = follow(item.event, moved)
            self._explain(event, item.reasons)
            if item.key in harm:
                if live or event not in self.seen:
                    grave[event] = self.calm[event]
                else:  # it was before the bureau seconds ago, and old posts come by thousands
                    self.again.add(event)
        for merge in result.merges:
            target = follow(merge.target_event, moved)
            self._explain(target, merge.reasons)
            self.calm[target] += self.calm.pop(merge.source_event, [])
            if merge.source_event in self.again:
                self.again.add(target)
            if merge.source_event in self.grave:
                self.grave[target] = self.grave.pop(merge.source_event)
        # Live posts never wait behind a backlog, here neither.
        self.grave = {**grave, **self.grave} if live else {**self.grave, **grave}
        self.waiting += len(result.placements)

    def _explain(self, event: int, reasons: Sequence[Reason]) -> None:
        """Note why posts came together, in as many sentences as a candidate shows."""
        told = self.calm[event]
        if len(told) < TOLD:
            told += [reason.text for reason in reasons[:2] if reason.text not in told]

    def recover(self, *, since: int) -> None:
        """Note every event that was touched after a placement number."""
        rows = Placement.objects.filter(
            bureau_id=self.bureau_id, seq__gt=since, post__history=False
        )
        for event, grave in rows.values_list("event_id", "grave").iterator(chunk_size=1000):
            self.calm[event] += []
            if grave:
                self.grave.setdefault(event, [])

    def look(self, *, now: datetime, whole: bool, limit: int | None = None) -> None:
        """Look at grave events, and at all when ``whole`` or when enough of a backlog came.

        Args:
            limit: At most so many events now; the others wait for the next turn.
        """
        first = list(self.grave)[:limit]
        self._propose(first, self.grave, now)
        self.seen.update(first)
        if self.grave or not (whole or self.waiting >= BACKLOG_EVERY):
            return
        large = large_enough(self.bureau_id, list(self.calm)) | self.again
        self._propose(sorted(large), self.calm, now)
        for done in (self.calm, self.again, self.seen):
            done.clear()
        self.waiting = 0

    def _propose(self, ids: list[int], reasons: dict[int, list[str]], now: datetime) -> None:
        why = {event: list(dict.fromkeys(reasons.get(event, []))) for event in ids}
        propose(bureau_id=self.bureau_id, event_ids=ids, now=now, reasons=why, terms=self.terms)
        for event in ids:
            reasons.pop(event, None)


def follow(event: int, moved: dict[int, int]) -> int:
    """Return the event that an event became in this batch."""
    while event in moved:
        event = moved[event]
    return event


def large_enough(bureau_id: int, event_ids: Iterable[int]) -> set[int]:
    """Return the events that hold enough posts for a look."""
    return set(
        Placement.objects.filter(bureau_id=bureau_id, event_id__in=list(event_ids))
        .values("event_id")
        .annotate(n=Count("pk"))
        .filter(n__gte=LOOK_AT_SIZE)
        .values_list("event_id", flat=True)
    )
