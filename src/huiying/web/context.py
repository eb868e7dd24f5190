"""The template context of every page: clock, bureau, menu of the officer.

In:   the request.    Out:  the template variable ``shell``.
Cost: nothing until a template asks, so that public pages and error pages pay nothing; a page of
      the console pays the officer's roles, the bureau's name and four small queries.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, capabilities_of
from huiying.base.accounts.roles.queries import may, roles_of
from huiying.base.accounts.roster.queries import on_duty
from huiying.jobs import clock
from huiying.policy.procedure.stages import SETTLED
from huiying.web.console.roster.on_duty import on_duty_names
from huiying.work.casework.notices.queries import guidance_to_sign, notices_to_sign
from huiying.work.collection.sources.queries import last_collected_at
from huiying.work.incidents.incidents.queries import incidents_in_sight

THEMES = ("light", "dark")


class Shell:
    """The facts that base templates need, each looked up when it is asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.now = clock.now()
        self.rate = clock.rate()
        self.demo = settings.DEMO
        theme = request.COOKIES.get("theme", "")
        self.theme = theme if theme in THEMES else ""

    @cached_property
    def officer(self) -> Officer | None:
        """Return who is signed in."""
        user = getattr(self._request, "user", None)
        return user if isinstance(user, Officer) else None

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
    def counts(self) -> dict[str, int]:
        """Return what waits behind the lines of the menu; no entry = no number is shown."""
        officer = self.officer
        if officer is None:
            return {}
        found = {}
        if may(officer, Capability.SIGN):
            found["notices"] = (
                notices_to_sign(officer).count() + guidance_to_sign(officer).count()
            )
        if may(officer, Capability.SEE_INCIDENTS):
            open_rows = incidents_in_sight(officer).exclude(stage__in=SETTLED)
            found["incidents"] = open_rows.order_by().count()
        return found

    @cached_property
    def fresh_at(self) -> datetime | None:
        """Return when a source was last read without failure; None when never."""
        return last_collected_at(self.officer.bureau_id) if self.officer else None


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the facts that base templates need."""
    return {"shell": Shell(request)}
