"""Read which delegations (委托) are in force: who acts for whom."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import Delegation
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.accounts.roles.separation import signs_roles

LENDABLE = (Role.LEADER, Role.DEPUTY, Role.MEMBER, Role.OFFICE, Role.SPOKESPERSON)
"""Roles of the bureau as a whole. A duty officer changes shifts, a unit sends a colleague, and
who administers or audits lends that to nobody."""


def delegations_of(bureau_id: int, since: datetime) -> QuerySet[Delegation]:
    """Return the delegations that have not ended before ``since``, the newest start first."""
    return (
        Delegation.objects.filter(bureau_id=bureau_id, until_at__gt=since)
        .select_related("principal", "delegate", "made_by", "revoked_by")
        .order_by("-from_at", "-pk")
    )


def principals_of(officer: Officer, *, since: datetime, now: datetime) -> frozenset[int]:
    """Return the keys of those for whom the officer stood at some time since ``since``.

    A delegation that was revoked meanwhile counts for the time in which it was in force.
    """
    rows = Delegation.objects.filter(
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=since),
        Q(made_by=F("principal")) | Q(confirmed_at__isnull=False),
        bureau_id=officer.bureau_id,
        delegate=officer,
        from_at__lte=now,
        until_at__gt=since,
    )
    return frozenset(rows.values_list("principal_id", flat=True))


def delegations_by_asker(officer: Officer, now: datetime) -> QuerySet[Delegation]:
    """Return, for a subquery, the delegations to an officer by who asked for a signature.

    The outer row has ``requested_by`` and ``requested_at``; the rule is ``principals_of``'s.
    """
    return Delegation.objects.filter(
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=OuterRef("requested_at")),
        Q(made_by=F("principal")) | Q(confirmed_at__isnull=False),
        bureau_id=officer.bureau_id,
        delegate=officer,
        principal=OuterRef("requested_by"),
        from_at__lte=now,
        until_at__gt=OuterRef("requested_at"),
    )


def persons_behind(officer: Officer, at: datetime | None = None) -> frozenset[int]:
    """Return the keys of an officer and of everybody for whom he stands at a moment.

    What keeps one of them out of a matter keeps the officer out.

    Args:
        at: Without it the moment of ``with_delegated_roles`` counts (one query, then cached).
            Without that nobody lends him a role, and he is himself alone.
    """
    if at is not None:
        return principals_of(officer, since=at, now=at) | {officer.pk}
    cached: frozenset[int] | None = getattr(officer, "_behind", None)
    if cached is None:
        cached = frozenset({officer.pk})
        if officer.as_of is not None:
            cached = persons_behind(officer, officer.as_of)
        officer._behind = cached  # type: ignore[attr-defined]
    return cached


def units_behind(officer: Officer, at: datetime | None = None) -> frozenset[int]:
    """Return the units of an officer and of those for whom he stands, as ``persons_behind``."""
    own = frozenset() if officer.unit_id is None else frozenset({officer.unit_id})
    others = persons_behind(officer, at) - {officer.pk}
    if not others:
        return own
    rows = Officer.objects.filter(pk__in=others, unit__isnull=False)
    return own | frozenset(rows.values_list("unit_id", flat=True))


def overlapping_delegations(
    bureau_id: int, from_at: datetime, until_at: datetime
) -> QuerySet[Delegation]:
    """Return the delegations, not revoked, that share a moment with the time named."""
    return Delegation.objects.filter(
        bureau_id=bureau_id,
        revoked_at__isnull=True,
        from_at__lt=until_at,
        until_at__gt=from_at,
    )


def may_confirm(row: Delegation, officer: Officer) -> bool:
    """Tell whether an officer may confirm a delegation that somebody else made for the lender.

    The lender himself, another administrator or the leader; never who made it or stands in.
    """
    if row.made_by_id == row.principal_id or row.confirmed_at is not None:
        return False
    if officer.pk in (row.made_by_id, row.delegate_id) or officer.bureau_id != row.bureau_id:
        return False
    own = own_roles_of(officer) & set(signs_roles())
    return officer.is_active and (officer.pk == row.principal_id or bool(own))


def lendable_roles(officer: Officer) -> list[Role]:
    """Return what an officer can lend: his own roles, never one that is lent to him."""
    held = own_roles_of(officer)
    return [role for role in LENDABLE if role in held]


def possible_delegates(principal: Officer) -> QuerySet[Officer]:
    """Return who can be asked to stand in: who can sign in and is not kept apart."""
    return (
        Officer.objects.filter(bureau_id=principal.bureau_id, is_active=True)
        .exclude(pk=principal.pk)
        .exclude(grants__role=Role.DISCIPLINE)
        .order_by("name", "pk")
    )
