"""The picture of a matter as a panel: posts over time, what was done, platforms over time.

In:   what one request reads of an incident.    Out:  two drawings with sentences under them.
Cost: no query of its own: notices, decisions and answers are read once a request.

A matter is compared with itself alone: its usual level is known from 14 days before the first
bar on, and is what nine of ten such times brought.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiying.web.console.assessment.picture_bars import (
    HOUR,
    NARROW,
    WIDE,
    Buckets,
    Frame,
    bucket_hours,
)
from huiying.web.console.assessment.picture_marks import Mark, place_marks
from huiying.web.console.assessment.picture_svg import Drawing, StripRow, picture_svg
from huiying.web.console.assessment.spread import flares_up
from huiying.web.console.assessment.trend import gap_notes
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.place_names import platform_name
from huiying.web.shared.time_words import sentences
from huiying.work.casework.notices.queries import notices_of
from huiying.work.responses.core import queries as answers

Row = TypeVar("Row")
PLATFORMS: Final = 4  # lines of the strip, before the others are one
DAYS_NEEDED: Final = 14  # of a matter before the first bar, for its usual level
DAYS_COMPARED: Final = 28
NINE_TENTHS: Final = 0.9
DAY_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class PicturePanel:
    """Posts of a matter over time (``components/_picture.html``).

    Attributes:
        total_words: How many posts there are.
        wide, narrow: The drawing in two sizes; one of them is shown.
        wide_note, narrow_note: What is true of one size alone.
        notes: Sentences for both.
        again: It flares up.
        table_url: The numbers; file_name: of the picture, when it is saved.
    """

    total_words: str
    wide: SafeString
    narrow: SafeString
    wide_note: str
    narrow_note: str
    notes: list[str]
    again: bool
    table_url: str
    file_name: str


def picture_panel(reading: IncidentReading) -> PicturePanel | None:
    """Return the picture of an incident; None when it has no post."""
    hours = reading.posts.by_hour
    if not hours:
        return None
    total, until = sum(hours.values()), _until(reading, hours)
    marks = marks_of(reading)
    wide, narrow = (_one_size(reading, marks, until, frame) for frame in (WIDE, NARROW))
    gaps = reading.posts.volume.gaps_between(wide.buckets.starts[0], until)
    notes = [_usual_note(wide), *([_running_note(until)] if wide.partial else [])]
    return PicturePanel(
        total_words=ngettext("%(count)s 条，含重复", "%(count)s 条，含重复", total)
        % {"count": total},
        wide=picture_svg(wide, WIDE, "hy-pic-wide"),
        narrow=picture_svg(narrow, NARROW, "hy-pic-narrow"),
        wide_note=_size_note(wide.buckets),
        narrow_note=_size_note(narrow.buckets),
        notes=[*notes, *gap_notes(gaps)],
        again=flares_up(reading.posts, reading.now),
        table_url=reverse("console:incident-volume", args=[reading.number]),
        file_name=reading.number,
    )


def _until(reading: IncidentReading, hours: Mapping[datetime, int]) -> datetime:
    """Return the last moment shown: now, or of a settled matter the end of its posts."""
    last = max(hours)
    now = timezone.localtime(reading.now)
    return max(last, now) if not reading.is_settled else last


def _one_size(
    reading: IncidentReading, marks: Sequence[Mark], until: datetime, frame: Frame
) -> Drawing:
    hours = reading.posts.by_hour
    buckets = bucket_hours(hours, until, frame)
    gaps = reading.posts.volume.gaps_between(buckets.starts[0], until)
    return Drawing(
        buckets=buckets,
        marks=place_marks(marks, buckets, frame, _merged_words),
        strip=strip_rows(reading, buckets),
        band=usual_band(hours, buckets),
        gaps=frozenset(max(0, buckets.index_of(hour)) for hour in gaps if hour <= until),
        partial=not reading.is_settled and until < buckets.end,
        hours=[_hour_word(start, buckets.hours) for start in buckets.starts],
        days=_day_words(buckets),
        finding=_finding(reading, buckets),
        unit=_unit(buckets.hours),
        band_word=_("常态上限"),
        total_words=_("共 %(count)s"),
    )


def marks_of(reading: IncidentReading) -> list[Mark]:
    """Return what was done with an incident, as marks on its time."""
    found: list[tuple[datetime, str]] = []
    grade = None
    for decision in reading.decisions:
        if decision.grade != grade:
            word = pgettext("mark", "定级") if grade is None else pgettext("mark", "调级")
            found.append((decision.at, word))
        grade = decision.grade
    notices = sorted(reading.family_rows("notices", notices_of), key=lambda row: row.sent_at)
    for first, notice in _with_first(notices):
        word = pgettext("mark", "通报") if first else pgettext("mark", "追加通报")
        found.append((notice.sent_at, word))
        if notice.signed_at is not None:
            found.append((notice.signed_at, pgettext("mark", "签收")))
    for answer in reading.rows("answers", answers.answers_of_incident):
        for release in answer.releases.all():
            first = release.version == 1
            word = pgettext("mark", "回应") if first else pgettext("mark", "更正")
            found.append((release.published_at, word))
    local = [(timezone.localtime(at), word) for at, word in found]
    many_days = len(
        {at.date() for at in (*(at for at, _word in local), *reading.posts.by_hour)}
    )
    form = "%H:%M" if many_days == 1 else "%m-%d %H:%M"
    return [Mark(at, word, at.strftime(form)) for at, word in sorted(local)]


def _with_first(rows: Sequence[Row]) -> list[tuple[bool, Row]]:
    return [(index == 0, row) for index, row in enumerate(rows)]


def _merged_words(word: str, count: int) -> str:
    return _("%(word)s 等 %(count)s 项") % {"word": word, "count": count}


def strip_rows(reading: IncidentReading, buckets: Buckets) -> list[StripRow]:
    """Return the posts of each platform by bar, the most first; the smaller ones are one."""
    listed = reading.posts.known_platforms(reading.now)
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(buckets.counts))
    for one in reading.posts.placed:
        index = buckets.index_of(one.hour)
        if index >= 0:
            counts[platform_name(one.place.channel, listed)][index] += one.place.posts
    other = _("其他")
    ranked = sorted(counts, key=lambda name: (name == other, -sum(counts[name]), name))
    rest = [name for name in ranked[PLATFORMS:] if name != other]
    if other in counts:
        rest.append(other)
    rows = [StripRow(name, tuple(counts[name])) for name in ranked if name not in rest]
    if rest:
        summed = (sum(column) for column in zip(*(counts[name] for name in rest), strict=True))
        rows.append(StripRow(other, tuple(summed)))
    return rows


def usual_band(hours: Mapping[datetime, int], buckets: Buckets) -> tuple[tuple[int, int], ...]:
    """Return what a matter itself brought at the same time of the 28 days before, by bar.

    Empty when it is known for fewer than 14 days before the first bar.
    """
    start = buckets.starts[0]
    if start - min(hours) < timedelta(days=DAYS_NEEDED):
        return ()
    days = min(DAYS_COMPARED, (start - min(hours)) // timedelta(days=1))
    return tuple(
        _spread_of(
            [
                sum(
                    hours.get(at - day * DAY_HOURS * HOUR + step * HOUR, 0)
                    for step in range(buckets.hours)
                )
                for day in range(_first_day(at, start), _first_day(at, start) + days)
            ]
        )
        for at in buckets.starts
    )


def _first_day(at: datetime, start: datetime) -> int:
    """Return how many days before a bar the time before the first bar begins."""
    return (at - start) // timedelta(days=1) + 1


def _spread_of(counts: list[int]) -> tuple[int, int]:
    """Return the band that nine of ten lie in, from the lowest on."""
    ordered = sorted(counts)
    return ordered[0], ordered[min(len(ordered) - 1, int(NINE_TENTHS * len(ordered)))]


def _unit(hours: int) -> str:
    if hours == 1:
        return _("条/时")
    return _("条/日") if hours == DAY_HOURS else _("条/%(hours)s 时") % {"hours": hours}


def _hour_word(start: datetime, hours: int) -> str:
    if hours == DAY_HOURS:
        return start.strftime("%m-%d")
    return _("%(hour)s时") % {"hour": start.hour}


def _day_words(buckets: Buckets) -> list[str]:
    """Return the date below the first bar of each day; none when all are of one day."""
    days = [start.date() for start in buckets.starts]
    if buckets.hours == DAY_HOURS or len(set(days)) == 1:
        return []
    return [
        start.strftime("%m-%d") if day not in days[:index] else ""
        for index, (start, day) in enumerate(zip(buckets.starts, days, strict=True))
    ]


def _size_note(buckets: Buckets) -> str:
    """Say how long a bar is, and what lies before the first."""
    length = ngettext("每柱 %(hours)s 小时。", "每柱 %(hours)s 小时。", buckets.hours) % {
        "hours": buckets.hours
    }
    if not buckets.before:
        return length
    before = ngettext(
        "此前另有 %(count)s 条未绘入图中。", "此前另有 %(count)s 条未绘入图中。", buckets.before
    )
    return sentences(length, before % {"count": buckets.before})


def _usual_note(drawn: Drawing) -> str:
    if not drawn.band:
        return _("常态水平未知：本事件此前的数据不足 %(days)s 天，图中未绘出。") % {
            "days": DAYS_NEEDED
        }
    lows, highs = zip(*drawn.band, strict=True)
    return _("灰带为本事件近 %(days)s 天同时段的常态，%(low)s 至 %(high)s 条。") % {
        "days": DAYS_COMPARED,
        "low": min(lows),
        "high": max(highs),
    }


def _running_note(until: datetime) -> str:
    return _("末柱计至 %(at)s。") % {"at": until.strftime("%H:%M")}


def _finding(reading: IncidentReading, buckets: Buckets) -> str:
    """Say in one sentence what is seen."""
    most = max(buckets.counts)
    top = buckets.starts[buckets.counts.index(most)]
    first = min(reading.posts.by_hour)
    return _(
        "本事件帖文 %(total)s 条，%(first)s 起；每柱 %(hours)s 小时，%(top)s 起的一柱最多，"
        "为 %(most)s 条；%(platforms)s。"
    ) % {
        "total": sum(buckets.counts) + buckets.before,
        "first": first.strftime("%m-%d %H:00"),
        "hours": buckets.hours,
        "top": top.strftime("%m-%d %H:00"),
        "most": most,
        "platforms": _("、").join(
            f"{row.name} {row.total}" for row in strip_rows(reading, buckets)
        ),
    }
