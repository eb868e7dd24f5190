"""Enter days off and make-up workdays (调休) of a bureau, and years whose notice is out.

In:   days, the notice they rest on, the revision that the officer saw.
Out:  the calendar by which clocks that start from now on are counted.
Cost: one conditional update and one audit record.

A clock keeps the due time of its start: nothing here touches a running one.
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
from huiying.base.rulebook.queries import FIRST_YEAR, LAST_YEAR, entered_calendar
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
) -> None:
    """Set every day from first to last.

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
            _("结束日期不能早于开始日期，一次最多 %(most)d 天。") % {"most": MAX_DAYS}
        )
    if not (_is_year(first.year) and _is_year(last.year)):
        raise Refused(_("年份超出日历的范围。"))
    if not note.strip():
        raise Refused(_("请写明依据，例如放假通知的文号。"))
    standing = entered_calendar(officer.bureau_id)
    days = dict(standing.days) if standing else {}
    for number in range((last - first).days + 1):
        day = (first + number * DAY).isoformat()
        days.pop(day, None)
        if kind != DayKind.PUBLISHED:
            days[day] = {"works": kind == DayKind.WORKED, "note": masked_text(note.strip())}
    _save({"days": days}, shown_revision, officer, now)
    _record(
        officer,
        now,
        "calendar.days_set",
        f"{first} — {last}" if last > first else f"{first}",
        {"kind": str(kind), "note": masked_text(note.strip())},
    )


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
        raise Refused(_("这一年不是本局录入的，没有改动。"))
    _save({"years": years}, shown_revision, officer, now)
    _record(officer, now, "calendar.year_reopened", str(year), {})


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
            _("%(name)s刚刚改过日历，你的改动没有保存。请看过新的内容再改。") % {"name": first}
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
