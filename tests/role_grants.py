"""Roles that people of the cast get besides their own, as if they had been granted before.

In:   an officer, roles.    Out:  grants.
Cost: one statement.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import Origin, RoleGrant
from tests.factories import T0


def hold(officer: Officer, *roles: Role) -> None:
    """Let an officer hold further roles."""
    RoleGrant.objects.bulk_create(
        RoleGrant(
            bureau_id=officer.bureau_id,
            officer=officer,
            role=role,
            granted_at=T0,
            origin=Origin.EARLIER,
        )
        for role in roles
    )
    officer.__dict__.pop("_roles", None)


def hold_only(officer: Officer, *roles: Role) -> None:
    """Let an officer hold these roles and no other."""
    RoleGrant.objects.filter(officer=officer).delete()
    hold(officer, *roles)
