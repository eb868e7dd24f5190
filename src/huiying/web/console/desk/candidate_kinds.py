"""The two kinds of candidates on the desk: events and policy questions (话题).

In:   a request, the waiting candidates.    Out:  those that are asked for, and the links.
Cost: one counting query.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.work.incidents.candidates.models import Candidate

ONLY = {"incident": False, "topic": True}


def candidate_kinds(
    request: HttpRequest, rows: QuerySet[Candidate]
) -> tuple[QuerySet[Candidate], int, list[dict[str, Any]]]:
    """Return the candidates of the kind asked for, how many wait in all, and the links.

    There are no links while no policy question waits and none is asked for.
    """
    counted = rows.order_by().aggregate(
        every=Count("pk"), topics=Count("pk", filter=Q(is_topic=True))
    )
    every, topics = counted["every"], counted["topics"]
    asked = request.GET.get("kind", "")
    asked = asked if asked in ONLY else ""
    if not topics and not asked:
        return rows, every, []
    counts = {"": every, "incident": every - topics, "topic": topics}
    words = {"": _("全部"), "incident": _("事件"), "topic": _("话题")}
    links = [
        {
            "label": words[kind],
            "count": counts[kind],
            "url": f"{reverse('console:desk')}{_query(request, kind)}#candidates",
            "current": kind == asked,
        }
        for kind in words
    ]
    return (rows.filter(is_topic=ONLY[asked]) if asked else rows), every, links


def _query(request: HttpRequest, kind: str) -> str:
    pairs = [(key, value) for key, value in request.GET.items() if key != "kind"]
    query = urlencode([*pairs, *([("kind", kind)] if kind else [])])
    return f"?{query}" if query else ""
