"""The roster of one week as the page draws it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roster.models import HandOverNote, Shift
from huiying.base.accounts.roster.queries import may_take_over
from huiying.policy.time.spans import Span, uncovered
from huiying.policy.time.zone import DAY, LOCAL
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.time_words import length_words

WEEK = timedelta(days=7)
USUAL = (gettext_noop("白班"), gettext_noop("夜班"))
WRITE_FOR = timedelta(hours=12)  # after its end a shift can still be handed over


def week_of(day: date) -> Span:
    """Return the week of a local day, from Monday 00:00 on."""
    start = datetime.combine(day - timedelta(days=day.weekday()), time(0), LOCAL)
    return Span(start, start + WEEK)


def week_url(moment: datetime) -> str:
    """Return the address of the week that holds a moment."""
    monday = week_of(localtime(moment, LOCAL).date()).starts_at
    return f"{reverse('console:roster')}?week={monday:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift of the roster, or a hole in it.

    Attributes:
        shift: None = a hole.
        length: Of a hole, in words.
        left: The officer can no longer sign in.
    """

    at: datetime
    times: str
    running: bool
    shift: Shift | None = None
    name: str = ""
    length: str = ""
    left: bool = False
    acts: Sequence[ActButton] = ()


@dataclass(frozen=True, slots=True)
class RosterDay:
    """A day of the roster."""

    at: datetime
    today: bool
    rows: list[ShiftRow]


def day_rows(
    week: Span, shifts: Sequence[Shift], now: datetime, *, plans: bool
) -> list[RosterDay]:
    """Return the days of a week with shifts, and the holes that are still to come.

    Args:
        plans: The officer may change the roster.
    """
    rows = [_shift_row(shift, week, now, plans=plans) for shift in shifts]
    if week.ends_at > now:
        ahead = Span(max(week.starts_at, now), week.ends_at)
        spans = [row.span for row in shifts if row.officer.is_active]
        rows += [_hole_row(span, now) for span in uncovered(spans, ahead)]
    rows.sort(key=lambda row: row.at)
    days = []
    for number in range(7):
        start = week.starts_at + number * DAY
        mine = [row for row in rows if _day_of(row.at, week) == start.date()]
        today = localtime(now, LOCAL).date() == start.date()
        days.append(RosterDay(start, today, mine))
    return days


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """A note from shift to shift, with how the desk stood and the way to take it over."""

    note: HandOverNote
    situation: str
    act: ActButton | None


def note_rows(
    notes: Iterable[HandOverNote], officer: Officer, duty: Sequence[Shift]
) -> list[HandOverRow]:
    """Return notes from shift to shift."""
    return [
        HandOverRow(
            note=note,
            situation=_(
                "当时计时中的时限 %(running)s 项，超时 %(late)s 项；待研判舆情 %(waiting)s 组。"
            )
            % {
                "running": note.clocks_running,
                "late": note.clocks_late,
                "waiting": note.candidates_waiting,
            },
            act=act_button(_("接班"), "console:note-read", note.pk, method="post")
            if note.read_at is None and may_take_over(note, officer, duty)
            else None,
        )
        for note in notes
    ]


def writes_now(shifts: Iterable[Shift], officer: Officer, now: datetime) -> Shift | None:
    """Return the shift of the officer that can be handed over now, the newest."""
    mine = [
        row
        for row in shifts
        if row.officer_id == officer.pk and row.starts_at <= now < row.ends_at + WRITE_FOR
    ]
    return mine[-1] if mine else None


def times_words(span: Span, *, from_day: bool = False) -> str:
    """Say when a shift is, within its day: ``17:30 至次日 08:30``, ``18:00 至 24:00``.

    Args:
        from_day: Name the day of the start too: the shift stands under another one.
    """
    start, end = localtime(span.starts_at, LOCAL), localtime(span.ends_at, LOCAL)
    words = {
        "from": f"{start:%m-%d %H:%M}" if from_day else f"{start:%H:%M}",
        "to": f"{end:%H:%M}",
        "day": f"{end:%m-%d}",
    }
    next_day = end.date() == start.date() + DAY
    if next_day and end.time() == time(0):
        return _("%(from)s 至 %(to)s") % {**words, "to": "24:00"}
    if end.date() == start.date():
        return _("%(from)s 至 %(to)s") % words
    if next_day:
        return _("%(from)s 至次日 %(to)s") % words
    return _("%(from)s 至 %(day)s %(to)s") % words


def _day_of(moment: datetime, week: Span) -> date:
    """Return the day of the week under which a row stands; what began before, on Monday."""
    return localtime(max(moment, week.starts_at), LOCAL).date()


def shift_name(shift: Shift) -> str:
    """Return the name of a shift; the usual ones in the language of the page."""
    return _(shift.name) if shift.name in USUAL else shift.name


def _shift_row(shift: Shift, week: Span, now: datetime, *, plans: bool) -> ShiftRow:
    acts = []
    if plans and shift.ends_at > now:
        acts.append(act_button(_("换班…"), "console:shift-replace", shift.pk))
    if plans and shift.starts_at > now:
        acts.append(act_button(_("删除…"), "console:shift-remove", shift.pk))
    return ShiftRow(
        at=shift.starts_at,
        shift=shift,
        name=shift_name(shift),
        times=times_words(shift.span, from_day=shift.starts_at < week.starts_at),
        left=not shift.officer.is_active,
        running=shift.starts_at <= now < shift.ends_at,
        acts=acts,
    )


def _hole_row(span: Span, now: datetime) -> ShiftRow:
    return ShiftRow(
        at=span.starts_at,
        times=times_words(span),
        length=length_words((span.ends_at - span.starts_at).total_seconds()),
        running=span.starts_at <= now,
    )
