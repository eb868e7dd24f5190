"""The posts of events as a panel: groups of copies, the largest or the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from huiying.web.console.shared.component_rows import Hides
from huiying.web.shared.post_rows import PostGroupRow, group_rows
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.placements.copies import count_changes
from huiying.work.incidents.placements.queries import post_groups


@dataclass(frozen=True, slots=True)
class PostsPanel:
    """Groups of posts, paged (``console/incidents/_posts.html``); by: "groups" or "time"."""

    groups: list[PostGroupRow]
    posts_total: int
    groups_total: int
    hides: Hides
    page: Page[int] | None = None
    by: str = "groups"
    groups_url: str = ""
    time_url: str = ""


def posts_panel(
    request: OfficerRequest,
    events: list[int],
    totals: tuple[int, int],
    *,
    url: str,
    voices: str,
    limit: int,
) -> PostsPanel:
    """Return the posts of events as the request asks: ``?by=time``, ``?page=``.

    Args:
        totals: Groups and posts of the events.
        url: The page that shows the panel.
        limit: Groups on a page.
    """
    bureau, (groups, posts) = request.user.bureau_id, totals
    newest = request.GET.get("by") == "time"
    page = Paginator(range(groups), limit).get_page(request.GET.get("page"))
    rows = post_groups(
        bureau, events, offset=(page.number - 1) * limit, limit=limit, newest=newest
    )
    return PostsPanel(
        groups=group_rows(rows, count_changes(bureau, rows)),
        posts_total=posts,
        groups_total=groups,
        hides=Hides(voices),
        page=page,
        by="time" if newest else "groups",
        groups_url=f"{url}#h-posts",
        time_url=f"{url}?by=time#h-posts",
    )


def hidden_posts_panel(totals: tuple[int, int]) -> PostsPanel:
    """Return the numbers alone, for who may not see posts."""
    groups, posts = totals
    return PostsPanel([], posts, groups, Hides(_("帖文原文仅限值班员和领导小组办公室查看。")))
