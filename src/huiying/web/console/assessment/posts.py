"""The posts of events as a panel: groups of copies, the largest or the newest first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from huiying.web.console.shared.component_rows import Hides
from huiying.web.console.shared.post_placement import placement_act
from huiying.web.shared.post_rows import PostGroupRow, group_rows
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.placements.copies import count_changes
from huiying.work.incidents.placements.queries import post_groups


@dataclass(frozen=True, slots=True)
class PostsPanel:
    """Groups of posts, paged (``console/incidents/_posts.html``).

    Attributes:
        by: "groups" or "time".
        all_url: Where all of them are paged; "" on that page itself, and where no more are.
    """

    groups: list[PostGroupRow]
    posts_total: int
    groups_total: int
    hides: Hides
    page: Page[int] | None = None
    by: str = "groups"
    groups_url: str = ""
    time_url: str = ""
    all_url: str = ""


def posts_panel(
    request: OfficerRequest,
    events: list[int],
    totals: tuple[int, int],
    *,
    url: str,
    voices: str,
    limit: int,
    first: int = 0,
    moves: bool = False,
) -> PostsPanel:
    """Return the posts of events as the request asks: ``?by=time``, ``?page=``.

    Args:
        totals: Groups and posts of the events.
        url: The page that shows the panel.
        limit: Groups on a page.
        first: Groups on a screen that only begins the list; 0 = none is.
        moves: The reader may put posts elsewhere.
    """
    bureau, (groups, posts) = request.user.bureau_id, totals
    newest = request.GET.get("by") == "time"
    begins = first and not {"tab", "by", "page"} & request.GET.keys()
    limit = first if begins else limit
    page = Paginator(range(groups), limit).get_page(request.GET.get("page"))
    rows = post_groups(
        bureau, events, offset=(page.number - 1) * limit, limit=limit, newest=newest
    )
    shown, back = group_rows(rows, count_changes(bureau, rows)), request.get_full_path()
    if moves:
        shown = [replace(row, act=placement_act(row.id, back)) for row in shown]
    return PostsPanel(
        groups=shown,
        posts_total=posts,
        groups_total=groups,
        hides=Hides(voices),
        page=page,
        by="time" if newest else "groups",
        groups_url=f"{url}?tab=posts#h-posts" if first else f"{url}#h-posts",
        time_url=f"{url}?by=time#h-posts",
        all_url=f"{url}?tab=posts#h-posts" if begins and groups > limit else "",
    )


def hidden_posts_panel(totals: tuple[int, int]) -> PostsPanel:
    """Return the numbers alone, for who may not see posts."""
    groups, posts = totals
    return PostsPanel([], posts, groups, Hides(_("帖文原文仅限值班员和领导小组办公室查看。")))
