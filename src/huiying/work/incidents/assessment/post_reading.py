"""Everything a page reads from the posts of events, each part computed on first use.

In:   events of one bureau.    Out:  counts, hours, places, texts and casualties.
Cost: nothing until a part is asked for; then that of the part, once a request, and less while
      the posts are the same as before (``CountCache``).
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from huiying.work.collection.posts.volume import Volume
from huiying.work.incidents.assessment.casualties import CasualtyReading, read_casualties
from huiying.work.incidents.assessment.reaction import Place, places_of, posts_by_hour
from huiying.work.incidents.assessment.summary import TextReading, read_texts
from huiying.work.incidents.placements.count_cache import CountCache
from huiying.work.incidents.placements.queries import count_groups_and_posts, count_voices


class PostReading:
    """The posts of events, as one request reads them."""

    def __init__(self, bureau_id: int, event_ids: list[int]) -> None:
        self.bureau_id = bureau_id
        self.event_ids = event_ids
        self._counted = CountCache(bureau_id, event_ids)

    @cached_property
    def volume(self) -> Volume:
        """The hours of the whole bureau, which the hours of the events are compared with."""
        return Volume(self.bureau_id)

    @cached_property
    def by_hour(self) -> dict[datetime, int]:
        """Posts by local hour."""
        return self._counted(posts_by_hour)

    @cached_property
    def groups_and_posts(self) -> tuple[int, int]:
        """The number of groups of copies and of posts."""
        return self._counted(count_groups_and_posts)

    @cached_property
    def voices(self) -> int:
        """The number of distinct voices."""
        return self._counted(count_voices)

    @cached_property
    def places(self) -> list[Place]:
        """Where the events were seen."""
        return self._counted(places_of)

    @cached_property
    def texts(self) -> TextReading:
        """Summary sentences, claims worth checking, and the tone."""
        return self._counted(read_texts)

    @cached_property
    def casualties(self) -> CasualtyReading:
        """The dead, the hurt and the loss that the posts state."""
        return self._counted(read_casualties)
