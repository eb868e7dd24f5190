"""时间节点: the dates of each year on which something may go wrong.

In:   a title, a day, how long before.    Out:  a row of the list; nothing is ever deleted.
Cost: one write and a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import AuditedActor, record
from huiying.base.errors import Refused, Stale
from huiying.policy.prevention.risk_dates import BASIS, USUAL_DATES, date_problem
from huiying.work.prevention.risks.models import RiskDate
from huiying.work.prevention.risks.text import matter_text

MAX_TITLE, MAX_BASIS, MOST_DAYS = 60, 120, 180


@dataclass(frozen=True, slots=True)
class DateInput:
    """One date of each year as it was typed."""

    title: str
    topic: str
    month: int
    day: int
    days_ahead: int
    basis: str = ""

    def columns(self) -> dict[str, object]:
        """Return the columns.

        Raises:
            Refused: If the title names people, the day is none, or so many days are too many.
        """
        if problem := date_problem(self.month, self.day):
            raise Refused(_(problem))
        if not 0 < self.days_ahead <= MOST_DAYS:
            raise Refused(_("提前天数须在 1 至 180 之间。"))
        return {
            "title": matter_text(self.title, MAX_TITLE, _("请填写时间节点。")),
            "topic": self.topic,
            "month": self.month,
            "day": self.day,
            "days_ahead": self.days_ahead,
            "basis": matter_text(self.basis, MAX_BASIS) or BASIS,
        }


@transaction.atomic
def add_date(*, bureau: Bureau, values: DateInput, officer: Officer, now: datetime) -> RiskDate:
    """Add a date.

    Raises:
        PermissionDenied: If the officer is not of the office.
        Refused: As ``DateInput.columns``; also if the list has one of this title.
    """
    require(officer, Capability.SUPERVISE)
    return _add(bureau, values, officer, now)


def _add(bureau: Bureau, values: DateInput, officer: AuditedActor, now: datetime) -> RiskDate:
    try:
        with transaction.atomic():
            row = RiskDate.objects.create(bureau=bureau, **values.columns())
    except IntegrityError as error:
        raise Refused(_("已有同名的时间节点。")) from error
    record(row, "risk_date.added", officer, now, month=row.month, day=row.day)
    return row


@transaction.atomic
def change_date(
    *,
    row: RiskDate,
    values: DateInput,
    active: bool,
    revision: int,
    officer: Officer,
    now: datetime,
) -> None:
    """Change a date, or put it out of use.

    Raises:
        PermissionDenied: If the officer is not of the office.
        Refused: As ``DateInput.columns``.
        Stale: If somebody changed it since.
    """
    require(officer, Capability.SUPERVISE)
    before = _shown_as(row)
    rows = RiskDate.objects.filter(pk=row.pk, revision=revision)
    if rows.update(**values.columns(), active=active, revision=revision + 1) != 1:
        raise Stale(_("该时间节点已被他人更新，本次修改未保存。请核对最新内容后重新提交。"))
    row.refresh_from_db()
    named = {"month": row.month, "day": row.day, "active": row.active}
    record(row, "risk_date.changed", officer, now, **named, before=before, after=_shown_as(row))


def _shown_as(row: RiskDate) -> dict[str, object]:
    names = ("title", "topic", "month", "day", "days_ahead", "basis", "active")
    return {name: getattr(row, name) for name in names}


@transaction.atomic
def add_usual_dates(*, bureau: Bureau, officer: Officer, now: datetime) -> list[RiskDate]:
    """Add the usual dates that the list does not have.

    Raises:
        PermissionDenied: If the officer is not of the office.
        Refused: If it has all of them.
    """
    require(officer, Capability.SUPERVISE)
    known = set(RiskDate.objects.filter(bureau=bureau).values_list("title", flat=True))
    missing = [one for one in USUAL_DATES if one.title not in known]
    if not missing:
        raise Refused(_("常用时间节点已全部列入。"))
    return [
        _add(
            bureau,
            DateInput(one.title, one.topic, one.month, one.day, one.days_ahead),
            officer,
            now,
        )
        for one in missing
    ]
