"""各单位: what each unit was sent, and how much of its work was in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiying.base.accounts.organisation.queries import all_units_of
from huiying.base.clocks.distributions import Outcomes
from huiying.base.counters.queries import totals
from huiying.web.console.figures.comparison import RATES, Amount, Numbers, share
from huiying.web.console.figures.links import clocks_url, rows_url
from huiying.web.console.figures.period import Period
from huiying.web.console.shared.list_tools import Column, SortOrder
from huiying.work.casework.notices.counters import SENT

DUTIES = ("receipt", "report", "check", "task", "accept", "finish")
COLUMNS = (
    Column("name", gettext_lazy("单位"), sorts=True),
    Column("sent", pgettext_lazy("figures", "通报"), sorts=True, descending=True),
    *(
        Column(code, label, sorts=True, descending=True)
        for code, label in (
            ("receipt", gettext_lazy("签收")),
            ("report", gettext_lazy("反馈")),
            ("check", gettext_lazy("核实单")),
            ("task", gettext_lazy("交办")),
            ("accept", gettext_lazy("信访受理")),
            ("finish", gettext_lazy("信访办结")),
        )
    ),
    Column("late", gettext_lazy("超时"), sorts=True, descending=True),
    Column("rate", gettext_lazy("按时率"), sorts=True),
)


@dataclass(frozen=True, slots=True)
class UnitFigureRow:
    """One unit: notices sent to it, each duty as ``in time/all``, late in all, its rate."""

    name: str
    cells: list[Amount]


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """Units with any number in a period; a unit that was renamed or dissolved is one row."""

    finding: str
    rows: list[UnitFigureRow]


@dataclass(frozen=True, slots=True)
class _Unit:
    key: int
    name: str
    sent: int
    duties: dict[str, Outcomes]

    @property
    def every(self) -> Outcomes:
        return sum(self.duties.values(), Outcomes())


def unit_figure(bureau_id: int, numbers: Numbers, order: SortOrder) -> UnitFigure:
    """Return the units of a bureau that had anything to do in a period."""
    period = numbers.period
    units = _units(bureau_id, numbers)
    units.sort(key=lambda unit: unit.name)
    units.sort(key=lambda unit: _sort_key(unit, order.column), reverse=order.descending)
    finding = _("无数据：这段时间没有单位承办事项。")
    if units:
        late = [unit for unit in units if unit.every.late]
        finding = _("共 %(units)s 个单位，%(late)s 个有超时。") % {
            "units": len(units),
            "late": len(late),
        }
    rows = [UnitFigureRow(unit.name, _cells(unit, period)) for unit in units]
    return UnitFigure(finding, rows)


def _units(bureau_id: int, numbers: Numbers) -> list[_Unit]:
    sent = totals(bureau_id, SENT, numbers.period.since, numbers.period.until)
    duty_of = {rule: duty for duty in DUTIES for rule in RATES[duty]}
    found: dict[int, dict[str, Outcomes]] = {}
    for (rule, key), outcomes in numbers.outcomes.items():
        if rule in duty_of:
            of_unit = found.setdefault(key, {})
            duty = duty_of[rule]
            of_unit[duty] = of_unit.get(duty, Outcomes()) + outcomes
    names = {unit.pk: _name(unit.name, active=unit.active) for unit in all_units_of(bureau_id)}
    names[0] = _("未列单位")
    keys = {*found, *map(int, sent)}
    return [
        _Unit(key, names.get(key, ""), sent.get(str(key), 0), found.get(key, {}))
        for key in keys
    ]


def _name(name: str, *, active: bool) -> str:
    return name if active else _("%(unit)s（已停用）") % {"unit": name}


def _sort_key(unit: _Unit, column: str) -> float | str:
    if column == "name":
        return unit.name
    if column == "rate":
        return share(unit.every) if unit.every.total else 2
    if column in DUTIES:
        return unit.duties.get(column, Outcomes()).total
    return unit.sent if column == "sent" else unit.every.late


def _cells(unit: _Unit, period: Period) -> list[Amount]:
    codes = [code for duty in DUTIES for code in RATES[duty]]
    every = unit.every
    late = clocks_url(period, codes, unit=unit.key, outcome="late")
    return [
        _linked(unit.sent, rows_url("notices", period, unit=unit.key)),
        *(_duty(unit, duty, period) for duty in DUTIES),
        _linked(every.late, late) if every.total else Amount("—"),
        _rate(every, clocks_url(period, codes, unit=unit.key)),
    ]


def _linked(count: int, url: str) -> Amount:
    return Amount(str(count), url if count else "")


def _rate(outcomes: Outcomes, url: str) -> Amount:
    if not outcomes.total:
        return Amount(_("无数据"))
    return Amount(f"{outcomes.in_time * 100 // outcomes.total}%", url)


def _duty(unit: _Unit, duty: str, period: Period) -> Amount:
    outcomes = unit.duties.get(duty, Outcomes())
    if not outcomes.total:
        return Amount("—")
    url = clocks_url(period, RATES[duty], unit=unit.key)
    return Amount(f"{outcomes.in_time}/{outcomes.total}", url)


def unit_headings() -> Sequence[str]:
    """Return the headings of the table."""
    return [str(column.label) for column in COLUMNS]
