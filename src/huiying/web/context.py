"""The template context of every page: clock, bureau, menu of the officer.

In:   the request.    Out:  the template variable ``shell``.
Cost: nothing until a template asks, so that public pages and error pages pay nothing; a page of
      the console pays the officer's roles, the bureau's name and a few small queries.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import capabilities_of
from huiying.base.accounts.roles.queries import roles_of
from huiying.base.accounts.roster.queries import on_duty
from huiying.jobs import clock
from huiying.jobs.drills.folder import real_incidents
from huiying.web.console.roster.on_duty import on_duty_names
from huiying.web.console.shared.menu import MenuLine, MenuTab, menu_lines, menu_tabs
from huiying.web.console.shared.menu_counts import waiting_counts
from huiying.work.collection.sources.queries import last_collected_at

THEMES = ("light", "dark")


class Shell:
    """The facts that base templates need, each looked up when it is asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.now = clock.now()
        self.rate = clock.rate()
        self.demo = settings.DEMO
        self.idle_seconds = settings.IDLE_SECONDS
        self.drill = settings.DRILL  # number and title, in the installation of a drill
        theme = request.COOKIES.get("theme", "")
        self.theme = theme if theme in THEMES else ""

    @cached_property
    def officer(self) -> Officer | None:
        """Return who is signed in."""
        user = getattr(self._request, "user", None)
        return user if isinstance(user, Officer) else None

    @cached_property
    def real_incidents(self) -> list[str]:
        """Return the numbers of real grave incidents that run while this is practised."""
        return real_incidents(Path(settings.DATA_DIR)) if self.drill else []

    @cached_property
    def can(self) -> set[str]:
        """Return the capabilities of the officer by their codes."""
        if self.officer is None:
            return set()
        return {str(item) for item in capabilities_of(roles_of(self.officer))}

    @cached_property
    def bureau_name(self) -> str:
        """Return the name of the officer's bureau; empty when nobody is signed in."""
        return self.officer.bureau.name if self.officer else ""

    @cached_property
    def keys_off(self) -> bool:
        """Tell whether the officer switched single keys off."""
        return self.officer is not None and self.officer.keys_off

    @cached_property
    def duty(self) -> str:
        """Return who keeps the desk now and who leads; empty when nobody does."""
        if self.officer is None:
            return ""
        return on_duty_names(on_duty(self.officer.bureau_id, self.now))

    @cached_property
    def waiting(self) -> dict[str, int]:
        """Return what waits for the officer on the pages of the menu, in one query."""
        return waiting_counts(self.officer) if self.officer else {}

    @cached_property
    def menu(self) -> list[MenuLine]:
        """Return the lines of the menu."""
        return menu_lines(self._request.path, self.can, self.waiting)

    @cached_property
    def tabs(self) -> list[MenuTab]:
        """Return the other pages of the group, for the page that is one of its lists."""
        return menu_tabs(self._request.path, self.can, self.waiting)

    @cached_property
    def fresh_at(self) -> datetime | None:
        """Return when a source was last read without failure; None when never."""
        return last_collected_at(self.officer.bureau_id) if self.officer else None


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the facts that base templates need."""
    return {"shell": Shell(request)}
