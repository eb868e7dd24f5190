"""Which roles one person grants only with a second signature, and which exclude each other.

In:   roles.    Out:  whether they may be given by one person, whether one person may hold them.
Cost: none.

Who administers an installation, who audits it, who handles accusations and who does its work
are different people.
"""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings

from huiying.base.accounts.roles.capabilities import Role

PROTECTED = (
    Role.ADMINISTRATOR,
    Role.OFFICE,
    Role.LEADER,
    Role.DEPUTY,
    Role.SPOKESPERSON,
    Role.AUDITOR,
    Role.DISCIPLINE,
    Role.SECURITY,
)
"""Roles that one person alone can give to nobody. A change of the list is a migration."""

KEPT_BY_TWO = frozenset({Role.AUDITOR, Role.DISCIPLINE})
"""Roles that one person alone can take away from nobody: who audits watches who administers,
and who is accused rids himself of nobody who reads it."""

APART = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.DISCIPLINE, Role.SECURITY})
"""Roles of which each excludes every other role."""

THREE = (Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR)
"""The three administrators (三员): nobody is two of them, and no exemption changes that."""


def manages_people() -> Role:
    """Return the role that adds people and grants roles in this installation."""
    return Role.SECURITY if settings.THREE_ADMINISTRATORS else Role.ADMINISTRATOR


def signs_roles() -> tuple[Role, Role]:
    """Return who gives the second signature, by a role of his own: none that is lent to him."""
    return manages_people(), Role.LEADER


def confirms_accounts() -> tuple[Role, ...]:
    """Return who confirms that an officer uses his account, and signs a new one's work roles.

    By a role of his own, as ``signs_roles``: the deputies and the office too, for a duty
    officer who is new may not wait for one person.
    """
    return *signs_roles(), Role.DEPUTY, Role.OFFICE


def breaks_three(roles: Collection[Role]) -> bool:
    """Tell whether one person would be two of the three administrators, where that counts."""
    return settings.THREE_ADMINISTRATORS and len(set(roles) & set(THREE)) > 1


def excludes(roles: Collection[Role]) -> bool:
    """Tell whether roles exclude each other: administration, audit, accusations and work.

    Whoever handles accusations heads nothing and works for no unit by a role: he would read
    what is said of those who lead him, and of those with whom he works.

    >>> excludes({Role.LEADER, Role.MEMBER}), excludes({Role.ADMINISTRATOR, Role.MEMBER})
    (False, True)
    """
    return len({role if role in APART else "work" for role in roles}) > 1
