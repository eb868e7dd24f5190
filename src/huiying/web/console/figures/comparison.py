"""本期、上期、去年同期: the main numbers of a period beside those of two others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiying.base.clocks.counters import MET
from huiying.base.clocks.distributions import Outcomes, outcomes_by_unit
from huiying.base.counters.queries import first_day, totals_together
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.offline import TASK
from huiying.policy.time.deadlines import (
    CLAIM_CHECK,
    FIRST_RESPONSE,
    NOTICE,
    PETITION_DECISION,
    PETITION_EXTENSION,
    PETITION_RECEIPT,
    RECEIPT,
    VERIFICATION,
)
from huiying.web.console.figures.links import clocks_url, posts_url, rows_url
from huiying.web.console.figures.period import Period
from huiying.web.shared.drawing import link_html
from huiying.work.casework.notices.counters import SENT
from huiying.work.closing.core.counters import CLOSED
from huiying.work.collection.posts.counters import PLATFORM
from huiying.work.incidents.core.counters import OPENED

RATES = {
    "notice": tuple(dict.fromkeys(NOTICE.values())),
    "receipt": tuple(dict.fromkeys(RECEIPT.values())),
    "report": (VERIFICATION,),
    "check": (CLAIM_CHECK,),
    "answer": (FIRST_RESPONSE,),
    "task": (TASK.code,),
    "accept": (PETITION_RECEIPT,),
    "finish": (PETITION_DECISION, PETITION_EXTENSION),
}
"""Rates by code: the rules whose clocks they count."""
CODES = tuple(code for codes in RATES.values() for code in codes)
COUNTS = ("posts", "opened", "grave", "closed", "notices")
UnitOutcomes = Mapping[tuple[str, int], Outcomes]


def number_label(code: str) -> str:
    """Return what a number is called."""
    return {
        "posts": _("采集帖文"),
        "opened": _("登记事件"),
        "grave": _("其中重大以上"),
        "closed": pgettext("figure", "办结事件"),
        "notices": _("发出通报"),
        "notice": _("通报按时率"),
        "receipt": _("签收按时率"),
        "report": _("反馈按时率"),
        "check": _("核实按时率"),
        "answer": _("首次公开回应按时率"),
        "task": _("交办按期率"),
        "accept": _("信访及时受理率"),
        "finish": _("信访按期办结率"),
    }[code]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a period; a period before anything was counted has none.

    Attributes:
        counts: By code.
        outcomes: By rule and unit.
    """

    period: Period
    counts: Mapping[str, int] = field(default_factory=dict)
    outcomes: UnitOutcomes = field(default_factory=dict)

    def rate(self, code: str) -> Outcomes:
        """Return how many were in time and late."""
        found = (row for (rule, _unit), row in self.outcomes.items() if rule in RATES[code])
        return sum(found, Outcomes())


def first_counted_day(bureau_id: int) -> date | None:
    """Return the first day of which a bureau has any number."""
    days = (first_day(bureau_id, kind) for kind in (PLATFORM, OPENED, SENT, MET))
    return min((day for day in days if day is not None), default=None)


