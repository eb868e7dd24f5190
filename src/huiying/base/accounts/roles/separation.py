"""Which roles one person grants only with a second signature, and which exclude each other.

In:   roles.    Out:  whether they may be given by one person, whether one person may hold them.
Cost: none.

Who administers an installation, who audits it, who handles accusations and who does its work
are different people.
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
    Role.DISCIPLINE,
)
"""Roles that one person alone can give to nobody. A change of the list is a migration."""

KEPT_BY_TWO = frozenset({Role.AUDITOR, Role.DISCIPLINE})
"""Roles that one person alone can take away from nobody: who audits watches who administers,
and who is accused rids himself of nobody who reads it."""

APART = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.DISCIPLINE})
"""Roles of which each excludes every other role."""

SIGNS_ROLES = (Role.ADMINISTRATOR, Role.LEADER)
"""Who gives the second signature, by a role of his own: none that is lent to him."""


def excludes(roles: Collection[Role]) -> bool:
    """Tell whether roles exclude each other: administration, audit, accusations and work.

    Whoever handles accusations heads nothing and works for no unit by a role: he would read
    what is said of those who lead him, and of those with whom he works.

    >>> excludes({Role.LEADER, Role.MEMBER}), excludes({Role.ADMINISTRATOR, Role.MEMBER})
    (False, True)
    """
    return len({role if role in APART else "work" for role in roles}) > 1
