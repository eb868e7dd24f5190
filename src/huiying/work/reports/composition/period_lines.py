"""The parts of a report about a period: counts with their lists, 零报告 too.

In:   a bureau, a span, the moment.    Out:  text, sources and tables of each line.
Cost: one to three queries a line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from django.db.models import QuerySet

from huiying.base.audit.house_text import house_text
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import NO_DATA
from huiying.policy.procedure.stages import Stage
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.reports import figures
from huiying.work.reports.composition.first_lines import NOTHING, Composed, sentences
from huiying.work.reports.core.content import Figure, Source
from huiying.work.reports.core.text import day, report_text

MOST_ROWS: Final = 100
MOST_BARS: Final = 12
MOST_DAYS: Final = 62  # a longer period is told by month
PARTS_OF_DAYS: Final = 2  # a span of 24 hours touches so many, none of them whole


@dataclass(frozen=True, slots=True)
class PeriodRecord:
    """One period of one bureau, as a report reads it."""

    bureau_id: int
    span: figures.Span
    now: datetime

    def listed(self, kind: str, label: str) -> Source:
        """Return a list of rows of the period as a source."""
        days = f"{self.span.first_day.isoformat()}/{self.span.last_day.isoformat()}"
        whole = self.span.since.astimezone(LOCAL).time() == time.min
        return Source(kind, days, label if whole else label + house_text("（按整日列示）"))


PeriodComposer = Callable[[PeriodRecord], Composed]


def overview(record: PeriodRecord) -> Composed:
    """总体情况: the period in one sentence, beside the one before."""
    opened = figures.opened_by_grade(record.bureau_id, record.span)
    before = figures.opened_by_grade(record.bureau_id, record.span.before)
    words = house_text(
        "%(first)s至%(last)s，登记事件 %(opened)s 件（上期 %(before)s 件），"
        "办结 %(closed)s 件，公开回应 %(answers)s 次。"
    )
    values = {
        "first": day(record.span.since),
        "last": f"{record.span.last_day.month}月{record.span.last_day.day}日",
        "opened": sum(opened.values()),
        "before": sum(before.values()),
        "closed": figures.closed_count(record.bureau_id, record.span),
        "answers": figures.release_count(record.bureau_id, record.span),
    }
    return Composed(
        words % values, (record.listed("register_incidents", house_text("事件台账")),)
    )


def nil(record: PeriodRecord) -> Composed:
    """零报告: that there is nothing to report, and what was listened to."""
    posts = figures.post_count(record.bureau_id, record.span)
    words = house_text("%(first)s至%(last)s，未发生需要报送的舆情事件。")
    values = {
        "first": day(record.span.since),
        "last": f"{record.span.last_day.month}月{record.span.last_day.day}日",
    }
    count = NO_DATA if posts is None else house_text("%(count)s 条") % {"count": posts}
    collected = house_text("同期采集帖文：%(posts)s。") % {"posts": count}
    sources = (
        record.listed("register_incidents", house_text("事件台账")),
        record.listed("posts", house_text("帖文")),
    )
    return Composed(sentences([words % values, collected]), sources)


def posts(record: PeriodRecord) -> Composed:
    """帖文采集: how many, on which platforms, on which days."""
    count = figures.post_count(record.bureau_id, record.span)
    if count is None:
        return NOTHING
    before = figures.post_count(record.bureau_id, record.span.before)
    words = house_text("采集帖文 %(count)s 条（上期 %(before)s）。")
    last = NO_DATA if before is None else house_text("%(count)s 条") % {"count": before}
    platforms = figures.platform_counts(record.bureau_id, record.span)
    tables = []
    if platforms:
        tables.append(
            Figure(
                house_text("各平台帖文数（按采集时间）"),
                (house_text("平台"), house_text("帖文数")),
                tuple((name, str(n)) for name, n in platforms[:MOST_BARS]),
                "bars",
            )
        )
    return Composed(
        words % {"count": count, "before": last},
        (record.listed("posts", house_text("帖文")),),
        (*tables, *_over_time(record)),
    )


def _over_time(record: PeriodRecord) -> list[Figure]:
    """Return posts by day, of a long period by month; nothing of a single day."""
    days = figures.day_counts(record.bureau_id, record.span)
    if len(days) <= PARTS_OF_DAYS:
        return []
    caption, first = house_text("每日帖文数（按采集时间）"), house_text("日期")
    rows = [(f"{day:%m-%d}", count) for day, count in days]
    if len(days) > MOST_DAYS:
        caption, first = house_text("各月帖文数（按采集时间）"), house_text("月份")
        rows = figures.by_month(days)
    cells = tuple((name, "" if count is None else str(count)) for name, count in rows)
    return [Figure(caption, (first, house_text("帖文数")), cells, "line")]


def incidents(record: PeriodRecord) -> Composed:
    """事件受理: by grade."""
    opened = figures.opened_by_grade(record.bureau_id, record.span)
    source = record.listed("register_incidents", house_text("事件台账"))
    if not opened:
        return Composed(house_text("本期未登记事件。"), (source,))
    parts = [
        house_text("%(grade)s %(count)s 件") % {"grade": one.label, "count": opened[one]}
        for one in sorted(Grade, reverse=True)
        if one in opened
    ]
    table = Figure(
        house_text("按等级"),
        (house_text("等级"), house_text("事件数")),
        tuple((one.label, str(opened[one])) for one in sorted(opened, reverse=True)),
        "bars",
    )
    return Composed(f"{'，'.join(parts)}。", (source,), (table,))


def major(record: PeriodRecord) -> Composed:
    """重大舆情: each incident of 重大 and above."""
    rows = figures.major_incidents(record.bureau_id, record.span)
    if not rows.exists():
        return Composed(
            house_text("本期无重大舆情。"),
            (record.listed("register_incidents", house_text("事件台账")),),
        )
    return _listed(rows, house_text("重大舆情"))


def units(record: PeriodRecord) -> Composed:
    """各单位通报签收: a row for each unit."""
    found = figures.unit_rows(record.bureau_id, record.span)
    source = record.listed("register_notices", house_text("通报台账"))
    if not found:
        return Composed(house_text("本期未发出通报。"), (source,))
    words = house_text("发出通报 %(sent)s 份，签收 %(signed)s 份，超时 %(late)s 份。")
    values = {
        "sent": sum(row.sent for row in found),
        "signed": sum(row.signed for row in found),
        "late": sum(row.late for row in found),
    }
    table = Figure(
        house_text("各单位通报签收"),
        (house_text("单位"), house_text("通报"), house_text("签收"), house_text("超时")),
        tuple((r.name, str(r.sent), str(r.signed), str(r.late)) for r in found[:MOST_ROWS]),
        "bars",
    )
    return Composed(words % values, (source,), (table,))


def handling(record: PeriodRecord) -> Composed:
    """核实、交办和回应: counts of what was asked, assigned and answered."""
    asked, found = figures.docket_counts(record.bureau_id, record.span)
    given, done = figures.task_counts(record.bureau_id, record.span)
    words = house_text(
        "提出核实 %(asked)s 项，形成结论 %(found)s 项；交办任务 %(given)s 项，"
        "办结 %(done)s 项；公开回应 %(answers)s 次。"
    )
    values = {
        "asked": asked,
        "found": found,
        "given": given,
        "done": done,
        "answers": figures.release_count(record.bureau_id, record.span),
    }
    sources = (
        record.listed("register_tasks", house_text("任务台账")),
        record.listed("register_responses", house_text("回应台账")),
    )
    return Composed(words % values, sources)


def deadlines(record: PeriodRecord) -> Composed:
    """时限执行: in time and late, by duty; a duty that never fell due has no rate."""
    rows = figures.duty_rows(record.bureau_id, record.span, record.now)
    total, late = sum(r.in_time + r.late for r in rows), sum(r.late for r in rows)
    if not total:
        return NOTHING
    words = house_text("到期 %(total)s 项，按时 %(in_time)s 项，超时 %(late)s 项。")
    table = Figure(
        house_text("时限执行"),
        (house_text("事项"), house_text("按时"), house_text("超时"), house_text("按时率")),
        tuple((r.name, str(r.in_time), str(r.late), _rate(r)) for r in rows),
        "bars",
    )
    source = record.listed("ledger", house_text("违规台账"))
    return Composed(
        words % {"total": total, "in_time": total - late, "late": late}, (source,), (table,)
    )


def open_matters(record: PeriodRecord) -> Composed:
    """未办结事件: what is not settled yet."""
    rows = figures.open_incidents(record.bureau_id, record.span)
    if not rows.exists():
        return Composed(
            house_text("无未办结事件。"),
            (record.listed("incidents", house_text("事件")),),
        )
    return _listed(rows, house_text("未办结事件"))


def _rate(row: figures.DutyRow) -> str:
    total = row.in_time + row.late
    return f"{row.in_time * 100 // total}%" if total else NO_DATA


def _listed(rows: QuerySet[Incident], caption: str) -> Composed:
    """Return how many there are, and a table of the first of them."""
    count, listed = rows.count(), list(rows[:MOST_ROWS])
    words = house_text("共 %(count)s 件。")
    if count > len(listed):
        words = house_text("共 %(count)s 件，表中列出前 %(listed)s 件。")
    table = Figure(
        caption,
        (house_text("编号"), house_text("事件"), house_text("等级"), house_text("环节")),
        tuple(
            (
                row.number,
                report_text(row.title),
                Grade(row.grade).label,
                Stage(row.stage).label,
            )
            for row in listed
        ),
    )
    sources = tuple(Source("incident", row.number, row.number) for row in listed)
    return Composed(words % {"count": count, "listed": len(listed)}, sources, (table,))


PERIOD_LINES: Final[dict[str, PeriodComposer]] = {
    "overview": overview,
    "posts": posts,
    "incidents": incidents,
    "major": major,
    "units": units,
    "handling": handling,
    "deadlines": deadlines,
    "open": open_matters,
}
