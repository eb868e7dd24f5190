"""As what somebody signs a report: the office and the unit that he holds at that moment.

In:   an officer.    Out:  words that are kept with the signature.
Cost: one query.
"""

from __future__ import annotations

from typing import Final

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.audit.house_text import house_label, house_text

SIGNERS: Final = (Role.LEADER, Role.DEPUTY)


def office_of(officer: Officer) -> str:
    """Return as what somebody signs; who signs for a leader has none of the roles himself."""
    held = own_roles_of(officer)
    found = next((role for role in SIGNERS if role in held), None)
    return house_label(found.label) if found else house_text("受委托签发人")


def unit_name_of(officer: Officer) -> str:
    """Return the unit of an officer, "" = of none."""
    return officer.unit.name if officer.unit else ""
