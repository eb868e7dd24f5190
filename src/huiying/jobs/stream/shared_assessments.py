"""Share the assessment of events between two processes while a file is imported.

In:   events, why their posts came together, and the terms that were counted, some at a time.
Out:  the same events looked at, each by whichever process has time first, grave ones first.
Cost: a message for 96 events, 1.4 KB a post that may give a title, and 15 µs a post instead of
      the 80 of counting its terms again; the rest is that of a look in one process.

The process that places gives. The one that takes the file in looks at grave events before each
batch of it, at calm ones while it waits for the other; the one that places does what is left.
What is not done counts as open, also when a process dies over it: then it is found again in
the database (``assessment_queue.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from queue import Empty
from typing import TYPE_CHECKING, NamedTuple

from huiying.jobs import clock
from huiying.reasons.reason import Reason
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.propose import READ_BATCH, propose_candidates
from huiying.work.incidents.candidates.queries import posts_to_title

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.sharedctypes import Synchronized

    from huiying.engine.text.terms import BaseWeights, TermIds


class SharedEvents(NamedTuple):
    """Events that are given together."""

    why: dict[int, list[Reason]]
    terms: dict[int, tuple[TermIds, BaseWeights]]  # by post, as the placing process counted


class SharedAssessments:
    """The looks that wait for either process."""

    def __init__(
        self, grave: Queue[SharedEvents], calm: Queue[SharedEvents], left: Synchronized[int]
    ) -> None:
        """Share looks.

        Args:
            grave: What waits and may be an alarm, between both processes.
            calm: What else waits.
            left: How many of both are not done.
        """
        self._grave, self._calm, self._left = grave, calm, left
        for works in (grave, calm):
            works.cancel_join_thread()  # who ends early leaves its looks to the database

    def __bool__(self) -> bool:
        """Tell whether any look is not done."""
        return self._left.value > 0

    def give(
        self,
        reader: FactsReader,
        why: Mapping[int, list[Reason]],
        *,
        grave: bool = False,
    ) -> None:
        """Let events be looked at, by this process or the other."""
        events, works = sorted(why), self._grave if grave else self._calm
        for part in (events[at : at + READ_BATCH] for at in range(0, len(events), READ_BATCH)):
            keys = posts_to_title(reader.bureau_id, part)
            counted = {key: found for key in keys if (found := reader.terms(key)) is not None}
            with self._left:
                self._left.value += 1
            works.put(SharedEvents({event: why[event] for event in part}, counted))

    def help(self, bureau_id: int) -> bool:
        """Look at some of the events that wait, grave ones first; False when none waits."""
        share = _next(self._grave) or _next(self._calm)
        if share:
            self._look(bureau_id, share)
        return share is not None

    def help_grave(self, bureau_id: int) -> None:
        """Look at all grave events that wait."""
        while share := _next(self._grave):
            self._look(bureau_id, share)

    def _look(self, bureau_id: int, share: SharedEvents) -> None:
        propose_candidates(
            FactsReader(bureau_id, share.terms.get),
            event_ids=share.why,
            now=clock.now(),
            reasons=share.why,
        )
        with self._left:
            self._left.value -= 1


def _next(works: Queue[SharedEvents]) -> SharedEvents | None:
    try:
        return works.get_nowait()
    except Empty:
        return None
