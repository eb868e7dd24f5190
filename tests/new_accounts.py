"""Accounts that one administrator made: not confirmed yet, with roles that two signed for.

In:   a cast, a role.    Out:  the officer as he is stored.
Cost: a few writes.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.set_up import add_officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.personnel.actions.set_roles import set_roles
from huiying.base.personnel.actions.sign_roles import decide_roles
from huiying.base.personnel.models import RoleRequest
from huiying.base.personnel.queries import role_request_hash
from tests.factories import PASSWORD, T0, Cast


def add(cast: Cast, username: str, *, unit=None, now: datetime = T0, by=None) -> Officer:
    """An account that an administrator added, without any role."""
    by = by or cast.admin
    return add_officer(
        bureau=cast.bureau,
        username=username,
        name="赵一平",
        password=PASSWORD,
        roles=frozenset(),
        unit=unit,
        temporary=True,
        actor=by.audit_actor(),
        by=by,
        now=now,
    )


def ask_roles(officer: Officer, by: Officer, *roles: Role, now: datetime = T0) -> RoleRequest:
    """The administrator asks for its roles."""
    row = set_roles(officer=officer, roles=frozenset(roles), active=True, by=by, now=now)
    assert row is not None
    return row


def sign(row: RoleRequest, officer: Officer, *, now: datetime = T0) -> None:
    """A second person signs them."""
    decide_roles(
        row,
        approve=True,
        reason="",
        shown_hash=role_request_hash(row),
        officer=officer,
        now=now,
    )


def take_over(officer: Officer, *, now: datetime = T0) -> Officer:
    """Its officer chose a password of his own and signed in."""
    Officer.objects.filter(pk=officer.pk).update(last_login=now, must_change_password=False)
    return Officer.objects.get(pk=officer.pk)


def put_in(
    cast: Cast, username: str, role: Role, *, unit=None, now: datetime = T0, by=None
) -> Officer:
    """An account that the administrator alone added and that nobody confirmed.

    The leader signed its role before anybody used it: so that confirmed nothing.
    """
    officer = add(cast, username, unit=unit, now=now, by=by)
    sign(ask_roles(officer, by or cast.admin, role, now=now), cast.leader, now=now)
    return Officer.objects.get(pk=officer.pk)
