"""Whether readers were helped by an answer, as counts that may be printed.

In:   an answer's version or a bureau, a day.    Out:  counts up to the day before, small ones
      hidden.
Cost: one query.

The day that runs is left out: what a page says then holds until midnight, in every copy of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from huiying.policy.release.small_counts import publishable, suppress
from huiying.work.responses.core.models import Release
from huiying.work.responses.effect.models import HelpCount


@dataclass(frozen=True, slots=True)
class Helped:
    """What readers said; None = hidden because it is small."""

    total: int | None
    yes: int | None
    no: int | None


def helped_by(release: Release, *, before: date) -> Helped:
    """Return what readers of one version said before a day."""
    rows = HelpCount.objects.filter(answer_id=release.answer_id, version=release.version)
    return _summed(rows.filter(day__lt=before))


def helped_at(bureau_id: int, *, since: date, before: date) -> Helped:
    """Return what readers of all answers said in a period."""
    rows = HelpCount.objects.filter(bureau_id=bureau_id, day__gte=since, day__lt=before)
    return _summed(rows)


def _summed(rows: QuerySet[HelpCount]) -> Helped:
    sums = rows.aggregate(yes=Sum("yes"), no=Sum("no"))
    counts = {name: int(count or 0) for name, count in sums.items()}
    shown = suppress(counts)
    return Helped(publishable(sum(counts.values())), shown["yes"], shown["no"])
