"""Look at stored posts once more for names, while nothing else waits for the processor.

In:   posts that were not looked at, those of before an upgrade among them.
Out:  the same posts without the names that the tagger finds.
Cost: at most ``SECONDS_A_TURN`` of one processor a turn, ``POSTS_AT_ONCE`` texts in memory;
      one look at an index when there is nothing to do.

It stands back while a file is being placed: an import is never slower for it, and who reads a
post meanwhile sees it masked all the same (``collection/posts/names.py``).
"""

from __future__ import annotations

import time
from datetime import datetime

from huiying.engine.masking.tagger import is_installed
from huiying.work.collection.posts.actions.mask_names import mask_names
from huiying.work.collection.posts.queries import has_backlog

POSTS_AT_ONCE = 32
SECONDS_A_TURN = 2.0


def turn(now: datetime) -> int:
    """Look at some posts; returns how many."""
    if not is_installed():
        return 0
    done, begun = 0, time.monotonic()
    while time.monotonic() - begun < SECONDS_A_TURN and not has_backlog():
        some = mask_names(most=POSTS_AT_ONCE, now=now)
        done += some
        if some < POSTS_AT_ONCE:
            break
    return done
