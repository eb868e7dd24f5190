"""One search box: an incident's number opens its page, other words lead to lists.

In:   a request with ``q``, and what narrows: ``kind``, ``from``, ``to``.
Out:  incidents, posts and records found, each with how many there are; or why not.
Cost: two or three look-ups for each kind, counting stops at a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.search import count_records, record_question, search_records
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.console.audit.rows import record_row
from huiying.web.console.incidents.rows import list_rows
from huiying.web.console.shared.day_range import DayRange, day_range_of
from huiying.web.shared.post_rows import post_row, tally_words
from huiying.web.shared.requests import OfficerRequest
from huiying.work.collection.posts.search import PostQuery, count_matches
from huiying.work.incidents.incidents.queries import (
    in_order_of_keys,
    incidents_in_sight,
    search_incidents,
)
from huiying.work.incidents.placements.queries import newest_posts

NUMBER = re.compile(r"\d{4}-\d{4,}")


SHOWN = 20


@require_GET
def search(request: OfficerRequest) -> HttpResponse:
    """Search by words; persons are not searched, and the page says why."""
    require(request.user, Capability.SEE_INCIDENTS)
    words = request.GET.get("q", "").strip()
    if NUMBER.fullmatch(words) and _in_sight(request.user, words):
        return redirect("console:incident", number=words)
    refusal = personal_search_refusal(words)
    kinds = _kinds_of(request.user)
    kind = request.GET.get("kind", "")
    wanted = [kind] if kind in kinds else list(kinds)
    days = day_range_of(request)
    now = clock.now()
    context: dict[str, object] = {
        "words": words,
        "refusal": refusal,
        "days": days,
        "kind": kind,
        "kinds": list(kinds.items()),
        "narrowed": kind in kinds or bool(days),
    }
    if words and not refusal:
        context |= {name: _FIND[name](request.user, words, days, now) for name in wanted}
    return render(request, "console/search/search.html", context)


def _in_sight(officer: Officer, number: str) -> bool:
    return incidents_in_sight(officer).filter(number=number).exists()


def _kinds_of(officer: Officer) -> dict[str, str]:
    """Return what an officer may search, with its name."""
    kinds = {"incidents": _("事件")}
    if may(officer, Capability.SEE_POSTS):
        kinds["posts"] = _("帖文")
    if may(officer, Capability.READ_RECORD):
        kinds["records"] = _("办理记录")
    return kinds


@dataclass(frozen=True, slots=True)
class FoundRows:
    """What was found of one kind, how many in words, and the full list."""

    rows: Sequence[object]
    total: str
    url: str


def _incidents(officer: Officer, words: str, days: DayRange, now: datetime) -> FoundRows:
    every = incidents_in_sight(officer)
    rows = search_incidents(every, words=words, since=days.since, until=days.until)
    newest = rows.order_by("-opened_at", "-pk").values_list("pk", flat=True)[:SHOWN]
    return FoundRows(
        list_rows(in_order_of_keys(every, newest), now),
        _("找到 %(count)s 个") % {"count": rows.count()},
        _address("console:incidents", words, days),
    )


def _posts(officer: Officer, words: str, days: DayRange, now: datetime) -> FoundRows:
    del now
    question = PostQuery(words=words, since=days.since, until=days.until)
    posts = newest_posts(officer.bureau_id, question, limit=SHOWN)
    return FoundRows(
        [post_row(post, words) for post in posts],
        tally_words(count_matches(officer.bureau_id, question)),
        _address("console:posts", words, days),
    )


def _records(officer: Officer, words: str, days: DayRange, now: datetime) -> FoundRows:
    del now
    question = record_question(officer.bureau_id, words, since=days.since, until=days.until)
    rows = search_records(officer.bureau_id, question, limit=SHOWN)
    return FoundRows(
        [record_row(row) for row in rows],
        tally_words(count_records(officer.bureau_id, question)),
        _address("console:audit", words, days),
    )


_FIND = {"incidents": _incidents, "posts": _posts, "records": _records}


def _address(name: str, words: str, days: DayRange) -> str:
    """Return the full list of a kind, narrowed in the same way."""
    wanted = {"q": words, "from": days.first or "", "to": days.last or ""}
    return (
        f"{reverse(name)}?{urlencode({key: value for key, value in wanted.items() if value})}"
    )
