"""The columns of a spreadsheet of shifts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import officers_of
from huiying.base.accounts.roster.actions.plan_shifts import (
    CannotPlan,
    PlannedShift,
    add_shifts,
    check_shifts,
)
from huiying.base.errors import Refused
from huiying.policy.time.spans import shift_span
from huiying.web.console.shared.sheet_import import Cells, Column

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")
HOUR = re.compile(r"(\d{1,2})[:：](\d{2})(?::00)?")
MIDNIGHT = 24  # 24:00 is how rosters write the end of a day


class RosterSheet:
    """Shifts: day, times, who keeps the desk, who leads."""

    def __init__(self, officer: Officer, now: datetime) -> None:
        self._by, self._now = officer, now
        self.title = _("导入值班表")
        self.lead = _("每行一个班次。已有班次不变；时间重叠的不导入，并注明原因。")
        self.back = reverse("console:roster")
        self.file_name = "roster"
        self.columns: Sequence[Column] = (
            Column(
                "day",
                _("日期"),
                ("日期", "date"),
                required=True,
                values=_("日期，如 2026-12-01"),
            ),
            Column(
                "start",
                _("开始"),
                ("开始", "from"),
                required=True,
                values=_("24 小时制，如 17:30"),
            ),
            Column(
                "end",
                _("结束"),
                ("结束", "to"),
                required=True,
                values=_("24 小时制；不晚于开始的算次日"),
            ),
            Column(
                "officer",
                _("值班"),
                ("值班", "值班员", "on duty"),
                required=True,
                values=_("本局人员的姓名或账号；有同名的填账号"),
            ),
            Column(
                "leader",
                _("带班"),
                ("带班", "带班领导"),
                values=_("本局人员的姓名或账号；有同名的填账号"),
            ),
            Column("name", _("班次"), ("班次", "shift")),
        )
        cells = ("2026-12-01", "17:30", "08:30", _("姓名或账号"), _("姓名或账号"), _("夜班"))
        labels = [column.label for column in self.columns]
        self.example: Sequence[tuple[str, str]] = list(zip(labels, cells, strict=True))
        self._people = _by_name(officers_of(officer.bureau_id))

    def check(self, rows: Sequence[Cells]) -> Mapping[int, str]:
        """Return what is wrong with rows, beside the roster and each other."""
        wrong: dict[int, str] = {}
        wanted: list[tuple[int, PlannedShift]] = []
        for number, row in enumerate(rows):
            try:
                wanted.append((number, self._wanted(row)))
            except ValueError as error:
                wrong[number] = str(error)
        refused = check_shifts(
            bureau_id=self._by.bureau_id, wanted=[row for _n, row in wanted], now=self._now
        )
        wrong |= {wanted[row.number][0]: row.reason for row in refused}
        return dict(sorted(wrong.items()))

    def add(self, rows: Sequence[Cells]) -> str:
        """Put the rows on the roster."""
        try:
            made = add_shifts(
                bureau=self._by.bureau,
                wanted=[self._wanted(row) for row in rows],
                actor=self._by.audit_actor(),
                now=self._now,
            )
        except CannotPlan as error:
            raise Refused(_("值班表已被他人更新，本次未导入。请重新核对。")) from error
        return _("已排 %(count)s 班。") % {"count": len(made)}

    def _wanted(self, row: Cells) -> PlannedShift:
        span = shift_span(_day(row["day"]), _hour(row["start"]), _hour(row["end"]))
        leader = self._person(row["leader"]) if row["leader"] else None
        return PlannedShift(span, self._person(row["officer"]), leader, row["name"])

    def _person(self, text: str) -> Officer:
        found = self._people.get(text.strip().lower(), [])
        if len(found) > 1:
            raise ValueError(_("本局有多名“%(name)s”，请填写账号。") % {"name": text})
        if not found:
            raise ValueError(_("本局无“%(name)s”。") % {"name": text or "…"})
        return found[0]


def _by_name(officers: Iterable[Officer]) -> Mapping[str, list[Officer]]:
    """Return who is meant by a name or an account; an account is always one person."""
    people: defaultdict[str, list[Officer]] = defaultdict(list)
    rows = list(officers)
    for officer in rows:
        people[officer.name.lower()].append(officer)
    return {**people, **{officer.username.lower(): [officer] for officer in rows}}


def _day(text: str) -> date:
    match = DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in match.groups())) if match else _not_a_day(text)
    except ValueError:
        return _not_a_day(text)


def _not_a_day(text: str) -> date:
    raise ValueError(
        _("“%(text)s”日期格式有误，请按“2026-12-01”填写。") % {"text": text or "…"}
    )


def _hour(text: str) -> time:
    match = HOUR.fullmatch(text)
    hour, minute = (int(part) for part in match.groups()) if match else (-1, -1)
    if (hour, minute) == (MIDNIGHT, 0):
        return time(0)
    try:
        return time(hour, minute)
    except ValueError as error:
        reason = _("“%(text)s”时间格式有误，请按“08:30”填写。") % {"text": text or "…"}
        raise ValueError(reason) from error
