"""One search box: an incident's number goes to its page, other words to lists.

In:   a request with ``q``.    Out:  incidents and answers found, or why not.
Cost: two searches.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.queries import may
from huiying.base.search.door import looks_personal
from huiying.jobs import clock
from huiying.web.console.incidents.rows import list_row
from huiying.web.console.posts.rows import post_row
from huiying.web.requests import OfficerRequest
from huiying.work.incidents.queries import (
    incidents_in_sight,
    newest_posts,
    search_incidents,
)

NUMBER = re.compile(r"\d{4}-\d{4,}")
SHOWN = 20


@require_GET
def search(request: OfficerRequest) -> HttpResponse:
    """Search incidents and posts by words; persons are not searched, and the page says why."""
    require(request.user, Capability.SEE_INCIDENTS)
    words = request.GET.get("q", "").strip()
    rows = incidents_in_sight(request.user)
    if NUMBER.fullmatch(words) and rows.filter(number=words).exists():
        return redirect("console:incident", number=words)
    refusal = looks_personal(words)
    found = search_incidents(rows, words=words).order_by("-opened_at") if words else rows.none()
    posts = (
        newest_posts(request.user.bureau_id, words=words, limit=SHOWN)
        if words and not refusal and may(request.user, Capability.SEE_POSTS)
        else []
    )
    now = clock.now()
    context = {
        "words": words,
        "refusal": refusal,
        "incidents": [] if refusal else [list_row(row, now) for row in found[:SHOWN]],
        "posts": [post_row(row) for row in posts],
        "posts_url": f"{reverse('console:posts')}?{urlencode({'q': words})}",
    }
    return render(request, "console/search.html", context)
