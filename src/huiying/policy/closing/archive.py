"""Archive of matters and reports: periods, archive numbers, retention of posts and petitions.

In:   a grade or a kind of report, a year, the rules of a bureau.
Out:  a period, a number, the day it ends.
Cost: constant.

Periods and codes are those of the archives of public bodies: 永久 (Y), 30 年 (D30), 10 年
(D10); 定期 is counted from the January after the year of the number. The regulation names no
period for a matter or a report: until the bureau sets one, nothing is proposed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiying.policy.core.standing import Number, Standing
from huiying.policy.grading.grades import Grade
from huiying.policy.petitions.kinds import PetitionKind
from huiying.policy.procedure.reports import ReportKind
from huiying.reasons.marking import marked

FONDS = re.compile(r"[A-Z0-9]{1,12}")
LEAST_MONTHS, MOST_MONTHS = 3, 1200
"""The usual level of posts is learned from eight weeks: younger posts are in use."""
LEAST_PETITION_MONTHS = 12
"""30 days to ask for a review, 30 for it, both again (信访工作条例 art. 35, 36), and room."""
_DIGITS = 4


class ArchivePeriod(StrEnum):
    """How long a filed matter is kept, the longest first."""

    PERMANENT = "PERMANENT"
    THIRTY_YEARS = "THIRTY_YEARS"
    TEN_YEARS = "TEN_YEARS"

    @property
    def label(self) -> str:
        """The Chinese name of the period."""
        return _LABELS[self]

    @property
    def code(self) -> str:
        """The part of an archive number that stands for the period."""
        return _CODES[self]

    @property
    def years(self) -> int | None:
        """Whole years, None for ever."""
        return _YEARS[self]

    def is_shorter_than(self, other: "ArchivePeriod") -> bool:
        """Tell whether a matter is kept for less time than under another period."""
        order = list(ArchivePeriod)
        return order.index(self) > order.index(other)


_LABELS = {
    ArchivePeriod.PERMANENT: marked("永久"),
    ArchivePeriod.THIRTY_YEARS: marked("30 年"),
    ArchivePeriod.TEN_YEARS: marked("10 年"),
}
_CODES = {
    ArchivePeriod.PERMANENT: "Y",
    ArchivePeriod.THIRTY_YEARS: "D30",
    ArchivePeriod.TEN_YEARS: "D10",
}
_YEARS = {
    ArchivePeriod.PERMANENT: None,
    ArchivePeriod.THIRTY_YEARS: 30,
    ArchivePeriod.TEN_YEARS: 10,
}


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """The period of matters of one grade, or of reports of one kind; None = not set."""

    period: ArchivePeriod | None
    basis: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class ArchiveRules:
    """What a bureau sets about the end of matters, reports and posts.

    ``posts_months``: months for which a post that belongs to no matter stays; 0 = no post is
    deleted. ``petition_months``: months after its settlement for which the original and the
    text of a petition of a kind stay; 0 = none is erased by a plan.
    """

    periods: Mapping[Grade, PeriodRule]
    posts_months: Number
    petition_months: Mapping[PetitionKind, Number]
    report_periods: Mapping[ReportKind, PeriodRule]

    def proposed_period(self, grade: Grade) -> ArchivePeriod | None:
        """Return the period of a grade; None if the bureau has not set it."""
        return self.periods[grade].period

    def proposed_report_period(self, kind: ReportKind) -> ArchivePeriod | None:
        """Return the period of a kind of reports; None if the bureau has not set it."""
        return self.report_periods[kind].period


_NO_PERIOD = PeriodRule(
    None,
    marked("《制度》未规定归档保管期限，须由本局按文书档案保管期限表填写"),
    Standing.TO_CONFIRM,
)
DEFAULT = ArchiveRules(
    periods=dict.fromkeys(Grade, _NO_PERIOD),
    posts_months=Number(
        0,
        marked("《个人信息保护法》第十九条：保存期限为必要的最短时间，未给出月数"),
        Standing.TO_CONFIRM,
    ),
    petition_months={
        kind: Number(
            0,
            marked("《个人信息保护法》第十九条：保存期限为必要的最短时间，未给出月数"),
            Standing.TO_CONFIRM,
        )
        for kind in PetitionKind
    },
    report_periods=dict.fromkeys(ReportKind, _NO_PERIOD),
)


def needs_second_signature(chosen: ArchivePeriod, proposed: ArchivePeriod | None) -> bool:
    """Tell whether a period takes another person: it is shorter than the one that holds.

    Where nothing was set, only 永久 harms nobody.

    >>> needs_second_signature(ArchivePeriod.TEN_YEARS, None)
    True
    >>> needs_second_signature(ArchivePeriod.PERMANENT, ArchivePeriod.TEN_YEARS)
    False
    """
    return chosen.is_shorter_than(proposed or ArchivePeriod.PERMANENT)


def archive_number(fonds: str, year: int, period: ArchivePeriod, item: int) -> str:
    """Compose 全宗号-年度-保管期限-件号.

    >>> archive_number("X018", 2026, ArchivePeriod.THIRTY_YEARS, 7)
    'X018-2026-D30-0007'
    """
    return f"{fonds}-{year}-{period.code}-{item:0{_DIGITS}d}"


def ends_on(year: int, period: ArchivePeriod) -> date | None:
    """Return the first day on which a period is over; None for ever.

    >>> ends_on(2026, ArchivePeriod.TEN_YEARS)
    datetime.date(2037, 1, 1)
    """
    years = period.years
    return None if years is None else date(year + 1 + years, 1, 1)


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier; a day that a month lacks is its last.

    >>> months_before(date(2026, 5, 31), 3)
    datetime.date(2026, 2, 28)
    """
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError
