"""Move posts from one incident to another (移动); the stream never undoes it.

In:   two incidents of one bureau, posts, a reason.
Out:  moved placements, and constraints for the stream.
Cost: one UPDATE over the posts that move.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.counters.actions.count import counted
from huiying.base.errors import Refused
from huiying.work.incidents.core.models import Incident
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
def move_posts(
    *,
    source: Incident,
    target: Incident,
    post_ids: Iterable[int],
    reason: str,
    officer: Officer,
    now: datetime,
) -> int:
    """Move posts from one incident to another; returns how many moved.

    Raises:
        Refused: If nothing is chosen, the reason is missing, or the target is elsewhere.
    """
    hold_posts(source.bureau_id)
    lock_incidents(source, target)
    chosen = chosen_posts(source, post_ids)
    event = target.events.order_by("pk").first()
    if source.bureau_id != target.bureau_id or source.pk == target.pk or event is None:
        raise Refused(_("请选择本局的另一个事件。"))
    if not chosen or not reason.strip():
        raise Refused(_("请选择帖文并写明理由。"))
    if len(chosen) == source.size:
        raise Refused(_("全部帖文移动时，请使用“并案”。"))
    with counted(source.bureau_id, Placement, chosen):
        Placement.objects.filter(bureau_id=source.bureau_id, post_id__in=list(chosen)).update(
            event_id=event.event_id, pinned=True
        )
    for key in sorted(chosen):
        record_constraint(
            source.bureau_id,
            "move",
            {"key": str(key), "event": str(event.event_id), "from": str(chosen[key])},
            officer,
            reason,
            now,
        )
    recount(source, now)
    recount(target, now)  # discovered when the first of its posts came, which may have moved in
    data = {"posts": len(chosen), "from": source.number, "to": target.number}
    record_regrouping(source, "incident.posts_moved", officer, reason, now, data)
    record_regrouping(target, "incident.posts_moved", officer, reason, now, data)
    return len(chosen)
