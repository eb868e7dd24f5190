"""Whom to call about work that an officer, a unit or a role holds.

In:   a bureau, the holders in question.    Out:  for each the person to call, with telephone.
Cost: one query for all of them.

The persons are colleagues in their office, for officers of the same bureau: no page of the
public and no page without names asks for them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to call; others: how many more hold the same.

    Attributes:
        key: The officer's primary key.
        unit: Name of the officer's unit, "" = none.
        phone: The officer's own if colleagues may see it, else the unit's; "" = none is known.
        unshared: There is one, but he has not let colleagues see it.
    """

    key: int
    name: str
    unit: str
    phone: str
    others: int = 0
    unshared: bool = False


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contacts by what they hold; a holder of whom nobody is known has no entry."""

    officers: dict[int, Contact] = field(default_factory=dict)
    units: dict[int, Contact] = field(default_factory=dict)
    roles: dict[str, Contact] = field(default_factory=dict)

    def of(self, *, officer_id: int | None, unit_id: int | None, role: str) -> Contact | None:
        """Return whom to call: the officer, else the unit's, else one who holds the role."""
        if officer_id is not None:
            return self.officers.get(officer_id)
        if unit_id is not None:
            return self.units.get(unit_id)
        return self.roles.get(role)


def contacts_of(
    bureau_id: int,
    *,
    officers: Collection[int],
    units: Collection[int],
    roles: Collection[str],
    first: Collection[int] = (),
) -> Contacts:
    """Return whom to call for each holder; who has a telephone before who has none.

    Args:
        first: Keys of officers before all others: those on duty now.
    """
    wanted = Q(pk__in=officers) | Q(unit_id__in=units) | Q(grants__role__in=roles)
    rows = Officer.objects.filter(wanted, bureau_id=bureau_id, is_active=True).order_by()
    columns = (
        "pk",
        "name",
        "phone",
        "phone_shared",
        "unit_id",
        "unit__name",
        "unit__phone",
        "grants__role",
    )
    found = sorted(
        {_Line(*row) for row in rows.values_list(*columns)},
        key=lambda line: (line.key not in first, not line.call, line.key),
    )
    signing = [line for line in found if line.role == Role.SECTION_OFFICER]
    return Contacts(
        {line.key: _contact([line]) for line in found if line.key in officers},
        {
            unit_id: _contact(lines)
            for unit_id in units
            if (lines := _of_unit(signing, unit_id) or _of_unit(found, unit_id))
        },
        {
            role: _contact(lines)
            for role in roles
            if (lines := [line for line in found if line.role == role])
        },
    )


class _Line(NamedTuple):
    """An officer with one of his roles."""

    key: int
    name: str
    phone: str
    shared: bool
    unit_id: int | None
    unit: str | None
    unit_phone: str | None
    role: str | None

    @property
    def call(self) -> str:
        """The own telephone if the officer lets colleagues see it, else that of the unit."""
        return (self.phone if self.shared else "") or self.unit_phone or ""


def _of_unit(lines: list[_Line], unit_id: int) -> list[_Line]:
    return [line for line in lines if line.unit_id == unit_id]


def _contact(lines: list[_Line]) -> Contact:
    one, people = lines[0], {line.key for line in lines}
    unshared = bool(one.phone) and not one.call
    return Contact(one.key, one.name, one.unit or "", one.call, len(people) - 1, unshared)
