"""Read erasures of petitions by plan: the plan of the next one, what waits, what ran.

In:   a bureau, a moment.    Out:  a plan as data; rows.
Cost: a plan is one query over the petitions that may go.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from huiying.base.rulebook.queries import book_of
from huiying.policy.closing.archive import months_before
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.core.planned_deletions import DeletionState
from huiying.work.closing.petition_purges.due import Limits, due_petitions
from huiying.work.closing.petition_purges.models import PetitionPurge
from huiying.work.petitions.core.models import Petition

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What would be erased, as counts.

    Attributes:
        limits: Kind → moment in ISO form before which a petition must have been settled.
        periods: Kind → months of the rule.
        kinds, months: Kind, and month of settlement "2026-01" → petitions.
    """

    total: int
    limits: dict[str, str]
    periods: dict[str, int]
    kinds: dict[str, int]
    months: dict[str, int]

    def as_data(self) -> dict[str, Any]:
        """Return it as it is stored and signed."""
        return asdict(self)


def periods_of(bureau_id: int, now: datetime) -> dict[str, int]:
    """Return for how many months petitions of each kind stay; 0 is left out."""
    rules = book_of(bureau_id, now).archive.petition_months
    return {str(kind): int(number.value) for kind, number in rules.items() if number.value}


def limits_of(periods: dict[str, int], now: datetime) -> dict[str, datetime]:
    """Return before which moment each kind is old: whole local days count."""
    today = now.astimezone(LOCAL).date()
    return {
        kind: datetime.combine(months_before(today, months), time(), tzinfo=LOCAL)
        for kind, months in periods.items()
    }


def plan_of(bureau_id: int, periods: dict[str, int], now: datetime) -> PurgePlan:
    """Return what would go now."""
    limits = limits_of(periods, now)
    by_month = due_petitions(bureau_id, limits).annotate(
        month=TruncMonth("settled_at", tzinfo=LOCAL)
    )
    kinds, months = Counter[str](), Counter[str]()
    counted = by_month.values_list("kind", "month").annotate(count=Count("pk"))
    for kind, month, count in counted.order_by("kind", "month"):
        kinds[kind] += count
        months[f"{month:%Y-%m}"] += count
    return PurgePlan(
        total=sum(kinds.values()),
        limits={kind: before.isoformat() for kind, before in limits.items()},
        periods=periods,
        kinds=dict(kinds),
        months=dict(sorted(months.items())),
    )


def signed_limits(purge: PetitionPurge) -> Limits:
    """Return the limits of a plan as they were signed."""
    return {kind: datetime.fromisoformat(at) for kind, at in purge.plan["limits"].items()}


def purge_hash(purge: PetitionPurge) -> str:
    """Return what a signature is bound to."""
    return hash_of_content({"number": purge.number, "total": purge.total, "plan": purge.plan})


def example_petitions(purge: PetitionPurge) -> list[Petition]:
    """Return some petitions that would go, the oldest settled; stored nowhere."""
    rows = due_petitions(purge.bureau_id, signed_limits(purge))
    return list(rows.order_by("settled_at", "pk")[:EXAMPLES])


def purges_of(bureau_id: int) -> QuerySet[PetitionPurge]:
    """Return the plans of a bureau, the newest first."""
    rows = PetitionPurge.objects.filter(bureau_id=bureau_id)
    return rows.select_related("requested_by", "signoff").order_by("-requested_at", "-pk")


def running_purges() -> list[PetitionPurge]:
    """Return the plans of all bureaus that go on."""
    return list(PetitionPurge.objects.filter(state=DeletionState.RUNNING).order_by("pk"))
