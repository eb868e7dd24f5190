"""工作日历: working days, where they are known from, and the bureau's entries."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.queries import running_clocks
from huiying.base.errors import Refused
from huiying.base.rulebook.actions.set_calendar import (
    DayKind,
    enter_year,
    reopen_year,
    set_days,
)
from huiying.base.rulebook.queries import FIRST_YEAR, LAST_YEAR, calendar_of, entered_calendar
from huiying.jobs import clock
from huiying.policy.time.calendar import WorkingCalendar, holiday_name
from huiying.policy.time.zone import DAY
from huiying.web.console.rulebook.calendar_proposals import proposed_spans
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    carry_out,
    redirect_done,
    redirect_refused,
    show_form,
    show_refusal,
)
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.web.shared.widgets import day_input

WEEKEND: Final = 5  # Saturday
Entries = Mapping[str, Mapping[str, str]]  # day in ISO format → what the bureau entered


class DaysForm(forms.Form):
    """Some days in a row, and what they become."""

    first = forms.DateField(label=gettext_lazy("从"), widget=day_input())
    last = forms.DateField(label=gettext_lazy("到"), widget=day_input())
    kind = forms.ChoiceField(
        label=gettext_lazy("安排"),
        choices=[
            (DayKind.OFF, gettext_lazy("放假")),
            (DayKind.WORKED, gettext_lazy("上班（调休）")),
            (DayKind.PUBLISHED, gettext_lazy("删除本局修改，恢复内置安排")),
        ],
    )
    note = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=80,
        help_text=gettext_lazy("放假通知的文号，或本局的决定。"),
    )


class YearForm(forms.Form):
    """The notice from which a whole year was entered."""

    notice = forms.CharField(label=gettext_lazy("放假通知的名称和文号"), max_length=80)


@require_GET
def year(request: OfficerRequest) -> HttpResponse:
    """Show one year: what is known of it, month by month, and every day that differs."""
    require(request.user, Capability.SEE_RULES)
    bureau_id = request.user.bureau_id
    shown = _year_of(request, clock.now())
    working, entered = calendar_of(bureau_id), entered_calendar(bureau_id)
    days = entered.days if entered else {}
    state = _state(working, shown)
    context = {
        "year": shown,
        "earlier": shown - 1 if shown > FIRST_YEAR else None,
        "later": shown + 1 if shown < LAST_YEAR else None,
        "state": state,
        "notice": (entered.years if entered else {}).get(str(shown), ""),
        "revision": entered.revision if entered else 0,
        "months": _months(working, shown, days) if state != "unknown" else [],
        "workdays": _workdays(working, shown) if state != "unknown" else None,
        "rows": _spans(working, shown, days) if state != "unknown" else [],
        "provisional_clocks": running_clocks(bureau_id)
        .filter(calendar__has_key="provisional")
        .count(),
        "may_change": may(request.user, Capability.MANAGE_RULES),
        "proposed": proposed_spans(entered, request.user, clock.now()),
    }
    return render(request, "console/rulebook/calendar.html", context)


@form_page
def edit(request: OfficerRequest) -> HttpResponse:
    """Enter days off and make-up workdays; running clocks keep their due time."""
    require(request.user, Capability.MANAGE_RULES)
    now = clock.now()
    revision = _revision(request)
    text = ActText(
        title=_("改工作日历"),
        lead=_("仅适用于此后开始的时限。现有 %(count)d 项计时中的时限，到期时间不变。")
        % {"count": running_clocks(request.user.bureau_id).count()},
        safe=_("工作日改为放假，会使期限变长，须由另一位可以修改规则的同事确认才生效。"),
        submit=_("记入日历"),
        back=reverse("console:rules-calendar"),
    )
    form = DaysForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, revision)
    try:
        counts = set_days(
            first=form.cleaned_data["first"],
            last=form.cleaned_data["last"],
            kind=DayKind(form.cleaned_data["kind"]),
            note=form.cleaned_data["note"],
            shown_revision=submitted_version(request) or 0,
            officer=request.user,
            now=now,
        )
    except Refused as error:
        return show_refusal(request, form, text, revision, error)
    done = _("已记入日历。计时中的时限不变。") if counts else _("已提出，等另一人确认后生效。")
    return redirect_done(request, done, _page(form.cleaned_data["first"].year))


@form_page
def enter(request: OfficerRequest, year: int) -> HttpResponse:
    """Say that a year's notice is entered in full."""
    require(request.user, Capability.MANAGE_RULES)
    revision = _revision(request)
    text = ActText(
        title=_("%(year)d 年的放假通知已录完") % {"year": year},
        lead=_("先把通知里的放假和调休逐项记入日历，再在这里确认。"),
        safe=_("确认后该年不再注明“暂定”，此后开始的时限照此计算。"),
        submit=_("确认 %(year)d 年") % {"year": year},
        back=_page(year),
    )
    form = YearForm(request.POST or None)

    def perform() -> Outcome:
        enter_year(
            year=year,
            notice=form.cleaned_data["notice"],
            shown_revision=submitted_version(request) or 0,
            officer=request.user,
            now=clock.now(),
        )
        return _("%(year)d 年已确认。") % {"year": year}, _page(year)

    return carry_out(request, form, text, revision, perform)


