"""What may be a risk: proposals from the record, each of which a person registers or not.

In:   a bureau, the moment.    Out:  proposals; nothing is written.
Cost: four queries.

Lessons of closed incidents and announced decisions are told from above (``Proposal``): those
rooms know this one. A proposal names a unit, a date or an incident, never a petitioner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from huiying.policy.prevention.risk_dates import is_near, next_occurrence
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.petitions.core.models import Petition
from huiying.work.prevention.risks.models import Risk, RiskOrigin
from huiying.work.prevention.risks.queries import dates_of

PERIOD = timedelta(days=30)
LEAST_RISE, TIMES = 3, 1.5
"""Petitions of a unit are on the rise from so many more on, and from so many times as many."""
SEASON = timedelta(days=92)
YEAR = timedelta(days=365)
MOST = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be a risk, and why; ``ref`` is of its origin, once for each."""

    origin: RiskOrigin
    ref: str
    title: str
    why: str
    topic: str = ""
    unit_id: int | None = None


def own_proposals(bureau_id: int, now: datetime) -> list[Proposal]:
    """Return what dates, petitions and the season of last year propose."""
    return [
        *_by_date(bureau_id, now),
        *_by_petitions(bureau_id, now),
        *_by_season(bureau_id, now),
    ]


def not_registered(bureau_id: int, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals that no risk on or off the register came from."""
    every = list(proposals)
    refs = [one.ref for one in every]
    known = set(
        Risk.objects.filter(bureau_id=bureau_id, origin_ref__in=refs).values_list(
            "origin", "origin_ref"
        )
    )
    return [one for one in every if (str(one.origin), one.ref) not in known]


def _by_date(bureau_id: int, now: datetime) -> list[Proposal]:
    today = now.astimezone(LOCAL).date()
    found = []
    for row in dates_of(bureau_id).filter(active=True):
        if is_near(row.month, row.day, row.days_ahead, today):
            day = next_occurrence(row.month, row.day, today)
            words = _("%(day)s 将至（%(basis)s）") % {
                "day": day.isoformat(),
                "basis": row.basis,
            }
            ref = f"{row.pk}@{day.year}"
            found.append(Proposal(RiskOrigin.CALENDAR, ref, row.title, words, row.topic))
    return found


def _by_petitions(bureau_id: int, now: datetime) -> list[Proposal]:
    """Petitions by the unit that handles them: these thirty days and the thirty before."""
    new = Count("pk", filter=Q(received_at__gte=now - PERIOD))
    old = Count("pk", filter=Q(received_at__lt=now - PERIOD))
    rows = (
        Petition.objects.filter(
            bureau_id=bureau_id,
            received_at__gte=now - 2 * PERIOD,
            competent__isnull=False,
            erased_at__isnull=True,
        )
        .order_by()
        .values("competent_id", "competent__name")
        .annotate(new=new, old=old)
    )
    month = now.astimezone(LOCAL).strftime("%Y-%m")
    return [
        Proposal(
            RiskOrigin.PETITIONS,
            f"{row['competent_id']}@{month}",
            _("%(unit)s承办的信访事项增多") % {"unit": row["competent__name"]},
            _("近 30 日 %(new)s 件，此前 30 日 %(old)s 件")
            % {"new": row["new"], "old": row["old"]},
            unit_id=row["competent_id"],
        )
        for row in rows
        if row["new"] - row["old"] >= LEAST_RISE and row["new"] >= TIMES * row["old"]
    ]


def _by_season(bureau_id: int, now: datetime) -> list[Proposal]:
    """Incidents that were opened a year ago, in the quarter that begins now."""
    rows = Incident.objects.filter(
        bureau_id=bureau_id, opened_at__gte=now - YEAR, opened_at__lt=now - YEAR + SEASON
    ).exclude(stage__in=SET_ASIDE)
    return [
        Proposal(
            RiskOrigin.SEASON,
            row.number,
            row.title[:80],
            _("上年同期事件 %(number)s") % {"number": row.number},
        )
        for row in rows.order_by("-grade", "opened_at", "pk")[:MOST]
    ]
