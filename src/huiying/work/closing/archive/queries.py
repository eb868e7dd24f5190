"""Read the archive: what stands in it, what waits to be filed, the periods of a matter.

In:   a bureau, an incident.    Out:  filings, closings, requests.
Cost: one indexed query each.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiying.base.rulebook.queries import book_of
from huiying.base.signoff.models import Decision
from huiying.policy.closing.archive import ArchivePeriod
from huiying.policy.grading.grades import Grade
from huiying.work.closing.archive.models import ArchiveSetting, Filing, FilingEnd, PeriodRequest
from huiying.work.closing.core.models import Closing
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.models import ConcernedUnit


def fonds_of(bureau_id: int) -> str:
    """Return the 全宗号 of a bureau; "" = not set."""
    rows = ArchiveSetting.objects.filter(bureau_id=bureau_id)
    return rows.values_list("fonds", flat=True).first() or ""


def filings_of(bureau_id: int) -> QuerySet[Filing]:
    """Return what stands in the archive of a bureau, the newest first."""
    rows = Filing.objects.filter(bureau_id=bureau_id, end__isnull=True)
    rows = rows.select_related("incident__lead_unit", "filed_by", "closing")
    return rows.order_by("-filed_at", "-pk")


def search_filings(
    rows: QuerySet[Filing],
    *,
    words: str = "",
    year: int | None = None,
    period: str = "",
    unit: int | None = None,
) -> QuerySet[Filing]:
    """Narrow filings by words in number or title, by year, period and unit concerned."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(incident__number__icontains=word)
        )
    if year is not None:
        rows = rows.filter(year=year)
    if period in set(ArchivePeriod):
        rows = rows.filter(period=period)
    if unit is not None:
        about = ConcernedUnit.objects.filter(incident=OuterRef("incident"), unit_id=unit)
        rows = rows.filter(Q(incident__lead_unit_id=unit) | Exists(about))
    return rows


def archive_years(bureau_id: int) -> list[int]:
    """Return the years of which something stands in the archive, the newest first."""
    rows = Filing.objects.filter(bureau_id=bureau_id, end__isnull=True).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def filing_of(incident: Incident) -> Filing | None:
    """Return the filing of an incident that stands."""
    rows = Filing.objects.filter(incident=incident, end__isnull=True)
    return rows.select_related("incident", "filed_by", "signed_by").first()


def earlier_filings_of(incident: Incident) -> QuerySet[FilingEnd]:
    """Return the filings of an incident that ended, the oldest first."""
    rows = FilingEnd.objects.filter(filing__incident=incident)
    return rows.select_related("filing", "successor", "by").order_by("at", "pk")


def closings_to_file(bureau_id: int) -> QuerySet[Closing]:
    """Return the closings that stand and are not filed, the oldest first."""
    filed = Filing.objects.filter(closing=OuterRef("pk"), end__isnull=True)
    rows = Closing.objects.filter(bureau_id=bureau_id, reopened_at__isnull=True)
    rows = rows.filter(~Exists(filed)).select_related("incident__lead_unit", "closed_by")
    return rows.order_by("closed_at", "pk")


def pending_period_request(incident: Incident) -> PeriodRequest | None:
    """Return the request for a shorter period that waits for its signature."""
    rows = PeriodRequest.objects.filter(incident=incident, signoff__decision=Decision.PENDING)
    return rows.select_related("requested_by", "signoff").first()


def proposed_period(incident: Incident, now: datetime) -> ArchivePeriod | None:
    """Return the period that the rules propose; None while the bureau has not set one."""
    rules = book_of(incident.bureau_id, now).archive
    return rules.proposed_period(Grade(incident.grade))