@require_POST
def reopen(request: OfficerRequest, year: int) -> HttpResponse:
    """Take the confirmation of a year back."""
    require(request.user, Capability.MANAGE_RULES)
    try:
        reopen_year(
            year=year,
            shown_revision=submitted_version(request) or 0,
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, _page(year))
    return redirect_done(request, _("%(year)d 年改回暂定。") % {"year": year}, _page(year))


def _page(year: int) -> str:
    return f"{reverse('console:rules-calendar')}?year={year}"


def _revision(request: OfficerRequest) -> int:
    entered = entered_calendar(request.user.bureau_id)
    return entered.revision if entered else 0


def _year_of(request: OfficerRequest, now: datetime) -> int:
    chosen = request.GET.get("year", "")
    within = (
        chosen.isdecimal()
        and len(chosen) == len(str(LAST_YEAR))
        and FIRST_YEAR <= int(chosen) <= LAST_YEAR
    )
    return int(chosen) if within else timezone.localtime(now).year


def _state(working: WorkingCalendar, year: int) -> str:
    if year in working.known_years:
        return "known"
    return "provisional" if year in working.provisional_years else "unknown"


def _workdays(working: WorkingCalendar, year: int) -> int:
    return sum(working.is_workday(day) for day in _days(year))


def _days(year: int) -> Iterator[date]:
    for month in range(1, 13):
        for number in range(1, calendar.monthrange(year, month)[1] + 1):
            yield date(year, month, number)


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of a month.

    Attributes:
        marked: A day off among workdays, or a workday on a weekend.
        own: The bureau entered it.
    """

    number: int
    off: bool
    marked: bool
    own: bool
    name: str


@dataclass(frozen=True, slots=True)
class MonthTable:
    """A month as weeks of cells; a day outside the month is None."""

    first: date
    weeks: list[list[DayCell | None]]


def _months(working: WorkingCalendar, year: int, days: Entries) -> list[MonthTable]:
    return [
        MonthTable(
            date(year, month, 1),
            [
                [
                    _cell(working, day, days) if day.month == month else None
                    for day in week
                ]
                for week in calendar.Calendar().monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]  # fmt: skip


def _cell(working: WorkingCalendar, day: date, days: Entries) -> DayCell:
    works = working.is_workday(day)
    return DayCell(
        number=day.day,
        off=not works,
        marked=works is not (day.weekday() < WEEKEND),
        own=day.isoformat() in days,
        name=translate_rule(holiday_name(day)),
    )


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days in a row of one kind; ``note`` is the bureau's, "" = as published."""

    first: date
    last: date
    works: bool
    name: str
    note: str

    @property
    def count(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def _spans(working: WorkingCalendar, year: int, days: Entries) -> list[DaySpan]:
    """Return the days that differ from plain weekends or were entered, runs of one kind as one.

    A weekend between two days off belongs to the run.
    """
    spans: list[DaySpan] = []
    for day in _days(year):
        own, works = days.get(day.isoformat()), working.is_workday(day)
        marked = own is not None or works is not (day.weekday() < WEEKEND)
        name, note = translate_rule(holiday_name(day)), own["note"] if own else ""
        if not marked and (works or not name):
            continue
        span = DaySpan(day, day, works, name, note)
        if spans and spans[-1] == replace(span, first=spans[-1].first, last=day - DAY):
            span = replace(span, first=spans.pop().first)
        spans.append(span)
    return spans
