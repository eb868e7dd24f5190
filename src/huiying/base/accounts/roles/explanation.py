"""Explain why an officer may or may not do something: roles, delegated roles, account state.

It reads the same table and the same delegations as ``queries.may``; a test holds the two
together for every role and capability.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, Role, roles_with
from huiying.base.accounts.roles.models import Delegation
from huiying.base.accounts.roles.queries import active_delegations, own_roles_of


@dataclass(frozen=True, slots=True)
class PermissionGrounds:
    """What decides for one officer and one capability, as far as roles go."""

    active: bool  # the account can sign in
    own: tuple[Role, ...]  # roles of his that allow it
    delegations: tuple[Delegation, ...]  # in force, of a role that allows it
    others: tuple[Role, ...]  # roles that he has and that do not allow it
    needed: tuple[Role, ...]  # every role that would allow it

    @property
    def allowed(self) -> bool:
        """Tell whether roles allow it."""
        return self.active and bool(self.own or self.delegations)


def permission_grounds(
    officer: Officer, capability: Capability, now: datetime
) -> PermissionGrounds:
    """Return why roles allow or forbid something to an officer at a moment."""
    needed = roles_with(capability)
    held = own_roles_of(officer)
    delegations = delegations_with_people(officer.bureau_id, now).filter(
        delegate=officer, role__in=needed
    )
    return PermissionGrounds(
        active=officer.is_active,
        own=tuple(role for role in needed if role in held),
        delegations=tuple(delegations),
        others=tuple(sorted(held - set(needed))),
        needed=needed,
    )


def officers_allowed(bureau_id: int, capability: Capability) -> list[Officer]:
    """Return who has the capability by a role of his own, by name."""
    rows = Officer.objects.filter(
        bureau_id=bureau_id, is_active=True, grants__role__in=roles_with(capability)
    )
    return list(rows.distinct().order_by("name", "pk"))


def delegations_with_people(bureau_id: int, now: datetime) -> QuerySet[Delegation]:
    """Return the delegations in force with both people."""
    return active_delegations(bureau_id, now).select_related("principal", "delegate")
