"""Look at stored posts once more for names, while nothing else waits for the processor.

In:   posts that were not looked at, those of before an upgrade among them.
Out:  the same posts without the names that the tagger finds.
Cost: at most ``SECONDS_A_TURN`` of one processor a turn, ``POSTS_AT_ONCE`` texts in memory;
      one look at an index when there is nothing to do.

The newest come first, once they are placed. It stands back while a file is being placed, and
takes only ``POSTS_AT_ONCE`` a turn while live posts are placed late: neither is slower for it,
and who reads a post meanwhile sees it masked all the same (``collection/posts/names.py``).
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from huiying.engine.masking.tagger import is_installed
from huiying.work.collection.posts.actions.mask_names import mask_names
from huiying.work.collection.posts.queries import (
    has_backlog,
    live_arrivals,
    newest_open_names,
)
from huiying.work.incidents.candidates.actions.mask_quotes import mask_quotes

POSTS_AT_ONCE = 32
SECONDS_A_TURN = 2.0
LATE = timedelta(seconds=0.5)  # of a live post that waits to be placed


def turn(now: datetime) -> int:
    """Look at some posts; returns how many."""
    if not is_installed():
        return 0
    done, begun = 0, time.monotonic()
    while time.monotonic() - begun < SECONDS_A_TURN and not has_backlog():
        some = newest_open_names(POSTS_AT_ONCE)
        mask_quotes(some)  # first: what is marked as looked at is not looked at again
        mask_names(post_ids=some, now=now)
        done += len(some)
        if len(some) < POSTS_AT_ONCE or live_arrivals(now - LATE).exists():
            break
    return done
