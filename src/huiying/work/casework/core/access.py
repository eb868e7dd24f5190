"""Who may see rows of casework, whatever the noun.

In:   an officer.    Out:  yes or no.
Cost: none.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may

OWN_UNIT_ONLY = (Capability.SIGN, Capability.REPORT_BACK)
"""Acts of a unit on what it was given."""


def sees_all_units(officer: Officer) -> bool:
    """Tell whether an officer sees the matters of every unit."""
    return may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)
