"""The health of sources on the desk: one mark each, sentences for those with problems.

In:   the signed-in officer.    Out:  the context of the sources component.
Cost: one query.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.sources.health_strip import health_words
from huiying.work.collection.sources.queries import source_health_strip

WORDS = {
    "ok": gettext_lazy("正常"),
    "same": gettext_lazy("未更新"),
    "empty": gettext_lazy("空"),
    "degraded": gettext_lazy("降级"),
    "failed": gettext_lazy("失败"),
    "off": gettext_lazy("未收集"),
}
SAID = 3  # sentences on the desk; the others are one click away


def strip_of(officer: Officer) -> dict[str, Any]:
    """Return marks, totals and the worst sentences of all sources of the bureau."""
    strip = source_health_strip(officer.bureau_id)
    url = reverse("console:sources") if may(officer, Capability.SEE_SOURCES) else ""
    return {
        "cells": [
            {"state": condition.mark, "name": health_words(source.name, condition.word)}
            for source, condition in strip.rows
        ],
        "summary": " · ".join(
            f"{word} {strip.counts[mark]}" for mark, word in WORDS.items() if strip.counts[mark]
        ),
        "bad": [
            {
                "level": condition.level,
                "what": condition.what,
                "safe": f"{condition.safe}{condition.do}",
                "url": url,
                "url_label": _("看来源") if url else "",
            }
            for _source, condition in strip.bad[:SAID]
        ],
        "total": len(strip.rows),
        "failed": strip.counts["failed"],
        "degraded": strip.counts["degraded"],
        "url": url,
    }
