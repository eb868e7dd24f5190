"""After posts were placed: look at the events they touched, the grave ones first.

In:   what the engine said of a batch.    Out:  candidates and alarms (``propose_candidates``).
Cost: a few milliseconds an event.

What was placed and not looked at yet lives in memory, or waits for another process
(``shared_assessments.py``). Neither loses it: a snapshot says up to which placement every event
was looked at, and a new worker first looks at those that were touched since. Looking twice
changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime

from django.db.models import Count

from huiying.engine.stream.types import FeedResult
from huiying.jobs.stream.shared_assessments import SharedAssessments
from huiying.reasons.reason import Reason
from huiying.work.collection.sources.models import SourceKind
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.propose import (
    LEAST_POSTS,
    MAX_REASONS,
    propose_candidates,
)
from huiying.work.incidents.placements.models import Placement

EVENTS_A_TURN = 60  # events a turn while posts wait
GRAVE_EVERY = 2_000  # posts of a backlog between two looks at its grave events: two seconds
BACKLOG_EVERY = 30_000  # posts of a backlog between two looks at its calm events


class AssessmentQueue:
    """The events of one bureau that wait to be looked at, and why their posts came together."""

    def __init__(
        self,
        reader: FactsReader,
        aside: SharedAssessments | None = None,
    ) -> None:
        self.bureau_id = reader.bureau_id
        self.reader = reader
        self.aside = aside  # shares the calm ones with another process
        self.grave: dict[int, list[Reason]] = {}
        self.calm: defaultdict[int, list[Reason]] = defaultdict(list)
        self.assessed: set[int] = (
            set()
        )  # grave ones that were looked at since the last calm look
        self.again: set[int] = set()  # … that are to be looked at with the calm ones
        self.waiting = 0  # posts since the last look at all events
        self.unseen = 0  # … at the grave ones
        self.pressing: dict[int, None] = {}  # those of them in which a live post is urgent
        self._passes = (0, 0)  # placement numbers of the last two looks at all events

    def __bool__(self) -> bool:
        """Tell whether anything waits."""
        return bool(self.grave or self.calm or self.aside)

    @property
    def assessed_to(self) -> int:
        """The placement number up to which every event was looked at."""
        return self._passes[0] if self.aside else self._passes[1]

    def note(self, result: FeedResult, urgent: Set[int], live: Set[int]) -> None:
        """Note a batch that is stored: its events and its merges.

        Args:
            urgent: The posts with words of harm, and those that an officer entered by hand: who
                did is told that they are on the desk within seconds, also beside a backlog.
            live: The posts that are of now, not of a backlog.
        """
        ends = result.final_events()
        for item in result.placements:
            event = ends.get(item.event, item.event)
            self._explain(event, item.reasons)
            if item.key in urgent:
                if item.key in live:
                    self.pressing[event] = None
                if item.key in live or event not in self.assessed:
                    self.grave[event] = self.calm[event]
                else:  # it was before the bureau seconds ago, and old posts come by thousands
                    self.again.add(event)
        for merge in result.merges:
            target = ends[merge.source_event]
            self._explain(target, merge.reasons)
            self._follow(merge.source_event, target)
        self.waiting += len(result.placements)
        self.unseen += len(result.placements)

    def _follow(self, source: int, target: int) -> None:
        """Let what waits for an event wait for the one it became."""
        self.calm[target] += self.calm.pop(source, [])
        if source in self.again:
            self.again.add(target)
        if source in self.grave:
            self.grave[target] = self.grave.pop(source)
        if source in self.pressing:
            self.pressing[target] = self.pressing.pop(source)

    def _explain(self, event: int, reasons: Sequence[Reason]) -> None:
        """Note why posts came together, as many reasons as a candidate shows."""
        known = self.calm[event]
        if len(known) < MAX_REASONS:
            known += [one for one in reasons[:2] if one not in known]

    def recover(self, *, since: int) -> None:
        """Note every event that was touched after a placement number."""
        rows = Placement.objects.filter(
            bureau_id=self.bureau_id, seq__gt=since, post__history=False
        )
        self._passes = (since, since)
        found = rows.values_list("event_id", "grave", "post__source__kind")
        for event, grave, source in found.iterator(chunk_size=1000):
            self.calm[event] += []
            if grave or source == SourceKind.MANUAL:  # which were live is not known any more
                self.pressing[event] = None
                self.grave.setdefault(event, [])

    def look(self, *, now: datetime, seq: int, whole: bool, limit: int | None = None) -> None:
        """Look at grave events that are pressing, and at others when enough of a backlog came.

        Args:
            seq: The number of the newest placement.
            whole: Look at all: nothing else waits.
            limit: At most so many events now; the others wait for the next turn.
        """
        pressing = list(self.pressing)[:limit]  # they never wait behind a backlog, here neither
        if pressing:
            self._propose(pressing, self.grave, now)
        if whole or self.unseen >= GRAVE_EVERY:
            others = list(self.grave)[:limit]
            if self.aside is None or whole:
                self._propose(others, self.grave, now)
            else:
                self._share(others, self.aside)
        if not self.grave:
            self.unseen = 0
        if self.grave or not (whole or self.waiting >= BACKLOG_EVERY):
            return
        large = large_enough(self.bureau_id, list(self.calm)) | self.again
        earlier = self.assessed_to
        if self.aside is None:
            self._propose(sorted(large), self.calm, now)
        else:
            why = {event: _why(event, self.calm) for event in large}
            self.aside.give(self.reader, why)
        self._passes = (earlier, seq)
        for done in (self.calm, self.again, self.assessed):
            done.clear()
        self.waiting = 0

    def _share(self, ids: list[int], aside: SharedAssessments) -> None:
        """Give grave events of a backlog to the other process, which has them in a second."""
        aside.help_grave(self.bureau_id)  # where it did not come: an alarm never waits
        why = {event: _why(event, self.grave) for event in ids}
        aside.give(self.reader, why, grave=True)
        self._mark_assessed(ids)

    def _propose(self, ids: list[int], reasons: dict[int, list[Reason]], now: datetime) -> None:
        why = {event: _why(event, reasons) for event in ids}
        propose_candidates(self.reader, event_ids=ids, now=now, reasons=why)
        self._mark_assessed(ids)

    def _mark_assessed(self, ids: Sequence[int]) -> None:
        self.assessed.update(ids)
        for event in ids:
            self.grave.pop(event, None)
            self.pressing.pop(event, None)


def _why(event: int, reasons: Mapping[int, list[Reason]]) -> list[Reason]:
    """Return the reasons of an event, each once."""
    found: list[Reason] = []
    for one in reasons.get(event, ()):
        if one not in found:
            found.append(one)
    return found


def large_enough(bureau_id: int, event_ids: Iterable[int]) -> set[int]:
    """Return the events that hold enough posts for a look."""
    return set(
        Placement.objects.filter(bureau_id=bureau_id, event_id__in=list(event_ids))
        .values("event_id")
        .annotate(n=Count("pk"))
        .filter(n__gte=LEAST_POSTS)
        .values_list("event_id", flat=True)
    )
