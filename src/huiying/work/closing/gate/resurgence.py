"""Find closed incidents that are discussed again; an officer decides what follows.

In:   a bureau, the moment.    Out:  closings with how much was said since.
Cost: one indexed query when nothing was said since; two more, and the usual level, else.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Max

from huiying.policy.closing.gate import Mentions
from huiying.work.closing.core.models import Closing
from huiying.work.closing.gate.mentions import DAY, mention_window, posts_since
from huiying.work.closing.gate.models import ReopenProposal, ReopenState

ASK_AGAIN_FACTOR = 2  # who left it closed is asked again when it is spoken of twice as much


def resurgent_closings(bureau_id: int, now: datetime) -> list[tuple[Closing, Mentions]]:
    """Return the closed incidents that flare up, oldest closing first."""
    rows = Closing.objects.filter(
        bureau_id=bureau_id,
        reopened_at__isnull=True,
        incident__last_post_at__gt=F("closed_at"),
        incident__last_post_at__gte=now - DAY,
    )
    spoken = list(rows.select_related("incident").order_by("closed_at", "pk"))
    if not spoken:
        return []
    since = {row.incident_id: max(row.closed_at, now - DAY) for row in spoken}
    posts = posts_since([row.incident for row in spoken], since)
    declined = _declined([row.pk for row in spoken])
    day = mention_window(bureau_id, now, days=1)
    found = []
    for row in spoken:
        mentions = day.of(posts[row.incident_id])
        if mentions.flares and mentions.posts >= ASK_AGAIN_FACTOR * declined.get(row.pk, 0):
            found.append((row, mentions))
    return found


def _declined(keys: list[int]) -> dict[int, int]:
    """Return how much was said when an officer last left a closing as it is."""
    rows = ReopenProposal.objects.filter(closing_id__in=keys, state=ReopenState.DECLINED)
    most = rows.order_by().values("closing_id").annotate(most=Max("posts"))
    return dict(most.values_list("closing_id", "most"))
