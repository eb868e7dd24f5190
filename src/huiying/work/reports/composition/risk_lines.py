"""The parts of a report about a sweep for risks (风险梳理报告).

In:   the sweep that was signed at the end of the period.    Out:  text, sources, tables.
Cost: one query a line.

What is told is what the leader signed, whatever the register says by now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from huiying.base.audit.house_text import house_text
from huiying.policy.prevention.levels import RiskLevel
from huiying.work.prevention.sweeps.models import Sweep
from huiying.work.prevention.sweeps.queries import sweep_until
from huiying.work.reports.composition.first_lines import NOTHING, Composed
from huiying.work.reports.composition.period_lines import PeriodComposer, PeriodRecord
from huiying.work.reports.core.content import Figure, Source
from huiying.work.reports.core.text import report_text

MOST_ROWS: Final = 100
Line = Mapping[str, Any]


def overview(record: PeriodRecord) -> Composed:
    """梳理情况: how many risks of each level, and what the office says of them."""
    sweep = _sweep(record)
    if sweep is None:
        return NOTHING
    found = sweep.content
    words = house_text(
        "%(since)s至%(until)s，%(units)s 个单位参加梳理。在册风险点 %(all)s 个，其中高风险 "
        "%(high)s 个、中风险 %(medium)s 个、低风险 %(low)s 个；本期新增 %(new)s 个，"
        "销号 %(settled)s 个。"
    )
    listed = found["listed"]
    values = {
        "since": found["since"],
        "until": found["until"],
        "units": len(found["units"]),
        "all": sum(listed.values()),
        "high": listed[RiskLevel.HIGH],
        "medium": listed[RiskLevel.MEDIUM],
        "low": listed[RiskLevel.LOW],
        "new": len(found["new"]),
        "settled": len(found["settled"]),
    }
    return Composed(f"{words % values}{report_text(sweep.summary)}", (_source(sweep),))


def high(record: PeriodRecord) -> Composed:
    """高风险: each of them, with the unit that has it and what is done against it."""
    sweep = _sweep(record)
    if sweep is None:
        return NOTHING
    return _listed(sweep, sweep.content["high"], house_text("高风险"), measures=True)


def new(record: PeriodRecord) -> Composed:
    """新增风险点."""
    sweep = _sweep(record)
    if sweep is None:
        return NOTHING
    return _listed(sweep, sweep.content["new"], house_text("新增风险点"), measures=True)


def changed(record: PeriodRecord) -> Composed:
    """调整和销号: what was raised, lowered, put off or handed over, and what is over."""
    sweep = _sweep(record)
    if sweep is None:
        return NOTHING
    found = sweep.content
    one = _listed(sweep, found["changed"], house_text("调整的风险点"))
    other = _listed(sweep, found["settled"], house_text("销号的风险点"))
    words = house_text("调整 %(changed)s 个，销号 %(settled)s 个。")
    values = {"changed": len(found["changed"]), "settled": len(found["settled"])}
    return Composed(
        words % values,
        tuple(dict.fromkeys((*one.sources, *other.sources))),
        (*one.figures, *other.figures),
    )


def units(record: PeriodRecord) -> Composed:
    """各单位确认: who confirmed in time, late or not at all; who has nothing new."""
    sweep = _sweep(record)
    if sweep is None:
        return NOTHING
    rows = sweep.content["units"]
    missing = [one["name"] for one in rows if not one["confirmed"]]
    words = house_text("应确认 %(all)s 个单位，已确认 %(done)s 个，“无新增” %(nil)s 个。")
    values = {
        "all": len(rows),
        "done": len(rows) - len(missing),
        "nil": sum(one["nil"] for one in rows),
    }
    text = words % values
    if missing:
        text += house_text("逾期未确认：%(names)s。") % {"names": "、".join(missing)}
    table = Figure(
        house_text("各单位确认"),
        (house_text("单位"), house_text("确认"), house_text("新增"), house_text("复核")),
        tuple(
            (one["name"], _confirmed(one), str(len(one["new"])), str(len(one["reviewed"])))
            for one in rows[:MOST_ROWS]
        ),
    )
    return Composed(text, (_source(sweep),), (table,))


def overdue(record: PeriodRecord) -> Composed:
    """逾期未复核: risks that nobody looked at in time."""
    sweep = _sweep(record)
    if sweep is None:
        return NOTHING
    return _listed(sweep, sweep.content["overdue"], house_text("逾期未复核"))


def _confirmed(unit: Line) -> str:
    if not unit["confirmed"]:
        return house_text("逾期未确认") if unit["late"] else house_text("未确认")
    words = house_text("无新增") if unit["nil"] else house_text("有新增")
    return f"{words}{house_text('（逾期）')}" if unit["late"] else words


def _listed(
    sweep: Sweep, rows: Iterable[Line], caption: str, *, measures: bool = False
) -> Composed:
    """Return how many there are, and a table of the first of them."""
    every = list(rows)
    if not every:
        return Composed(house_text("无。"), (_source(sweep),))
    headings = [
        house_text("编号"),
        house_text("风险点"),
        house_text("等级"),
        house_text("责任单位"),
    ]
    if measures:
        headings.append(house_text("防范措施"))
    table = Figure(
        caption,
        tuple(headings),
        tuple(
            (
                one["number"],
                report_text(one["title"]),
                RiskLevel(one["level"]).label,
                one["unit"],
                *((report_text(one["measures"]),) if measures else ()),
            )
            for one in every[:MOST_ROWS]
        ),
    )
    sources = tuple(Source("risk", one["number"], one["number"]) for one in every)
    return Composed(house_text("共 %(count)s 个。") % {"count": len(every)}, sources, (table,))


def _sweep(record: PeriodRecord) -> Sweep | None:
    return sweep_until(record.bureau_id, record.span.until)


def _source(sweep: Sweep) -> Source:
    return Source("sweep", sweep.number, sweep.number)


RISK_LINES: Final[dict[str, PeriodComposer]] = {
    "risks_overview": overview,
    "risks_high": high,
    "risks_new": new,
    "risks_changed": changed,
    "risks_overdue": overdue,
    "risks_units": units,
}
