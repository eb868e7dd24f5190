"""Read requests for roles: what waits, who could sign, which exemptions are in force.

In:   a bureau, an officer, a request.    Out:  rows, the hash that a signature is bound to.
Cost: one or two queries each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from huiying.base.accounts.core.hands import hand_of
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import officers_of
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.accounts.roles.separation import (
    APART,
    PROTECTED,
    THREE,
    breaks_three,
    confirms_accounts,
    excludes,
    signs_roles,
)
from huiying.base.personnel.models import RoleRequest, as_roles
from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content


@dataclass(frozen=True, slots=True)
class ExclusiveRoles:
    """Somebody who holds roles that exclude each other, and the exemption, if there is one."""

    officer: Officer
    roles: tuple[Role, ...]
    exemption: RoleRequest | None


def role_requests_of(bureau_id: int) -> QuerySet[RoleRequest]:
    """Return the requests of a bureau with their people, newest first."""
    return RoleRequest.objects.filter(bureau_id=bureau_id).select_related(
        "officer", "requested_by", "signoff__decided_by"
    )


def pending_role_requests(bureau_id: int) -> QuerySet[RoleRequest]:
    """Return the requests that wait for a second signature."""
    return role_requests_of(bureau_id).filter(signoff__decision=Decision.PENDING)


def request_content(row: RoleRequest, held: frozenset[Role]) -> dict[str, Any]:
    """Return what is asked for, as it is bound; other roles of the officer void it."""
    return {
        "schema": 1,
        "officer": row.officer_id,
        "held": sorted(held),
        "added": row.added,
        "removed": row.removed,
        "reason": row.reason,
        "exemption": row.exemption,
    }


def role_request_hash(row: RoleRequest) -> str:
    """Return the hash of a request as it stands now."""
    return hash_of_content(request_content(row, own_roles_of(row.officer)))


def exemption_for(officer: Officer, roles: frozenset[Role]) -> RoleRequest | None:
    """Return the newest exemption by which an officer may hold these roles together."""
    rows = role_requests_of(officer.bureau_id).filter(
        officer=officer, signoff__decision=Decision.APPROVED
    )
    return next((row for row in rows.exclude(exemption="") if roles <= row.after), None)


def exclusive_roles_of(bureau_id: int) -> list[ExclusiveRoles]:
    """Return who holds roles that exclude each other, with or without an exemption."""
    found = []
    apart = officers_of(bureau_id).filter(
        is_active=True, grants__role__in=[str(role) for role in APART]
    )
    for officer in apart.distinct():
        roles = frozenset(Role(grant.role) for grant in officer.grants.all())
        if excludes(roles):
            exemption = exemption_for(officer, roles)
            found.append(ExclusiveRoles(officer, tuple(sorted(roles)), exemption))
    return found


def two_administrators_in_one(bureau_id: int) -> list[ExclusiveRoles]:
    """Return who is two of the three administrators, where they are kept apart."""
    found = []
    rows = officers_of(bureau_id).filter(
        is_active=True, grants__role__in=[str(role) for role in THREE]
    )
    for officer in rows.distinct():
        roles = frozenset(Role(grant.role) for grant in officer.grants.all())
        if breaks_three(roles):
            found.append(ExclusiveRoles(officer, tuple(sorted(roles & set(THREE))), None))
    return found


def may_sign_roles(row: RoleRequest, officer: Officer, now: datetime) -> bool:
    """Tell whether an officer may give the second signature.

    Another administrator or the leader, by a role of his own; where an account that is new
    gets work roles alone, also a deputy or the office. Never who asked or whose roles
    they are, nor where one person could act with his account and with one of theirs.
    """
    if not officer.is_active or not own_roles_of(officer) & set(signing_roles(row)):
        return False
    return hand_of(officer, now).isdisjoint({row.requested_by_id, row.officer_id})


def signing_roles(row: RoleRequest) -> tuple[Role, ...]:
    """Return which roles sign a request."""
    plain = not row.removed and not row.exemption and not as_roles(row.added) & set(PROTECTED)
    return confirms_accounts() if plain else signs_roles()


def role_signers(row: RoleRequest, now: datetime) -> list[Officer]:
    """Return who could sign a request."""
    rows = officers_of(row.bureau_id).filter(
        is_active=True, grants__role__in=[str(role) for role in signing_roles(row)]
    )
    out = hand_of(row.requested_by, now) | hand_of(row.officer, now)
    return [officer for officer in rows.distinct() if officer.pk not in out]


def accounts_to_confirm(bureau_id: int) -> list[Officer]:
    """Return the accounts that somebody added, moved or enabled and nobody else confirmed."""
    rows = officers_of(bureau_id).filter(is_active=True).exclude(hands=[])
    return list(rows.order_by("placed_at", "pk"))


def uses_account(officer: Officer) -> bool:
    """Tell whether somebody has signed in to an account with a password of his own."""
    return officer.last_login is not None and not officer.must_change_password


def may_confirm_account(officer: Officer, by: Officer, now: datetime) -> bool:
    """Tell whether ``by`` may confirm that an officer exists and uses his account.

    An administrator, the leader, a deputy or the office, by a role of his own; never the
    officer himself nor an account of a hand that the account is in.
    """
    if not officer.hands or not officer.is_active or officer.bureau_id != by.bureau_id:
        return False
    if not by.is_active or not own_roles_of(by) & set(confirms_accounts()):
        return False
    return officer.pk not in hand_of(by, now)


def accounts_confirmed_by(officer: Officer, now: datetime) -> list[Officer]:
    """Return the accounts that an officer may confirm now, the oldest first."""
    rows = [row for row in accounts_to_confirm(officer.bureau_id) if uses_account(row)]
    if not rows or not own_roles_of(officer) & set(confirms_accounts()):
        return []
    own = hand_of(officer, now)
    return [row for row in rows if row.pk not in own]
