"""Let two processes share the looks at calm events while a file of posts comes in.

In:   events, why their posts came together, and the terms that were counted, some at a time.
Out:  the same events looked at, each by whichever process has time first.
Cost: a message for 96 events, 1.4 KB a post that may give a title, and 15 µs a post instead of
      the 80 of counting its terms again; the rest is that of a look in one process.

The process that places gives; the one that takes the file in helps while it waits for the
other, and the one that places does what is left at the end. What is not done counts as open,
also when a process dies over it: then it is found again in the database (``looking.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from queue import Empty
from typing import TYPE_CHECKING, NamedTuple

from huiying.jobs import clock
from huiying.work.incidents.actions.propose import READ, propose
from huiying.work.incidents.assess import posts_to_title

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.sharedctypes import Synchronized

    from huiying.engine.terms import Base, Ids
    from huiying.engine.titles import Known


class Share(NamedTuple):
    """Events that are given together."""

    why: dict[int, list[str]]  # event → sentences
    terms: dict[int, tuple[Ids, Base]]  # post → as the process that places counted them


class Aside:
    """The looks that wait for either process."""

    def __init__(self, works: Queue[Share], left: Synchronized[int]) -> None:
        """Share looks.

        Args:
            works: What waits, between both processes.
            left: How many of these are not done.
        """
        self._works, self._left = works, left
        works.cancel_join_thread()  # who ends early leaves its looks to the database

    def __bool__(self) -> bool:
        """Tell whether any look is not done."""
        return self._left.value > 0

    def give(self, bureau_id: int, why: Mapping[int, list[str]], terms: Known) -> None:
        """Let events be looked at, by this process or the other."""
        events = sorted(why)
        for part in (events[at : at + READ] for at in range(0, len(events), READ)):
            keys = posts_to_title(bureau_id, part)
            counted = {key: found for key in keys if (found := terms(key)) is not None}
            with self._left:
                self._left.value += 1
            self._works.put(Share({event: why[event] for event in part}, counted))

    def help(self, bureau_id: int) -> bool:
        """Look at some of the events that wait; False when none waits."""
        try:
            why, terms = self._works.get_nowait()
        except Empty:
            return False
        propose(
            bureau_id=bureau_id,
            event_ids=why,
            now=clock.now(),
            reasons=why,
            terms=terms.get,
        )
        with self._left:
            self._left.value -= 1
        return True
