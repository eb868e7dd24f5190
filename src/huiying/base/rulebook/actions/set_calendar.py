"""Enter days off and make-up workdays (调休) of a bureau, and years whose notice is out.

In:   days, the notice they rest on, the revision that the officer saw.
Out:  the calendar by which clocks that start from now on are counted.
Cost: one conditional update and one audit record.

A clock keeps the due time of its start: nothing here touches a running one. Days that would
lengthen periods count only when somebody else has confirmed them.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.actions.append import append
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.subjects import Subject
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.guarded_write import write_guarded
from huiying.base.rulebook.models import BureauCalendar
from huiying.base.rulebook.queries import (
    FIRST_YEAR,
    LAST_YEAR,
    calendar_of,
    calendar_with,
    entered_calendar,
)
from huiying.base.rulebook.writers import is_among
from huiying.policy.time.zone import DAY

MAX_DAYS = 31  # at a time


class DayKind(StrEnum):
    """What a day becomes."""

    OFF = "off"
    WORKED = "worked"
    PUBLISHED = "published"  # as the published notice has it: the bureau's own entry goes


@transaction.atomic
def set_days(
    *,
    first: date,
    last: date,
    kind: DayKind,
    note: str,
    shown_revision: int,
    officer: Officer,
    now: datetime,
) -> bool:
    """Set every day from first to last, or propose it if a workday would be one no more.

    Returns:
        True if the days count at once, False if they wait for somebody else.

    Args:
        first: Local day.
        last: Local day, not before ``first``; at most ``MAX_DAYS`` together.
        note: The notice or decision it rests on.
        shown_revision: Of the calendar that the form was made from; 0 = nothing was entered.

    Raises:
        Refused: If the days are in no order, too many, out of range, or lack a basis.
        Stale: If somebody changed the calendar meanwhile.
    """
    if not 0 <= (last - first).days < MAX_DAYS:
        raise Refused(
            _("结束日期不得早于开始日期，一次最多 %(most)d 天。") % {"most": MAX_DAYS}
        )
    if not (_is_year(first.year) and _is_year(last.year)):
        raise Refused(_("年份超出日历的范围。"))
    if not note.strip():
        raise Refused(_("请写明依据，例如放假通知的文号。"))
    standing = entered_calendar(officer.bureau_id)
    dates = [first + number * DAY for number in range((last - first).days + 1)]
    words = masked_text(note.strip())
    days = with_days(standing.days if standing else {}, dates, kind, words)
    waits = lengthens(officer.bureau_id, days, dates)
    changed = {"proposed": _proposed(standing, dates, kind, words, officer, waits=waits)}
    if not waits:
        changed["days"] = days
    _save(changed, shown_revision, officer, now)
    _record(
        officer,
        now,
        "calendar.days_proposed" if waits else "calendar.days_set",
        f"{first} — {last}" if last > first else f"{first}",
        {"kind": str(kind), "note": words},
    )
    return not waits


@transaction.atomic
def confirm_days(*, shown_revision: int, officer: Officer, now: datetime) -> list[str]:
    """Let the days count that others proposed; those that the officer proposed wait on.

    Returns:
        The days, in ISO format.

    Raises:
        Refused: If nothing waits, or only what he proposed, or who he could act as.
        Stale: If somebody changed the calendar meanwhile.
    """
    standing = entered_calendar(officer.bureau_id)
    if standing is None or not standing.proposed:
        raise Refused(_("无待确认的修改。"))
    own = {
        by
        for by in {row["by"] for row in standing.proposed.values()}
        if is_among([by], officer, now)
    }
    found = {day: row for day, row in standing.proposed.items() if row["by"] not in own}
    if not found:
        raise Refused(_("待确认的修改均由您提出，须由另一位有权修改规则的人员确认。"))
    days = dict(standing.days)
    for day, row in found.items():
        days = with_days(days, [date.fromisoformat(day)], DayKind(row["kind"]), row["note"])
    left = {day: row for day, row in standing.proposed.items() if day not in found}
    _save({"days": days, "proposed": left}, shown_revision, officer, now)
    confirmed = sorted(found)
    data = {"days": ", ".join(confirmed)}
    _record(officer, now, "calendar.days_confirmed", f"{confirmed[0]} — {confirmed[-1]}", data)
    return confirmed


@transaction.atomic
def drop_proposed_days(*, shown_revision: int, officer: Officer, now: datetime) -> None:
    """Give up every day that waits; the calendar in force stays.

    Raises:
        Refused: If nothing waits.
        Stale: If somebody changed the calendar meanwhile.
    """
    standing = entered_calendar(officer.bureau_id)
    if standing is None or not standing.proposed:
        raise Refused(_("无待确认的修改。"))
    days = sorted(standing.proposed)
    _save({"proposed": {}}, shown_revision, officer, now)
    data = {"days": ", ".join(days)}
    _record(officer, now, "calendar.days_dropped", f"{days[0]} — {days[-1]}", data)


@transaction.atomic
def enter_year(
    *, year: int, notice: str, shown_revision: int, officer: Officer, now: datetime
) -> None:
    """Say that a year's notice is entered in full, so that it is no longer provisional.

    Raises:
        Refused: If the year is out of range, or the notice is not named.
        Stale: If somebody changed the calendar meanwhile.
    """
    if not _is_year(year):
        raise Refused(_("年份超出日历的范围。"))
    if not notice.strip():
        raise Refused(_("请写明依据，例如放假通知的文号。"))
    standing = entered_calendar(officer.bureau_id)
    years = (standing.years if standing else {}) | {str(year): masked_text(notice.strip())}
    _save({"years": years}, shown_revision, officer, now)
    _record(officer, now, "calendar.year_entered", str(year), {"note": notice.strip()})


@transaction.atomic
def reopen_year(*, year: int, shown_revision: int, officer: Officer, now: datetime) -> None:
    """Take back that a year is entered in full; its days stay.

    Raises:
        Refused: If the bureau did not enter that year.
        Stale: If somebody changed the calendar meanwhile.
    """
    standing = entered_calendar(officer.bureau_id)
    years = dict(standing.years) if standing else {}
    if years.pop(str(year), None) is None:
        raise Refused(_("该年度日历非本局录入，未作更改。"))
    _save({"years": years}, shown_revision, officer, now)
    _record(officer, now, "calendar.year_reopened", str(year), {})


def with_days(
    entered: dict[str, Any], days: list[date], kind: DayKind, note: str
) -> dict[str, Any]:
    """Return what a bureau entered, with some days of a kind put over it."""
    found = dict(entered)
    for day in days:
        found.pop(day.isoformat(), None)
        if kind != DayKind.PUBLISHED:
            found[day.isoformat()] = {"works": kind == DayKind.WORKED, "note": note}
    return found


def lengthens(bureau_id: int, entered: dict[str, Any], days: list[date]) -> bool:
    """Tell whether one of the days is worked now and would not be: periods would be longer.

    A day of a year that nobody knows counts as it would without a notice.
    """
    now = calendar_of(bureau_id).with_provisional({day.year for day in days})
    then = calendar_with(entered, ()).with_provisional({day.year for day in days})
    return any(now.is_workday(day) and not then.is_workday(day) for day in days)


def _proposed(
    standing: BureauCalendar | None,
    dates: list[date],
    kind: DayKind,
    note: str,
    officer: Officer,
    *,
    waits: bool,
) -> dict[str, Any]:
    """Return what waits for a second person; on each day the newest proposal stands."""
    found = dict(standing.proposed) if standing else {}
    for day in dates:
        found.pop(day.isoformat(), None)
        if waits:
            found[day.isoformat()] = {"kind": str(kind), "note": note, "by": officer.pk}
    return found


def _is_year(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def _save(
    changed: dict[str, Any], shown_revision: int, officer: Officer, now: datetime
) -> None:
    first = write_guarded(
        BureauCalendar, changed, shown_revision=shown_revision, officer=officer, now=now
    )
    if first is not None:
        raise Stale(
            _("日历已被%(name)s更新，本次修改未保存。请核对最新内容后重新提交。")
            % {"name": first}
        )


def _record(officer: Officer, now: datetime, verb: str, ref: str, data: dict[str, str]) -> None:
    append(
        bureau_id=officer.bureau_id,
        actor=officer.audit_actor(),
        verb=verb,
        subject=Subject("calendar", ref),
        now=now,
        data=data,
    )
