"""The rows and filters of the list of sources.

In:   sources.    Out:  what the template shows.
Cost: one query for the counts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.work.collection.posts.queries import posts_per_source
from huiying.work.collection.sources.health import condition_of
from huiying.work.collection.sources.labels import (
    FEED,
    PAGE,
    PUSH,
    health_choices,
    kind_choices,
)
from huiying.work.collection.sources.models import Source


def source_rows(bureau_id: int, sources: list[Source], now: datetime) -> list[dict[str, Any]]:
    """Return one row per source."""
    counts = posts_per_source(bureau_id, now)
    return [
        {
            "source": source,
            "condition": condition_of(source),
            "day": counts.get(source.pk, 0),
            "fetched": source.kind in {FEED, PAGE},
            "pushed": source.kind == PUSH,
            "address": source.address.url if source.address else "",
        }
        for source in sources
    ]


def filters_of(kind: str, health: str, *, shown: int, total: int) -> dict[str, Any]:
    """Return the choices of the filter and what it hides."""
    hidden = total - shown
    return {
        "kind": kind,
        "health": health,
        "kinds": kind_choices(),
        "healths": [*health_choices(), ("OFF", _("停用"))],
        "hides": {
            "shown": _("按名称排序，显示 %(shown)s 个来源，共 %(total)s 个。")
            % {"shown": shown, "total": total},
            "hidden": _("未显示 %(count)s 个") % {"count": hidden} if hidden else "",
            "all_url": reverse("console:sources") if kind or health else "",
            "all_label": _("全部显示"),
        },
    }
