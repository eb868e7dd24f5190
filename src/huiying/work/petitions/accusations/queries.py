"""Read accusations: which an officer may see, which wait for somebody who may handle them.

In:   an officer or a bureau, the moment.    Out:  rows, numbers.
Cost: one query, and two for the officer's delegations.

Whoever is accused, works for a unit that is accused, stands in for one of them or has one of
them stand in for him sees nothing, leaders included. Until it is recorded who is accused,
every unit and every officer who acts for another counts as accused.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.delegations import persons_behind, units_behind
from huiying.base.accounts.roles.queries import (
    active_delegations,
    holders_of,
    may,
    own_roles_of,
)
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.restricted import restricted_chain
from huiying.work.petitions.accusations.models import Accusation, Diversion
from huiying.work.petitions.core.named_officer import names_officer

OPEN = Q(transferred_at__isnull=True, handed_back_at__isnull=True, erased_at__isnull=True)


def visible_accusations(officer: Officer, now: datetime) -> QuerySet[Accusation]:
    """Return the accusations that an officer may see; none to who may not handle any."""
    rows = Accusation.objects.filter(bureau_id=officer.bureau_id)
    if not may(officer, Capability.HANDLE_ACCUSATIONS):
        return rows.none()
    return rows.exclude(pk__in=blocked_accusations(officer, now).values("pk"))


def blocked_accusations(officer: Officer, now: datetime) -> QuerySet[Accusation]:
    """Return the accusations of a bureau that are kept from an officer, whatever he may do."""
    persons, units = _persons_and_units(officer, now)
    named = Q(accused_officers__in=persons) | Q(accused_units__in=units)
    counts_as_accused = bool(units) or len(persons) > 1
    unnamed = Q(accused_named_at__isnull=True) if counts_as_accused else Q(pk__in=())
    return Accusation.objects.filter(named | unnamed, bureau_id=officer.bureau_id)


def _persons_and_units(
    officer: Officer, now: datetime
) -> tuple[frozenset[int], frozenset[int]]:
    persons = persons_behind(officer, now) | _stand_ins(officer, now)
    return persons, units_behind(officer, now) | _units_of(persons)


def _stand_ins(officer: Officer, now: datetime) -> frozenset[int]:
    """Return who acts for an officer at the moment: he would hear of it from them."""
    rows = active_delegations(officer.bureau_id, now).filter(principal=officer)
    return frozenset(rows.values_list("delegate_id", flat=True))


def _units_of(persons: frozenset[int]) -> frozenset[int]:
    rows = Officer.objects.filter(pk__in=persons, unit__isnull=False)
    return frozenset(rows.values_list("unit_id", flat=True))


def may_sign_ending(row: Accusation, officer: Officer, now: datetime) -> bool:
    """Tell whether an officer may sign what another asked for.

    Another who may handle it; or the leader by his own role, once it is recorded who is
    accused and he is not kept from it: he learns its number and day and nothing else.
    """
    asker, at = row.ending_asked_by, row.ending_asked_at
    if asker is None or at is None or row.bureau_id != officer.bureau_id:
        return False
    if not officer.is_active or not is_second_person(officer, asker, since=at, now=now):
        return False
    if may(officer, Capability.HANDLE_ACCUSATIONS):
        return visible_accusations(officer, now).filter(pk=row.pk).exists()
    if row.accused_named_at is None or Role.LEADER not in own_roles_of(officer):
        return False
    return not blocked_accusations(officer, now).filter(pk=row.pk).exists()


def endings_to_sign(officer: Officer, now: datetime) -> list[Accusation]:
    """Return the accusations whose ending an officer may sign, the oldest first."""
    rows = Accusation.objects.filter(
        OPEN_ENDING, bureau_id=officer.bureau_id, ending_asked_by__isnull=False
    ).select_related("ending_asked_by")
    waiting = rows.order_by("ending_asked_at")
    return [row for row in waiting if may_sign_ending(row, officer, now)]


OPEN_ENDING = Q(ending_signed_by__isnull=True) & ~Q(ending="")


def waiting_without_handler(bureau_id: int, now: datetime) -> int:
    """Return how many open accusations nobody may see who could handle them."""
    rows = Accusation.objects.filter(OPEN, bureau_id=bureau_id)
    waiting = set(rows.values_list("pk", flat=True))
    diverted = set(open_diversions(bureau_id).values_list("pk", flat=True))
    for holder in holders_of(bureau_id, Role.DISCIPLINE) if waiting or diverted else ():
        waiting -= set(visible_accusations(holder, now).values_list("pk", flat=True))
        diverted -= {row.pk for row in diversions_to_decide(holder, now)}
    return len(waiting) + len(diverted)


def open_diversions(bureau_id: int) -> QuerySet[Diversion]:
    """Return the diversions that nobody has decided, the oldest first."""
    rows = Diversion.objects.filter(bureau_id=bureau_id, decided_at__isnull=True)
    return rows.select_related("petition", "asked_by", "clock").order_by("asked_at", "pk")


def diversions_to_decide(officer: Officer, now: datetime) -> list[Diversion]:
    """Return the diversions that an officer may see and decide, the oldest first.

    Nobody has recorded yet who is accused, so who works for a unit or acts for another sees
    none; nor whom the petition names, nor who is no second person beside who diverted it.

    Cost: a decryption for each that waits.
    """
    if not may(officer, Capability.HANDLE_ACCUSATIONS):
        return []
    persons, units = _persons_and_units(officer, now)
    if units or len(persons) > 1:
        return []
    return [
        row
        for row in open_diversions(officer.bureau_id)
        if is_second_person(officer, row.asked_by, since=row.asked_at, now=now)
        and not names_officer(row.petition, officer)
    ]


def overdue_diversions(bureau_id: int, now: datetime) -> int:
    """Return how many diversions nobody decided within their working day."""
    return open_diversions(bureau_id).filter(clock__due_at__lt=now).count()


def overdue_accusations(officer: Officer, now: datetime) -> int:
    """Return how many of those in an officer's sight wait longer than the law's 15 days."""
    return visible_accusations(officer, now).filter(OPEN, transfer_due__lt=now).count()


def in_order(rows: QuerySet[Accusation]) -> QuerySet[Accusation]:
    """Return accusations as a handler works on them: what waits, by the day it is due."""
    return rows.order_by(
        F("transferred_at").asc(nulls_first=True), "transfer_due", "pk"
    ).prefetch_related("accused_units")


def records_of_accusation(row: Accusation) -> QuerySet[AuditRecord]:
    """Return the acts on an accusation, newest first; for who may see the row."""
    rows = AuditRecord.objects.filter(
        bureau_ref=restricted_chain(row.bureau_id), topic=row.audit_subject().topic
    )
    return rows.order_by("-seq")
