"""What every page of the shell shows: the clock, the bureau, what the officer may open.

In:   the request.    Out:  the template variable ``shell``.
Cost: no query beyond the officer's roles.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from huiying.base.accounts.capabilities import capabilities_of
from huiying.base.accounts.queries import Officer
from huiying.base.accounts.queries import roles_of
from huiying.jobs import clock

THEMES = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the facts that base templates need."""
    user = getattr(request, "user", None)
    officer = user if isinstance(user, Officer) else None
    theme = request.COOKIES.get("theme", "")
    return {
        "shell": {
            "now": clock.now(),
            "rate": clock.rate(),
            "demo": settings.DEMO,
            "theme": theme if theme in THEMES else "",
            "officer": officer,
            "can": {c.value for c in capabilities_of(roles_of(officer))} if officer else set(),
        }
    }
