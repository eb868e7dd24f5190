"""及时受理率、按期办结率、满意率 of a bureau, as counts that may be printed.

In:   a bureau, a period.    Out:  counts, small ones hidden; nothing of an officer or a unit.
Cost: three queries.

及时受理 is of the periods of registration and of the notice whether it was accepted; 按期办结
of those of the decision, also extended, and of answers to questions and suggestions. A period
that ended because who sent it in withdrew proves nothing of the bureau and is left out. So is
a rating by a query code that an officer has seen: he could have given it himself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from huiying.base.clocks.models import Clock, ClockState
from huiying.policy.petitions.kinds import Satisfaction, StepKind
from huiying.policy.release.small_counts import publishable, suppress
from huiying.policy.time.deadlines import (
    PETITION_DECISION,
    PETITION_EXTENSION,
    PETITION_RECEIPT,
    QUESTION_REPLY,
    SUGGESTION_REPLY,
)
from huiying.policy.time.petitions import REGISTRATION
from huiying.work.petitions.core.models import PetitionStep
from huiying.work.petitions.ratings.models import Rating

DAYS = 90
ACCEPTANCE = (REGISTRATION.code, PETITION_RECEIPT)
DECISION = (PETITION_DECISION, PETITION_EXTENSION, QUESTION_REPLY, SUGGESTION_REPLY)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many periods were kept; None = hidden because it is small."""

    total: int | None
    in_time: int | None
    late: int | None


@dataclass(frozen=True, slots=True)
class Rated:
    """How many said what; None = hidden because it is small."""

    total: int | None
    satisfied: int | None
    basically: int | None
    not_satisfied: int | None


@dataclass(frozen=True, slots=True)
class PetitionFigures:
    """What stands in public of petitions: in time, and how content who sent them in is."""

    accepted: Kept
    decided: Kept
    of_bureau: Rated
    of_units: Rated  # of all handling units together


def petition_figures(bureau_id: int, now: datetime) -> PetitionFigures:
    """Return the figures of the last ``DAYS`` days."""
    since = now - timedelta(days=DAYS)
    counts = _of_senders_alone(bureau_id, since, now).aggregate(
        **{f"bureau_{one}": Count("pk", filter=Q(of_bureau=one)) for one in Satisfaction},
        **{f"unit_{one}": Count("pk", filter=Q(of_unit=one)) for one in Satisfaction},
    )
    return PetitionFigures(
        accepted=_kept(bureau_id, ACCEPTANCE, since, now),
        decided=_kept(bureau_id, DECISION, since, now),
        of_bureau=_rated({str(one): counts[f"bureau_{one}"] for one in Satisfaction}),
        of_units=_rated({str(one): counts[f"unit_{one}"] for one in Satisfaction}),
    )


def _of_senders_alone(bureau_id: int, since: datetime, now: datetime) -> QuerySet[Rating]:
    replaced = PetitionStep.objects.filter(
        petition=OuterRef("petition"), kind=StepKind.CODE_REPLACED
    )
    rows = Rating.objects.filter(bureau_id=bureau_id, at__gte=since, at__lte=now)
    return rows.filter(~Exists(replaced), petition__received_by__isnull=True)


def _kept(bureau_id: int, codes: tuple[str, ...], since: datetime, now: datetime) -> Kept:
    rows = Clock.objects.filter(bureau_id=bureau_id, rule_code__in=codes, starts_at__gte=since)
    rows = rows.exclude(state=ClockState.CANCELLED)
    rows = rows.exclude(
        stop_reason__code="clocks.petition_withdrawn", stopped_at__lte=F("due_at")
    )
    met = Q(state=ClockState.MET)
    counts = rows.aggregate(
        in_time=Count("pk", filter=met & Q(stopped_at__lte=F("due_at"))),
        late=Count(
            "pk",
            filter=(met & Q(stopped_at__gt=F("due_at")))
            | Q(state=ClockState.RUNNING, paused_at__isnull=True, due_at__lt=now),
        ),
    )
    shown = suppress(counts)
    return Kept(publishable(sum(counts.values())), shown["in_time"], shown["late"])


def _rated(counts: dict[str, int]) -> Rated:
    shown = suppress(counts)
    return Rated(
        publishable(sum(counts.values())),
        shown[Satisfaction.SATISFIED],
        shown[Satisfaction.BASICALLY],
        shown[Satisfaction.NOT],
    )
