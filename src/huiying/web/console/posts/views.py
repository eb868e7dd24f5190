"""舆情: the newest posts with what they belong to. Never a list by author.

In:   requests of officers with SEE_POSTS.    Out:  a paged list with search and filters.
Cost: two queries a page; the list is paged by id, so that a million posts are as quick as ten.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.search.door import looks_personal
from huiying.web.console.posts.rows import post_row
from huiying.web.requests import OfficerRequest
from huiying.work.collection.queries import sources_of
from huiying.work.incidents.queries import newest_posts

PAGE = 40


@require_GET
def post_list(request: OfficerRequest) -> HttpResponse:
    """The newest posts; ``before`` pages backwards, ``q`` finds words, ``source`` narrows."""
    require(request.user, Capability.SEE_POSTS)
    words = request.GET.get("q", "").strip()
    refusal = looks_personal(words)
    before = request.GET.get("before", "")
    source = request.GET.get("source", "")
    posts = (
        []
        if refusal
        else newest_posts(
            request.user.bureau_id,
            words=words,
            source_id=int(source) if source.isdigit() else None,
            before=int(before) if before.isdigit() else None,
            limit=PAGE + 1,
        )
    )
    rows = [post_row(placement) for placement in posts[:PAGE]]
    context = {
        "rows": rows,
        "words": words,
        "refusal": refusal,
        "source": source,
        "sources": [(str(row.pk), row.name) for row in sources_of(request.user.bureau_id)],
        "older": rows[-1]["id"] if len(posts) > PAGE else "",
        "hides": {
            "shown": _("按采集时间从新到旧，每页 %(count)s 条。重复的帖文每条都在。")
            % {"count": PAGE},
            "hidden": _("只显示含“%(words)s”的") % {"words": words} if words else "",
            "all_url": reverse("console:posts") if words or source else "",
            "all_label": _("全部显示"),
        },
    }
    return render(request, "console/posts/list.html", context)
