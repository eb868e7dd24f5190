"""Roles that people get besides their own: as if granted before, or by a second signature.

In:   an officer, roles.    Out:  grants.
Cost: one statement; a few for each signature.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import Origin, RoleGrant
from huiying.base.personnel.actions.sign_roles import decide_roles
from huiying.base.personnel.queries import pending_role_requests, role_request_hash
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


def sign_requests(officer: Officer, *, now: datetime = T0) -> None:
    """Let an officer give the second signature to every role that waits for it."""
    for row in pending_role_requests(officer.bureau_id):
        decide_roles(
            row,
            approve=True,
            reason="",
            shown_hash=role_request_hash(row),
            officer=officer,
            now=now,
        )
