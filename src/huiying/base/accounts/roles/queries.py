"""Read roles: what an officer may do, who holds a role, which delegations are in force.

In:   officers, bureaus, moments.    Out:  roles, officers, delegations.
Cost: roles are cached on the officer object; one query each else.
"""

from __future__ import annotations

from copy import copy
from datetime import datetime

from django.db.models import F, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import READS, Capability, Role, capabilities_of
from huiying.base.accounts.roles.models import Delegation


def roles_of(officer: Officer) -> frozenset[Role]:
    """Return the roles of an officer, those lent to him too (one query, then cached)."""
    cached: frozenset[Role] | None = getattr(officer, "_roles", None)
    if cached is None:
        held = officer.grants.values_list("role", flat=True)
        if officer.as_of is not None:
            lent = active_delegations(officer.bureau_id, officer.as_of).filter(delegate=officer)
            held = held.union(lent.values_list("role", flat=True))
        cached = frozenset(Role(role) for role in held)
        officer._roles = cached  # type: ignore[attr-defined]
    return cached


def with_delegated_roles(officer: Officer, now: datetime) -> Officer:
    """Let the roles count that are lent to the officer at this moment.

    Time enters by one door, so whoever lets an officer in says when it is; without a moment
    an officer has his own roles alone.
    """
    officer.as_of = now
    officer._roles = None  # type: ignore[attr-defined]
    officer._behind = None  # type: ignore[attr-defined]
    return officer


def own_roles_of(officer: Officer) -> frozenset[Role]:
    """Return the roles that were given to the officer himself, none that is lent."""
    return frozenset(Role(role) for role in officer.grants.values_list("role", flat=True))


def active_delegations(bureau_id: int, now: datetime) -> QuerySet[Delegation]:
    """Return the delegations that count at a moment: the lender must still hold the role.

    One that somebody else made for the lender counts once a second person has confirmed it.
    """
    return Delegation.objects.filter(
        Q(made_by=F("principal")) | Q(confirmed_at__isnull=False),
        bureau_id=bureau_id,
        from_at__lte=now,
        until_at__gt=now,
        revoked_at__isnull=True,
        principal__is_active=True,
        principal__grants__role=F("role"),
    )


def may(officer: Officer, capability: Capability) -> bool:
    """Tell whether an officer has a capability."""
    if officer.only_reads and capability not in READS:
        return False
    return officer.is_active and capability in capabilities_of(roles_of(officer))


def read_only(officer: Officer) -> Officer:
    """Return the same officer as one who only looks: no act is his (回避)."""
    reader = copy(officer)
    reader.only_reads = True
    return reader


def holders_of(bureau_id: int, role: Role) -> QuerySet[Officer]:
    """Return the active officers who hold a role."""
    return Officer.objects.filter(
        bureau_id=bureau_id, is_active=True, grants__role=role
    ).order_by("pk")