def numbers_of(bureau_id: int, period: Period, now: datetime, known: date | None) -> Numbers:
    """Return the numbers of a period.

    Args:
        known: The first day of which there is any number; None = there is none.
    """
    if known is None or period.last < known:
        return Numbers(period)
    since, until = period.since, period.until
    kinds = (PLATFORM, OPENED, CLOSED, SENT)
    posts, opened, closed, sent = totals_together(bureau_id, kinds, since, until)
    counts = {
        "posts": sum(posts.values()),
        "opened": sum(opened.values()),
        "grave": sum(n for key, n in opened.items() if int(key[0]) >= Grade.MAJOR),
        "closed": sum(closed.values()),
        "notices": sum(sent.values()),
    }
    return Numbers(period, counts, outcomes_by_unit(bureau_id, CODES, since, until, now))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in words, and the rows behind it; url "" = there is nothing to open."""

    words: str
    url: str = ""

    @property
    def html(self) -> SafeString:
        """The number as a link to its rows; drawn without a template, a year has a thousand."""
        return link_html(self.words, self.url)


def number_cells(amounts: Iterable[Amount]) -> SafeString:
    """Draw cells of a table, as ``html`` does: a template takes twice as long for a year."""
    return SafeString("".join(f'<td class="hy-n">{one.html}</td>' for one in amounts))


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One number of the period, of the one before, of the year before.

    Attributes:
        fell: It is a rate, and lower than in the period before.
    """

    code: str
    label: str
    current: Amount
    before: Amount
    change: str
    year_before: Amount
    year_change: str
    fell: bool


def comparison_rows(
    current: Numbers, before: Numbers, year_before: Numbers, *, posts: bool
) -> list[ComparisonRow]:
    """Return the main numbers of a period beside those of two others.

    Args:
        posts: The reader may open posts.
    """
    three = (current, before, year_before)
    return [
        *(_count_row(code, *three, posts=posts) for code in COUNTS),
        *(_rate_row(code, *three) for code in RATES),
    ]


def _count_row(
    code: str, current: Numbers, before: Numbers, year_before: Numbers, *, posts: bool
) -> ComparisonRow:
    return ComparisonRow(
        code,
        number_label(code),
        _count(code, current, posts=posts),
        _count(code, before, posts=posts),
        _count_change(current.counts.get(code), before.counts.get(code)),
        _count(code, year_before, posts=posts),
        _count_change(current.counts.get(code), year_before.counts.get(code)),
        fell=False,
    )


def _count(code: str, numbers: Numbers, *, posts: bool) -> Amount:
    count = numbers.counts.get(code)
    if count is None:
        return Amount(_("无数据"))
    url = {
        "posts": posts_url(numbers.period) if posts else "",
        "opened": rows_url("incidents", numbers.period),
        "grave": rows_url("incidents", numbers.period, grade=int(Grade.MAJOR)),
        "closed": rows_url("closed", numbers.period),
        "notices": rows_url("notices", numbers.period),
    }[code]
    return Amount(str(count), url if count else "")


def _count_change(current: int | None, before: int | None) -> str:
    if current is None or not before:
        return "—"
    return f"{(current - before) / before:+.0%}"


def _rate_row(
    code: str, current: Numbers, before: Numbers, year_before: Numbers
) -> ComparisonRow:
    one, two, three = (numbers.rate(code) for numbers in (current, before, year_before))
    return ComparisonRow(
        code,
        number_label(code),
        _rate(code, current),
        _rate(code, before),
        _rate_change(one, two),
        _rate(code, year_before),
        _rate_change(one, three),
        fell=bool(one.total and two.total) and share(one) < share(two),
    )


def _rate(code: str, numbers: Numbers) -> Amount:
    outcomes = numbers.rate(code)
    if not outcomes.total:
        return Amount(_("无数据"))
    return Amount(rate_words(outcomes), clocks_url(numbers.period, RATES[code]))


def rate_words(outcomes: Outcomes) -> str:
    """Say a rate with what it is of: ``96%（24/25）``; never rounded up to 100%."""
    words = {
        "rate": outcomes.in_time * 100 // outcomes.total,
        "in_time": outcomes.in_time,
        "total": outcomes.total,
    }
    return _("%(rate)s%%（%(in_time)s/%(total)s）") % words


def share(outcomes: Outcomes) -> float:
    """Return which part was in time."""
    return outcomes.in_time / outcomes.total


def _rate_change(current: Outcomes, before: Outcomes) -> str:
    if not current.total or not before.total:
        return "—"
    points = f"{(share(current) - share(before)) * 100:+.1f}"
    return _("%(points)s 个百分点") % {"points": points}
