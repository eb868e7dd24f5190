"""Take posts out of an incident, to be of none (不属于任何事件); the stream never undoes it.

In:   an incident, posts, a reason.
Out:  placements of no incident, and constraints for the stream.
Cost: one UPDATE for each group of copies that leaves.

What the rules bring to the desk on its own comes there: grave words are not put out of sight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.counters.actions.count import counted
from huiying.base.errors import Refused
from huiying.work.collection.posts.ids import new_ids
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.propose import propose_candidates
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.split import names_event
from huiying.work.incidents.incidents.regrouping import (
    chosen_posts,
    lock_incidents,
    record_regrouping,
    recount,
)
from huiying.work.incidents.placements.actions.record_constraint import record_constraint
from huiying.work.incidents.placements.counting import hold_posts
from huiying.work.incidents.placements.models import Placement


@transaction.atomic
def take_out_posts(
    *, source: Incident, post_ids: Iterable[int], reason: str, officer: Officer, now: datetime
) -> int:
    """Take posts out of an incident; returns how many left.

    Raises:
        Refused: If no post or every post is chosen, or the reason is missing.
    """
    hold_posts(source.bureau_id)
    lock_incidents(source)
    chosen = chosen_posts(source, post_ids)
    if not chosen or not reason.strip():
        raise Refused(_("请选择帖文并写明理由。"))
    if len(chosen) == source.size:
        raise Refused(_("事件至少保留一条帖文，不能全部移出。"))
    bureau, seeds = source.bureau_id, []
    for keys in _by_group(bureau, chosen):
        # A post that names the event which it leaves cannot name another one too.
        seed = new_ids(1, now)[0] if names_event(bureau, keys[0]) else keys[0]
        with counted(bureau, Placement, keys):
            Placement.objects.filter(bureau_id=bureau, post_id__in=keys).update(
                event_id=seed, pinned=True
            )
        split = {
            "keys": [str(key) for key in keys],
            "new_event": str(seed),
            "from": str(chosen[keys[0]]),
        }
        record_constraint(bureau, "split", split, officer, reason, now)
        seeds.append(seed)
    propose_candidates(FactsReader(bureau), event_ids=seeds, now=now, reasons={})
    recount(source, now)
    data = {"posts": len(chosen), "from": source.number}
    record_regrouping(source, "incident.posts_taken_out", officer, reason, now, data)
    return len(chosen)


def _by_group(bureau_id: int, chosen: Iterable[int]) -> list[list[int]]:
    """Return the posts that leave, those of one group of copies together."""
    rows = Placement.objects.filter(bureau_id=bureau_id, post_id__in=list(chosen))
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for post_id, group_id in rows.order_by("post_id").values_list("post_id", "group_id"):
        groups[group_id].append(post_id)
    return list(groups.values())
