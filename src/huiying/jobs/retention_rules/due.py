"""How much of a kind of data would go at the next run, counted by what the run itself asks.

In:   a bureau or the whole installation, a moment.    Out:  a count, the oldest, the newest.
Cost: one query a kind; posts and petitions as their plans.

Nothing is counted here in another way than it is deleted: the queries are those of the jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Model, QuerySet

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.core.queries import bureaus
from huiying.base.files import store
from huiying.base.files.models import StoredFile
from huiying.base.integration.queries import given_up_deliveries
from huiying.jobs import clock
from huiying.jobs.backup.runs import to_be_deleted
from huiying.jobs.upkeep.check_files import ORPHANED
from huiying.jobs.upkeep.made_files import DAYS
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.petition_purges import queries as petition_purges
from huiying.work.closing.retention import queries as post_deletions


@dataclass(frozen=True, slots=True)
class Due:
    """What would go; moments are None where none is known."""

    count: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None


CountDue = Callable[[Bureau | None, datetime], Due]  # a bureau, None = all; the moment


def of_rows(
    rows: Callable[[datetime], QuerySet[Any]],
    moment: str,
    *,
    bureau: str = "",
    real: bool = True,
) -> CountDue:
    """Count the rows of a query by the moment that makes them old.

    Args:
        moment: The field of it.
        bureau: The field of their bureau; "" = they are of the installation.
        real: The job asks by real time, whatever the clock of a demonstration says.
    """

    def count(of: Bureau | None, now: datetime) -> Due:
        found: QuerySet[Model] = rows(clock.real_now() if real else now)
        if of is not None and bureau:
            found = found.filter(**{bureau: of.pk})
        made = found.order_by().aggregate(
            count=Count("pk"), oldest=Min(moment), newest=Max(moment)
        )
        return Due(made["count"], made["oldest"], made["newest"])

    return count


def of_made_files(made_before: Callable[[datetime], QuerySet[Any]], bureau: str) -> CountDue:
    """Count the files that were made so long ago that they go."""
    return of_rows(lambda now: made_before(now - DAYS), "finished_at", bureau=bureau)


def of_given_up_deliveries() -> CountDue:
    """Count the events that no system took, and nobody sent again."""
    return of_rows(
        lambda now: given_up_deliveries(now - timedelta(days=settings.OLD_RUNS_DAYS)),
        "queued_at",
        bureau="bureau_id",
        real=False,
    )


def posts_due(of: Bureau | None, now: datetime) -> Due:
    """Count the posts that a plan of deletion would name now."""
    found = []
    for bureau in _each(of):
        if months := post_deletions.retention_months(bureau.pk, now):
            limits = post_deletions.limits_of(months, now)
            plan = post_deletions.plan_of(bureau.pk, limits)
            found.append(Due(plan.total, _moment(plan.oldest), _moment(plan.newest)))
    return _sum(found)


def petitions_due(of: Bureau | None, now: datetime) -> Due:
    """Count the petitions that a plan of erasure would name now."""
    found = []
    for bureau in _each(of):
        periods = petition_purges.periods_of(bureau.pk, now)
        plan = petition_purges.plan_of(bureau.pk, periods, now)
        months = [
            datetime.strptime(month, "%Y-%m").replace(tzinfo=LOCAL) for month in plan.months
        ]
        found.append(Due(plan.total, min(months, default=None), max(months, default=None)))
    return _sum(found)


def orphans_due(_of: Bureau | None, _now: datetime) -> Due:
    """Count the files on disk that no act registered."""
    lying = store.lying(before=clock.real_now() - ORPHANED)
    known = StoredFile.objects.filter(data_key__isnull=False)
    return Due(sum(not known.filter(blob=blob).exists() for blob in lying))


def backups_due(_of: Bureau | None, _now: datetime) -> Due:
    """Count the backups that the next ones will delete."""
    paths: list[Path] = [path for kind in ("night", "asked") for path in to_be_deleted(kind)]
    moments = [
        datetime.fromtimestamp(path.stat().st_mtime, LOCAL) for path in paths if path.exists()
    ]
    return Due(len(paths), min(moments, default=None), max(moments, default=None))


def _each(of: Bureau | None) -> Iterable[Bureau]:
    return bureaus() if of is None else [of]


def _sum(found: Iterable[Due]) -> Due:
    every = [one for one in found if one.count]
    return Due(
        sum(one.count for one in every),
        min((one.oldest for one in every if one.oldest), default=None),
        max((one.newest for one in every if one.newest), default=None),
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
