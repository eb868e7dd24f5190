"""Recurring dates on which risks rise: the start of heating, enrolment, holidays.

In:   a month and a day, a local day.    Out:  when it comes next, and whether it is near.
Cost: none.

The usual dates are those of towns in Inner Mongolia; a bureau confirms or changes each.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from huiying.policy.time.zone import DAY
from huiying.reasons.marking import marked

BASIS: Final = marked("本局经验，须由本局核定")
LEAP = (2, 29)


@dataclass(frozen=True, slots=True)
class UsualDate:
    """A date that comes each year, and how long before it one looks at what may go wrong."""

    title: str
    topic: str
    month: int
    day: int
    days_ahead: int


USUAL_DATES: Final = (
    UsualDate(marked("供热开栓前后"), marked("供热"), 10, 15, 30),
    UsualDate(marked("供热结束、退费结算"), marked("供热"), 4, 15, 15),
    UsualDate(marked("中小学入学报名"), marked("教育"), 6, 20, 45),
    UsualDate(marked("秋季开学"), marked("教育"), 9, 1, 20),
    UsualDate(marked("汛期排水防涝"), marked("防灾减灾"), 7, 1, 30),
    UsualDate(marked("国庆假期出行停车"), marked("停车"), 10, 1, 20),
    UsualDate(marked("年底工资、工程款结算"), marked("劳动就业"), 12, 20, 45),
    UsualDate(marked("冬季清雪除冰"), marked("道路交通"), 11, 10, 20),
)


def date_problem(month: int, day: int) -> str:
    """Return why a day is none of the calendar, in Chinese; "" when it is one."""
    try:
        date(2024, month, day)  # a leap year
    except ValueError:
        return marked("日历上没有这一天。")
    return ""


def next_occurrence(month: int, day: int, today: date) -> date:
    """Return the day on which it comes next, today included; 29 February is the 28th."""
    this_year = _in_year(today.year, month, day)
    return this_year if this_year >= today else _in_year(today.year + 1, month, day)


def is_near(month: int, day: int, days_ahead: int, today: date) -> bool:
    """Tell whether it is time to look at what may go wrong on that day."""
    return next_occurrence(month, day, today) - today <= days_ahead * DAY


def _in_year(year: int, month: int, day: int) -> date:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if (month, day) == LEAP and not leap:
        return date(year, 2, 28)
    return date(year, month, day)
