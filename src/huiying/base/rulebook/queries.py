"""Read the rule book and the working calendar of a bureau.

In:   a bureau, a moment.    Out:  the ``policy`` rule book in force then.
Cost: one query each; a text is validated once per process and kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.rulebook.models import BureauCalendar, RuleDraft, RuleVersion
from huiying.policy.rulebook.book import RuleBook, default_book
from huiying.policy.rulebook.data import from_data, to_data
from huiying.policy.time.calendar import UnknownYear, WorkingCalendar, seed_year

FIRST_YEAR, LAST_YEAR = 2020, 2099
GUESSED_YEARS = 2


def book_of(bureau_id: int, at: datetime) -> RuleBook:
    """Return the rules in force at a moment; the default book if the bureau has none then.

    Raises:
        InvalidRuleBook: If the stored version is not a valid book (it was validated when it
            was adopted, so somebody wrote past the product).
    """
    text = (
        versions_of(bureau_id)
        .filter(effective_from__lte=at, withdrawn_at__isnull=True)
        .values_list("body", flat=True)
        .first()
    )
    return _default() if text is None else _book(text)


def versions_of(bureau_id: int) -> QuerySet[RuleVersion]:
    """Return every version of a bureau's book, newest first, withdrawn ones too."""
    return RuleVersion.objects.filter(bureau_id=bureau_id).order_by("-effective_from", "-pk")


def version_book(bureau_id: int, version: str) -> RuleBook | None:
    """Return one version as it was adopted; None if the bureau has none of that number."""
    row = version_row(bureau_id, version)
    return None if row is None else _book(row.body)


def version_row(bureau_id: int, version: str) -> RuleVersion | None:
    """Return the row of a version; None if the bureau never adopted one of that number."""
    return RuleVersion.objects.filter(bureau_id=bureau_id, version=version).first()


def waiting_version(bureau_id: int, now: datetime) -> RuleVersion | None:
    """Return the version that is adopted and not in effect yet."""
    rows = versions_of(bureau_id).filter(effective_from__gt=now, withdrawn_at__isnull=True)
    return rows.first()


def next_version_number(bureau_id: int) -> int:
    """Return the number of a bureau's next version; a number is never used twice."""
    used = RuleVersion.objects.filter(bureau_id=bureau_id).values_list("version", flat=True)
    return max(map(int, used), default=default_book().version) + 1


def draft_of(bureau_id: int) -> RuleDraft | None:
    """Return what the office is changing, with who changed it last."""
    return RuleDraft.objects.filter(bureau_id=bureau_id).select_related("edited_by").first()


def calendar_of(bureau_id: int) -> WorkingCalendar:
    """Return the working calendar: published years, the next two marked as provisional.

    What the bureau entered wins over both.
    """
    rows = BureauCalendar.objects.filter(bureau_id=bureau_id)
    entered = rows.values_list("days", "years").first()
    if entered is None:
        return _published()
    return calendar_with(*entered)


def calendar_with(entered: Mapping[str, Any], years: Iterable[str]) -> WorkingCalendar:
    """Return the calendar with what a bureau entered upon the published years."""
    days = {date.fromisoformat(day): bool(row["works"]) for day, row in entered.items()}
    return _published().with_entered(days, map(int, years))


def entered_calendar(bureau_id: int) -> BureauCalendar | None:
    """Return what the bureau entered, with who changed it last."""
    rows = BureauCalendar.objects.filter(bureau_id=bureau_id)
    return rows.select_related("edited_by").first()


def proposers_of(entered: BureauCalendar) -> dict[int, str]:
    """Return who proposed the days that wait: key → name."""
    keys = {row["by"] for row in entered.proposed.values()}
    return dict(Officer.objects.filter(pk__in=keys).values_list("pk", "name"))


@lru_cache(maxsize=256)
def _book(text: str) -> RuleBook:
    data = json.loads(text)
    # A version is never changed: one from before a table was part of it has the first one.
    first = to_data(_default())
    return from_data({name: first[name] for name in ("platforms", "topics", "archive")} | data)


@lru_cache(maxsize=1)
def _default() -> RuleBook:
    return default_book()


@lru_cache(maxsize=1)
def _published() -> WorkingCalendar:
    years = []
    for year in range(FIRST_YEAR, LAST_YEAR):
        try:
            seed_year(year)
        except UnknownYear:
            break
        years.append(year)
    last = years[-1]
    return WorkingCalendar.seeded(years).with_provisional(
        range(last + 1, last + 1 + GUESSED_YEARS)
    )
