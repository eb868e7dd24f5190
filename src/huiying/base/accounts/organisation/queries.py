"""Read the organisation of a bureau: units, officers, superior bodies."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from huiying.base.accounts.core.models import Officer, Unit, UnitKind
from huiying.base.accounts.organisation.models import Superior, SuperiorKind


def units_of(bureau_id: int) -> QuerySet[Unit]:
    """Return the active units of a bureau."""
    return Unit.objects.filter(bureau_id=bureau_id, active=True)


def office_of(bureau_id: int) -> Unit | None:
    """Return the office of the leading group; None while none is named."""
    return Unit.objects.filter(bureau_id=bureau_id, is_office=True, active=True).first()


def search_units(bureau_id: int, words: str) -> QuerySet[Unit]:
    """Return the active units whose name or duties hold every word."""
    rows = units_of(bureau_id)
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(duties__icontains=word))
    return rows.order_by("name")


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


def taken_usernames(usernames: Iterable[str]) -> set[str]:
    """Return which account names exist, in small letters; an account is one in all bureaus."""
    wanted = {name.lower() for name in usernames}
    rows = Officer.objects.annotate(small=Lower("username")).filter(small__in=wanted)
    return set(rows.values_list("small", flat=True))


def demo_officers() -> QuerySet[Officer]:
    """Return the officers of the demonstration's bureaus who may be entered by one click."""
    return (
        Officer.objects.filter(bureau__sandbox=True, is_active=True)
        .select_related("unit", "bureau")
        .prefetch_related("grants")
        .order_by("bureau_id", "pk")
    )
