"""Bring what was stored earlier to listed places, while nothing else waits for the processor.

In:   the passes that were begun: by an upgrade, or when a community was taken off the list.
Out:  posts, sources, triage items and saved filters that name listed places alone.
Cost: at most ``SECONDS_A_TURN`` of one processor a turn; one small query when there is nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from huiying.base.accounts.profile.actions.drop_filter_value import drop_filter_value
from huiying.policy.rulebook.platforms import OTHER
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.posts.actions.settle_places import settle_places
from huiying.work.collection.posts.models import EarlierRows
from huiying.work.collection.posts.queries import (
    has_backlog,
    pass_over_places,
    passes_over_places,
)
from huiying.work.incidents.candidates.actions.settle_channels import settle_channels

SECONDS_A_TURN = 2.0
_STEPS: Final[Mapping[str, Callable[..., object]]] = {
    EarlierRows.POSTS: settle_places,
    EarlierRows.TRIAGE_ITEMS: settle_channels,
}


def turn(now: datetime) -> int:
    """Go on with each pass for a while; returns how many batches were looked at."""
    done, begun = 0, time.monotonic()
    for key in passes_over_places():
        while time.monotonic() - begun < SECONDS_A_TURN and not has_backlog():
            progress = pass_over_places(key)
            if progress is None:
                break
            if progress.last_id is None:
                _settle_filters(progress.bureau_id, now)
            _STEPS[progress.rows](progress=progress, now=now)
            done += 1
    return done


def _settle_filters(bureau_id: int, now: datetime) -> None:
    places = known_places_of(bureau_id, now)
    drop_filter_value(
        bureau_id=bureau_id,
        page="posts",
        parameter="channel",
        stands=lambda value: value == OTHER or places.platform(value) == value,
    )
