"""Read the organisation: roles, capabilities, units, who holds a role.

In:   officers, bureaus.    Out:  small lists and sets.
Cost: roles are cached on the officer object; one query each else.
"""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.base.accounts.capabilities import Capability, Role, capabilities_of
from huiying.base.accounts.models import Bureau, Officer, Unit
from huiying.base.audit.actions.append import Actor


def roles_of(officer: Officer) -> frozenset[Role]:
    """Return the roles of an officer (one query, then cached on the object)."""
    cached: frozenset[Role] | None = getattr(officer, "_roles", None)
    if cached is None:
        cached = frozenset(Role(role) for role in officer.grants.values_list("role", flat=True))
        officer._roles = cached  # type: ignore[attr-defined]  # noqa: SLF001 - a cache on the row
    return cached


def may(officer: Officer, capability: Capability) -> bool:
    """Tell whether an officer has a capability."""
    return officer.is_active and capability in capabilities_of(roles_of(officer))


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
