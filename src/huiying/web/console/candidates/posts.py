"""The posts of a candidate: groups of copies, the largest or the newest first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.web.shared.post_rows import group_rows
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
            "shown": _(
                "重复的帖文归为一组，一条不少。作者不显示、不检索，只计 %(voices)s 个不同声音。"
            )
            % {"voices": candidate.voices},
            "hidden": "",
        },
    }
