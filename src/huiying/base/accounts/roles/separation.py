"""Which roles one person grants only with a second signature, and which exclude each other.

In:   roles.    Out:  whether they may be given by one person, whether one person may hold them.
Cost: none.

Who administers an installation, who audits it and who does its work are different people.
"""

from __future__ import annotations

from collections.abc import Collection

from huiying.base.accounts.roles.capabilities import Role

PROTECTED = (
    Role.ADMINISTRATOR,
    Role.OFFICE,
    Role.LEADER,
    Role.DEPUTY,
    Role.SPOKESPERSON,
    Role.AUDITOR,
)
"""Roles that one person alone can give to nobody. A change of the list is a migration."""

KEPT_BY_TWO = frozenset({Role.AUDITOR})
"""Roles that one person alone can take away from nobody: who audits watches who administers."""

SIGNS_ROLES = (Role.ADMINISTRATOR, Role.LEADER)
"""Who gives the second signature, by a role of his own: none that is lent to him."""


def excludes(roles: Collection[Role]) -> bool:
    """Tell whether roles exclude each other: administration, audit and work.

    >>> excludes({Role.LEADER, Role.MEMBER}), excludes({Role.ADMINISTRATOR, Role.MEMBER})
    (False, True)
    """
    apart = {Role.ADMINISTRATOR, Role.AUDITOR}
    return len({role if role in apart else "work" for role in roles}) > 1
