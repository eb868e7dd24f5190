"""Whom to telephone: one officer for a unit, a role, or an account.

In:   the units, roles and officers that hold time.    Out:  the name and office telephone.
Cost: one query.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, Role, capabilities_of

UNIT_ROLES = frozenset(
    role for role in Role if Capability.SIGN in capabilities_of(frozenset({role}))
)
"""Who of a unit answers for its notices."""


@dataclass(frozen=True, slots=True)
class Contact:
    """An officer as others reach them; phone: "" = none is known."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts that were asked for; one that is not known is an empty ``Contact``."""

    units: dict[int, Contact]
    roles: dict[str, Contact]
    officers: dict[int, Contact]

    def of(
        self, *, unit: int | None = None, role: str = "", officer: int | None = None
    ) -> Contact:
        """Return the contact of an officer, else of a unit, else of a role."""
        if officer is not None and officer in self.officers:
            return self.officers[officer]
        if unit is not None and unit in self.units:
            return self.units[unit]
        return self.roles.get(role, Contact())


def contacts_of(
    bureau_id: int,
    *,
    units: Collection[int] = (),
    roles: Collection[str] = (),
    officers: Collection[int] = (),
) -> Contacts:
    """Return whom to call: of a unit an officer who may sign, who has a telephone first."""
    rows = (
        Officer.objects.filter(bureau_id=bureau_id, is_active=True)
        .filter(
            Q(unit_id__in=units, grants__role__in=UNIT_ROLES)
            | Q(grants__role__in=roles)
            | Q(pk__in=officers)
        )
        .order_by("pk")
        .values_list("pk", "name", "phone", "unit_id", "grants__role")
    )
    found = Contacts({}, {}, {})
    for pk, name, phone, unit, role in sorted(rows, key=lambda row: not row[2]):
        contact = Contact(name, phone)
        if pk in officers:
            found.officers.setdefault(pk, contact)
        if unit in units and role in UNIT_ROLES:
            found.units.setdefault(unit, contact)
        if role in roles:
            found.roles.setdefault(role, contact)
    return found
