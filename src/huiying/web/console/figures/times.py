"""Figures of time: how long notices and answers took, and how much was in time by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from huiying.base.clocks.counters import MINUTE, rounded_up
from huiying.base.clocks.distributions import (
    Distribution,
    WeekOutcomes,
    distributions_of,
    edges_of,
)
from huiying.base.rulebook.queries import book_of
from huiying.policy.grading.grades import Grade
from huiying.policy.time.deadlines import (
    CLAIM_CHECK,
    FIRST_RESPONSE,
    NOTICE,
    RECEIPT,
    DeadlineRule,
    DeadlineUnit,
)
from huiying.web.console.figures.comparison import Amount
from huiying.web.console.figures.links import clocks_url
from huiying.web.console.figures.period import Period

DUTIES = {
    "notice": tuple(dict.fromkeys(NOTICE.values())),
    "receipt": tuple(dict.fromkeys(RECEIPT.values())),
    "check": (CLAIM_CHECK,),
    "answer": (FIRST_RESPONSE,),
}
CODES = tuple(code for codes in DUTIES.values() for code in codes)
UNITS = {
    DeadlineUnit.MINUTES: timedelta(minutes=1),
    DeadlineUnit.HOURS: timedelta(hours=1),
    DeadlineUnit.WORKING_DAYS: timedelta(days=1),
    DeadlineUnit.CALENDAR_DAYS: timedelta(days=1),
}
HOUR, DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class HistogramBin:
    """A bin: ``edge`` is its upper end in words, "" for the last; ``beyond`` the limit."""

    label: str
    edge: str
    count: int
    beyond: bool
    url: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """How long one kind of duty took.

    Attributes:
        limit_at, median_at: Places on the axis of bins, the first bin from 0 to 1.
        limit, median: In words; median "" = no data.
    """

    key: str
    title: str
    finding: str
    bins: list[HistogramBin]
    total: int
    limit: str
    limit_at: int
    median: str
    median_at: float


def time_figures(bureau_id: int, period: Period, now: datetime) -> list[Histogram]:
    """Return how long notices of each grade took, and first answers: each has its limit."""
    book = book_of(bureau_id, now)
    kinds = (
        ("notice-major", _("通报用时：重大以上"), NOTICE[Grade.MAJOR]),
        ("notice-significant", _("通报用时：较大"), NOTICE[Grade.SIGNIFICANT]),
        ("notice-ordinary", _("通报用时：一般"), NOTICE[Grade.ORDINARY]),
        ("answer", _("首次公开回应用时"), FIRST_RESPONSE),
    )
    limits = [limit_of(book.deadline(code)) for _key, _title, code in kinds]
    wanted = [
        ((code,), edges_of(limit))
        for (_key, _title, code), limit in zip(kinds, limits, strict=True)
    ]
    found = distributions_of(bureau_id, wanted, period.since, period.until)
    return [
        _histogram(key, title, one, limit, _bin_urls(period, code, one.edges))
        for (key, title, code), one, limit in zip(kinds, found, limits, strict=True)
    ]


def limit_of(rule: DeadlineRule) -> timedelta:
    """Return the length of a period on the axis; a working day counts as a day."""
    return UNITS[rule.unit] * rule.amount


def _bin_urls(period: Period, code: str, edges: Sequence[timedelta]) -> list[str]:
    """Return the address of the clocks of each bin."""
    ends = [None, *(edge // MINUTE for edge in edges), None]
    return [
        clocks_url(period, (code,), outcome="met", over=low, upto=high)
        for low, high in pairwise(ends)
    ]


def _histogram(
    key: str, title: str, counted: Distribution, limit: timedelta, urls: Sequence[str]
) -> Histogram:
    edges, at_limit = counted.edges, counted.edges.index(rounded_up(limit))
    words = [length(edge) for edge in edges]
    bins = [
        HistogramBin(
            label=_bin_words(words, at),
            edge=words[at] if at < len(words) else "",
            count=count,
            beyond=at > at_limit,
            url=urls[at] if count else "",
        )
        for at, count in enumerate(counted.bins)
    ]
    median = counted.median
    values = {"total": counted.total, "late": counted.late}
    if median is None:
        finding = _("无数据：这段时间没有完成的。")
    else:
        finding = _("共 %(total)s 项，中位 %(median)s，超时 %(late)s 项。") % {
            **values,
            "median": length(median),
        }
    return Histogram(
        key=key,
        title=title,
        finding=finding,
        bins=bins,
        total=counted.total,
        limit=length(limit),
        limit_at=at_limit + 1,
        median="" if median is None else length(median),
        median_at=0 if median is None else place_of(median, edges),
    )


def _bin_words(words: Sequence[str], at: int) -> str:
    if at == 0:
        return _("不超过 %(high)s") % {"high": words[0]}
    if at == len(words):
        return _("超过 %(low)s") % {"low": words[-1]}
    return _("%(low)s至 %(high)s") % {"low": words[at - 1], "high": words[at]}


def place_of(value: timedelta, edges: Sequence[timedelta]) -> float:
    """Return where a length lies on the axis of bins.

    >>> place_of(timedelta(minutes=15), [timedelta(minutes=10), timedelta(minutes=20)])
    1.5
    """
    low = timedelta()
    for at, high in enumerate(edges):
        if value <= high:
            return round(at + (value - low) / (high - low), 2)
        low = high
    return len(edges) + 0.5


def length(value: timedelta) -> str:
    """Say a length in its largest whole unit: ``5 分钟``, ``1.5 小时``, ``4 天``."""
    seconds = value.total_seconds()
    if seconds < HOUR:
        return _("%(amount)s 分钟") % {"amount": f"{seconds / 60:.0f}"}
    if seconds <= 2 * DAY:
        return _("%(amount)s 小时") % {"amount": f"{round(seconds / HOUR, 1):g}"}
    return _("%(amount)s 天") % {"amount": f"{round(seconds / DAY, 1):g}"}


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week: in time and late of all duties, the rate in words, and each duty in words."""

    label: str
    in_time: Amount
    late: Amount
    rate: str
    duties: list[Amount]


