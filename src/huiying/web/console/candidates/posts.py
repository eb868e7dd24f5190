"""The posts of a candidate: groups of copies, the largest or the newest first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from huiying.web.shared.post_rows import group_rows
from huiying.web.shared.voices import voices_line
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.placements.copies import count_changes
from huiying.work.incidents.placements.queries import count_groups_and_posts, post_groups

POSTS = 30


def posts_panel(candidate: Candidate, *, newest: bool, page: str | None) -> dict[str, Any]:
    """Return the posts panel of a candidate."""
    bureau, events = candidate.bureau_id, [candidate.event_id]
    groups, posts = count_groups_and_posts(bureau, events)
    shown = Paginator(range(groups), POSTS).get_page(page)
    rows = post_groups(
        bureau, events, offset=(shown.number - 1) * POSTS, limit=POSTS, newest=newest
    )
    url = reverse("console:candidate", args=[candidate.event_id])
    return {
        "groups": group_rows(rows, count_changes(bureau, rows)),
        "posts_total": posts,
        "groups_total": groups,
        "page_obj": shown,
        "by": "time" if newest else "groups",
        "groups_url": f"{url}#h-posts",
        "time_url": f"{url}?by=time#h-posts",
        "post_hides": {
            "shown": voices_line(candidate.voices),
            "hidden": "",
        },
    }
