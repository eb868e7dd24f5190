"""What signing shares on both sides: the office that signed, the moment as files say it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.audit.house_text import house_label, house_text
from huiying.policy.time.zone import LOCAL

SIGNERS: Final = (Role.LEADER, Role.DEPUTY)


def office_of(officer: Officer) -> str:
    """Return as what an officer signs; who signs for a leader has none of the roles."""
    held = own_roles_of(officer)
    found = next((role for role in SIGNERS if role in held), None)
    return house_label(found.label) if found else house_text("受委托签发人")


def local_moment(at: datetime) -> str:
    """Return a moment as files spell it."""
    return at.astimezone(LOCAL).isoformat()
