"""Read the organisation: roles, capabilities, units, who holds a role.

In:   officers, bureaus.    Out:  small lists and sets.
Cost: roles are cached on the officer object; one query each else.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower

from huiying.base.accounts.capabilities import READS, Capability, Role, capabilities_of
from huiying.base.accounts.models import (
    Bureau,
    Delegation,
    Officer,
    SavedFilter,
    Superior,
    SuperiorKind,
    Unit,
    UnitKind,
)
from huiying.base.audit.actions.append import Actor

__all__ = [
    "Bureau",
    "Officer",
    "Superior",
    "Unit",
    "actor_of",
    "agencies_of",
    "all_units_of",
    "at",
    "bureau_by_slug",
    "bureaus",
    "demo_roles",
    "filters_of",
    "find_officers",
    "holders_of",
    "in_force",
    "may",
    "names_taken",
    "officers_of",
    "only_reading",
    "own_roles_of",
    "roles_of",
    "superior_kinds",
    "superiors_of",
    "unit_kinds",
    "units_of",
]


def roles_of(officer: Officer) -> frozenset[Role]:
    """Return the roles of an officer, those lent to him too (one query, then cached)."""
    cached: frozenset[Role] | None = getattr(officer, "_roles", None)
    if cached is None:
        held = officer.grants.values_list("role", flat=True)
        if officer.as_of is not None:
            lent = in_force(officer.bureau_id, officer.as_of).filter(delegate=officer)
            held = held.union(lent.values_list("role", flat=True))
        cached = frozenset(Role(role) for role in held)
        officer._roles = cached  # type: ignore[attr-defined]
    return cached


def at(officer: Officer, now: datetime) -> Officer:
    """Let the roles count that are lent to the officer at this moment.

    Time enters by one door, so whoever lets an officer in says when it is; without a moment
    an officer has his own roles alone.
    """
    officer.as_of = now
    officer._roles = None  # type: ignore[attr-defined]
    return officer


def own_roles_of(officer: Officer) -> frozenset[Role]:
    """Return the roles that were given to the officer himself, none that is lent."""
    return frozenset(Role(role) for role in officer.grants.values_list("role", flat=True))


def in_force(bureau_id: int, now: datetime) -> QuerySet[Delegation]:
    """Return the delegations that count at a moment: the lender must still hold the role."""
    return Delegation.objects.filter(
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


def only_reading(officer: Officer) -> Officer:
    """Return the same officer as one who only looks: no act is his (回避)."""
    reader = copy(officer)
    reader.only_reads = True
    return reader


def actor_of(officer: Officer) -> Actor:
    """Return how the record names an officer: the key, and name with title for people."""
    return Actor(f"officer:{officer.pk}", officer.name or officer.username)


def bureaus() -> QuerySet[Bureau]:
    """Return all bureaus by name."""
    return Bureau.objects.order_by("name")


def bureau_by_slug(slug: str) -> Bureau | None:
    """Return one bureau, or None."""
    return Bureau.objects.filter(slug=slug).first()


def units_of(bureau_id: int) -> QuerySet[Unit]:
    """Return the active units of a bureau."""
    return Unit.objects.filter(bureau_id=bureau_id, active=True)


def agencies_of(bureau_id: int) -> QuerySet[Unit]:
    """Return the active outside agencies of a bureau's list."""
    return units_of(bureau_id).filter(kind=UnitKind.AGENCY)


def officers_of(bureau_id: int) -> QuerySet[Officer]:
    """Return the officers of a bureau with unit and roles, by name."""
    return (
        Officer.objects.filter(bureau_id=bureau_id)
        .select_related("unit")
        .prefetch_related("grants")
        .order_by("name")
    )


def holders_of(bureau_id: int, role: Role) -> QuerySet[Officer]:
    """Return the active officers who hold a role."""
    return Officer.objects.filter(
        bureau_id=bureau_id, is_active=True, grants__role=role
    ).order_by("pk")


def unit_kinds() -> list[tuple[str, str]]:
    """Return the kinds of units as choices of a form."""
    return [(kind.value, str(kind.label)) for kind in UnitKind]


def superiors_of(bureau_id: int) -> QuerySet[Superior]:
    """Return the superior bodies of a bureau, those in use first."""
    return Superior.objects.filter(bureau_id=bureau_id)


def superior_kinds() -> list[tuple[str, str]]:
    """Return the kinds of superior bodies as choices of a form."""
    return [(kind.value, str(kind.label)) for kind in SuperiorKind]


def all_units_of(bureau_id: int) -> QuerySet[Unit]:
    """Return every unit of a bureau with ``staff`` (its active officers), active ones first."""
    return (
        Unit.objects.filter(bureau_id=bureau_id)
        .annotate(staff=Count("officer", filter=Q(officer__is_active=True)))
        .order_by("-active", "kind", "name")
    )


def find_officers(
    bureau_id: int, *, words: str = "", unit: int | None = None, role: str = ""
) -> QuerySet[Officer]:
    """Return the bureau's own officers whose name, account or title holds ``words``."""
    rows = officers_of(bureau_id).order_by("-is_active", "name", "pk")
    if words:
        rows = rows.filter(
            Q(name__icontains=words) | Q(username__icontains=words) | Q(title__icontains=words)
        )
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    if role:
        rows = rows.filter(grants__role=role)
    return rows


def names_taken(usernames: Iterable[str]) -> set[str]:
    """Return which account names exist, in small letters; an account is one in all bureaus."""
    wanted = {name.lower() for name in usernames}
    rows = Officer.objects.annotate(small=Lower("username")).filter(small__in=wanted)
    return set(rows.values_list("small", flat=True))


def demo_roles() -> QuerySet[Officer]:
    """Return the officers of the demonstration's bureaus who may be entered by one click."""
    return (
        Officer.objects.filter(bureau__sandbox=True, is_active=True)
        .select_related("unit", "bureau")
        .prefetch_related("grants")
        .order_by("bureau_id", "pk")
    )


def filters_of(officer: Officer, page: str) -> list[tuple[str, str]]:
    """Return the filters that an officer keeps for a page: name and query."""
    rows = SavedFilter.objects.filter(officer=officer, page=page).order_by("name")
    return list(rows.values_list("name", "query"))