@dataclass(frozen=True, slots=True)
class WeekFigure:
    """How much was in time, by week; the oldest first."""

    finding: str
    duties: list[str]
    rows: list[WeekRow]


def week_figure(outcomes: Iterable[WeekOutcomes], period: Period) -> WeekFigure:
    """Return how much of all duties was in time in each week of a period."""
    duty_of = {code: duty for duty, codes in DUTIES.items() for code in codes}
    found: dict[tuple[object, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in outcomes:
        for key in ((row.week, duty_of[row.rule_code]), (row.week, "")):
            in_time, late = found[key]
            found[key] = (in_time + row.in_time, late + row.late)
    rows = []
    for monday in period.mondays:
        in_time, late = found[monday, ""]
        days = period.week(monday)
        rows.append(
            WeekRow(
                label=f"{monday:%m-%d}",
                in_time=_linked(in_time, clocks_url(days, CODES, outcome="in_time")),
                late=_linked(late, clocks_url(days, CODES, outcome="late")),
                rate=_rate(in_time, late),
                duties=[
                    _share(*found[monday, duty], clocks_url(days, codes))
                    for duty, codes in DUTIES.items()
                ],
            )
        )
    in_time, late = (sum(found[one, ""][at] for one in period.mondays) for at in (0, 1))
    finding = _("无数据：这段时间没有到期的。")
    if in_time + late:
        finding = _(
            "共 %(total)s 项，按时 %(in_time)s 项，超时 %(late)s 项，按时率 %(rate)s。"
        ) % {
            "total": in_time + late,
            "in_time": in_time,
            "late": late,
            "rate": _rate(in_time, late),
        }
    return WeekFigure(finding, [duty_label(duty) for duty in DUTIES], rows)


def duty_label(duty: str) -> str:
    """Return what a kind of duty is called on staff pages."""
    return {
        "notice": _("通报"),
        "receipt": _("签收"),
        "check": _("说法核实"),
        "answer": _("首次公开回应"),
    }[duty]


def _rate(in_time: int, late: int) -> str:
    total = in_time + late
    return f"{in_time * 100 // total}%" if total else ""


def _linked(count: int, url: str) -> Amount:
    return Amount(str(count), url if count else "")


def _share(in_time: int, late: int, url: str) -> Amount:
    total = in_time + late
    return Amount(f"{in_time}/{total}", url) if total else Amount("—")
