"""Suggestions of what to try in the demonstration, beside the desk.

In:   the signed-in officer.    Out:  the scenario's suggestions; nothing outside the demo.
Cost: no query.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.suggestions import suggestions


def demo_suggestions(officer: Officer) -> list[dict[str, Any]]:
    """Return suggestions with a link to the page where each can be tried."""
    if not settings.DEMO:
        return []
    del officer
    return [
        {
            "label": _("%(role)s：%(what)s") % {"role": item.role, "what": item.what},
            "note": item.where,
            "url": reverse("demo:enter", args=[item.officer]),
            "method": "post",
        }
        for item in suggestions()
    ]
