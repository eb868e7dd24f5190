"""Let two processes share the looks at calm events while a file of posts comes in.

In:   events and why their posts came together, some at a time.
Out:  the same events looked at, each by whichever process has time first.
Cost: a message for 96 events; the work itself is that of a look in one process.

The process that places gives; the one that takes the file in helps while it waits for the
other, and the one that places does what is left at the end. What is not done counts as open,
also when a process dies over it: then it is found again in the database (``looking.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from queue import Empty
from typing import TYPE_CHECKING

from huiying.jobs import clock
from huiying.work.incidents.actions.propose import AT_ONCE, propose

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.sharedctypes import Synchronized

SHARE = 3 * AT_ONCE  # events that are given together
Why = dict[int, list[str]]  # event → sentences


class Aside:
    """The looks that wait for either process."""

    def __init__(self, works: Queue[Why], left: Synchronized[int]) -> None:
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

    def give(self, why: Mapping[int, list[str]]) -> None:
        """Let events be looked at, by this process or the other."""
        events = sorted(why)
        for part in (events[at : at + SHARE] for at in range(0, len(events), SHARE)):
            with self._left:
                self._left.value += 1
            self._works.put({event: why[event] for event in part})

    def help(self, bureau_id: int) -> bool:
        """Look at some of the events that wait; False when none waits."""
        try:
            why: Why = self._works.get_nowait()
        except Empty:
            return False
        propose(bureau_id=bureau_id, event_ids=why, now=clock.now(), reasons=why)
        with self._left:
            self._left.value -= 1
        return True
