"""Keep the counters of posts right while they, or their events, change their incident.

In:   a bureau, events.    Out:  a block that an act changes them in.
Cost: a lock, and two looks at the posts of the events, about 5 µs a post of an incident.

What posts are counted by belongs to their incident: to its topic. So whoever gives an event to
an incident, takes it away, moves its posts, or changes what the incident counts under, does it
here. All of them hold the bureau as the stream does, which places posts meanwhile: whichever
comes second sees what the first one did.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from huiying.base.accounts.core.models import Bureau
from huiying.base.counters.actions.count import counted
from huiying.base.db.locks import lock_row
from huiying.work.incidents.placements.models import Placement


def hold_posts(bureau_id: int) -> None:
    """Let no other process place or move posts of a bureau until the transaction ends.

    An act that locks other rows, too, holds this first, as the stream does.
    """
    lock_row(Bureau, bureau_id, referable=True)


@contextmanager
def counted_posts(bureau_id: int, event_ids: Collection[int]) -> Iterator[None]:
    """Keep the counters of the posts of some events right while the block changes them."""
    hold_posts(bureau_id)
    with counted(bureau_id, Placement, event_ids, by="event_id"):
        yield
