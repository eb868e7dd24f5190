"""Keep how many posts counted under which topic before a plan of retention deletes them.

In:   posts of one bureau.    Out:  their hours and topics, as numbers; counters stay.
Cost: one query and an upsert for each hour and topic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from huiying.base.db.bulk import add_amounts
from huiying.base.db.keys import Keys
from huiying.policy.time.zone import LOCAL
from huiying.work.collection.posts.ids import moment_of
from huiying.work.responses.core.counters import posts_with_topic
from huiying.work.responses.core.models import DeletedPostsOfTopic


def keep_topics_of(bureau_id: int, post_ids: Collection[int]) -> None:
    """Add posts that are about to be deleted to what was deleted of their hours and topics."""
    rows = posts_with_topic().filter(bureau_id=bureau_id, pk__in=Keys(post_ids))
    found = Counter(
        (bureau_id, _hour(number), topic) for number, topic in rows.values_list("pk", "topic")
    )
    add_amounts(DeletedPostsOfTopic, ("bureau_id", "hour", "topic"), found, amount="posts")


def _hour(number: int) -> datetime:
    return moment_of(number).astimezone(LOCAL).replace(minute=0, second=0, microsecond=0)
