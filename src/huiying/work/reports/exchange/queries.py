"""Read subordinates and what they reported.

In:   a bureau, a name, filters.    Out:  rows.
Cost: one query each.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.work.casework.core.access import sees_all_units
from huiying.work.reports.core.queries import KINDS
from huiying.work.reports.exchange.models import (
    ReceivedReport,
    Subordinate,
    SubordinateToken,
    SuperiorSystem,
    SuperiorToken,
)


def subordinates_of(bureau_id: int) -> QuerySet[Subordinate]:
    """Return the subordinates of a bureau, those in use first."""
    return Subordinate.objects.filter(bureau_id=bureau_id).order_by("-active", "name", "pk")


def subordinate_called(bureau_id: int, name: str) -> Subordinate | None:
    """Return the subordinate in use that its files call by this name."""
    return Subordinate.objects.filter(bureau_id=bureau_id, name=name, active=True).first()


def token_by_digest(digest: str) -> SubordinateToken | None:
    """Return a token, ended or not."""
    rows = SubordinateToken.objects.filter(digest=digest)
    return rows.select_related("subordinate", "bureau").order_by("-pk").first()


def newest_tokens(bureau_id: int) -> dict[int, SubordinateToken]:
    """Return the newest token of each subordinate, by the subordinate's key."""
    rows = SubordinateToken.objects.filter(bureau_id=bureau_id).select_related("made_by")
    return {row.subordinate_id: row for row in rows.order_by("made_at", "pk")}


def working_token(
    row: Subordinate | SuperiorSystem,
) -> SubordinateToken | SuperiorToken | None:
    """Return the token of another installation that works."""
    return row.tokens.filter(ended_at__isnull=True).first()


def superior_systems_of(bureau_id: int) -> QuerySet[SuperiorSystem]:
    """Return the superiors' systems of a bureau, those in use first."""
    rows = SuperiorSystem.objects.filter(bureau_id=bureau_id)
    return rows.order_by("-active", "name", "pk")


def superior_system_called(bureau_id: int, name: str) -> SuperiorSystem | None:
    """Return the superior's system in use that its files call by this name."""
    rows = SuperiorSystem.objects.filter(bureau_id=bureau_id, name=name, active=True)
    return rows.select_related("bureau").first()


def superior_token_by_digest(digest: str) -> SuperiorToken | None:
    """Return a token of a superior's system, ended or not."""
    rows = SuperiorToken.objects.filter(digest=digest)
    return rows.select_related("system__bureau").order_by("-pk").first()


def newest_superior_tokens(bureau_id: int) -> dict[int, SuperiorToken]:
    """Return the newest token of each superior's system, by the system's key."""
    rows = SuperiorToken.objects.filter(bureau_id=bureau_id).select_related("made_by")
    return {row.system_id: row for row in rows.order_by("made_at", "pk")}


def received_reports(officer: Officer) -> QuerySet[ReceivedReport]:
    """Return what subordinates reported, the newest first; none for who sees one unit alone."""
    rows = ReceivedReport.objects.filter(bureau_id=officer.bureau_id)
    rows = rows.select_related("subordinate", "withdrawal", "by").order_by("-at", "-pk")
    return rows if sees_all_units(officer) else rows.none()


def search_received(
    rows: QuerySet[ReceivedReport],
    *,
    words: str = "",
    kind: str = "",
    subordinate: int | None = None,
    state: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[ReceivedReport]:
    """Narrow them: words in numbers or title; a kind, a subordinate, a state, when received."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(sender_number__icontains=word)
            | Q(title__icontains=word)
        )
    if kind in KINDS:
        rows = rows.filter(kind=kind)
    if subordinate is not None:
        rows = rows.filter(subordinate_id=subordinate)
    if state in ("RECEIVED", "WITHDRAWN"):
        rows = rows.filter(withdrawal__isnull=state == "RECEIVED")
    if since is not None:
        rows = rows.filter(at__gte=since)
    return rows if until is None else rows.filter(at__lt=until)


def other_versions(row: ReceivedReport) -> QuerySet[ReceivedReport]:
    """Return the other versions of the same report that arrived."""
    rows = ReceivedReport.objects.filter(
        subordinate_id=row.subordinate_id, sender_number=row.sender_number
    )
    return rows.exclude(pk=row.pk).select_related("withdrawal").order_by("version")
