"""The water agency is asked about the words of a draft."""

from __future__ import annotations

from huiying.base.accounts.roles.capabilities import Role
from huiying.work.responses.reviews.actions.ask_confirmation import ask_confirmation
from tests import new_accounts
from tests.factories import T0
from tests.work.responses import desk


def ask(cast, draft, now=T0, **changes):
    how = {"unit": cast.waterworks, "revision": draft.revision, "officer": cast.window}
    return ask_confirmation(draft=draft, now=now, **how | changes)


def asked(cast):
    """A draft with nothing missing about which the water agency was asked."""
    return ask(cast, desk.ready(cast, T0))


def put_in(cast, role=Role.SECTION_OFFICER, unit=None, now=T0):
    """An account that the administrator alone added, to a unit or to none."""
    return new_accounts.put_in(cast, f"new-{role}", role, unit=unit, now=now)
