"""Read the risk register: in sight of an officer, by words, overdue, waiting for somebody.

In:   an officer, words.    Out:  risks with unit and owner.
Cost: one query each.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.access import sees_all_units
from huiying.work.prevention.risks.models import Risk, RiskDate, RiskState, RiskVersion

OWNER_LEFT = (
    Q(owner__is_active=False)
    | Q(owner__unit__isnull=True)
    | ~Q(owner__unit=F("unit"))
    | Q(unit__active=False)
)
OVERDUE, LEFT = "overdue", "left"


def all_risks(bureau_id: int) -> QuerySet[Risk]:
    """Return the risks of a bureau, the gravest first."""
    rows = Risk.objects.filter(bureau_id=bureau_id)
    return rows.select_related("unit", "owner", "registered_by").order_by(
        "-score", "next_review", "pk"
    )


def visible_risks(officer: Officer) -> QuerySet[Risk]:
    """Return the risks of the officer's unit; of the bureau for who sees every unit."""
    rows = all_risks(officer.bureau_id)
    if sees_all_units(officer):
        return rows
    return rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()


def search_risks(rows: QuerySet[Risk], words: str) -> QuerySet[Risk]:
    """Narrow risks by words in number, title, text, topic, signs, measures or unit."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(description__icontains=word)
            | Q(topic__icontains=word)
            | Q(signs__icontains=word)
            | Q(measures__icontains=word)
            | Q(unit__name__icontains=word)
        )
    return rows


def narrow_risks(
    rows: QuerySet[Risk],
    *,
    now: datetime,
    level: str = "",
    state: str = "",
    unit: int | None = None,
    late: str = "",
) -> QuerySet[Risk]:
    """Narrow risks by level, state and unit, to those overdue or without an owner."""
    if level:
        rows = rows.filter(level=level)
    if state:
        rows = rows.filter(state=state)
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    if late == OVERDUE:
        rows = overdue_risks(rows, now)
    if late == LEFT:
        rows = rows.filter(OWNER_LEFT, state=RiskState.LISTED)
    return rows


def overdue_risks(rows: QuerySet[Risk], now: datetime) -> QuerySet[Risk]:
    """Return the risks whose review is overdue."""
    return rows.filter(state=RiskState.LISTED, next_review__lt=now.astimezone(LOCAL).date())


def is_overdue(risk: Risk, now: datetime) -> bool:
    """Tell whether the review of a risk is overdue."""
    listed = risk.state == RiskState.LISTED
    return listed and risk.next_review < now.astimezone(LOCAL).date()


def combs_for(officer: Officer, risk: Risk) -> bool:
    """Tell whether an officer keeps a risk: the office, or who combs for its unit."""
    if may(officer, Capability.SUPERVISE):
        return True
    return may(officer, Capability.COMB_RISKS) and risk.unit_id == officer.unit_id


def risks_to_review(officer: Officer, now: datetime) -> QuerySet[Risk]:
    """Return the overdue risks that are the officer's next: of his unit, the owner first.

    The office sees its own; those of other units when they have nobody.
    """
    if not may(officer, Capability.COMB_RISKS):
        return Risk.objects.none()
    rows = overdue_risks(all_risks(officer.bureau_id), now)
    return rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()


def ownerless_risks(bureau_id: int) -> QuerySet[Risk]:
    """Return the listed risks whose owner left, or whose unit was dissolved."""
    return all_risks(bureau_id).filter(OWNER_LEFT, state=RiskState.LISTED)


def risks_without_owner(officer: Officer) -> QuerySet[Risk]:
    """Return the risks whose owner left, for who can appoint another one."""
    rows = ownerless_risks(officer.bureau_id)
    if may(officer, Capability.SUPERVISE):
        return rows
    if may(officer, Capability.COMB_RISKS) and officer.unit_id:
        return rows.filter(unit_id=officer.unit_id)
    return rows.none()


def versions_of(risk: Risk) -> QuerySet[RiskVersion]:
    """Return the versions of a risk, the newest first."""
    return risk.versions.select_related("by", "signed_by").order_by("-version")


def dates_of(bureau_id: int) -> QuerySet[RiskDate]:
    """Return the dates of each year that a bureau keeps."""
    return RiskDate.objects.filter(bureau_id=bureau_id)


def owners_of(officer: Officer) -> QuerySet[Officer]:
    """Return who can own a risk that this officer registers: of his unit, or of any."""
    rows = Officer.objects.filter(
        bureau_id=officer.bureau_id, is_active=True, unit__isnull=False, unit__active=True
    )
    if not may(officer, Capability.SUPERVISE):
        rows = rows.filter(unit=officer.unit)
    return rows.select_related("unit").order_by("unit__name", "name", "pk")
