"""Read the publication time of a post; what cannot be known stays unknown.

In:   a text as sources write it, and the moment of collection.
Out:  an aware datetime in UTC or None, and a reason when something was off.
Cost: two regular expressions on at most 64 characters.

A text without a zone is Beijing time, because the sources are.  A text without a year,
or one relative to a moment that is not known ("3分钟前"), is not guessed; where that moment is
known, as on a list that was read just now, ``at_reading`` makes a date of it.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason, reason
from huiying.work.collection.core.plain_text import one_line

FUTURE_TOLERANCE = timedelta(minutes=10)  # clocks of sources run a little ahead
EARLIEST_YEAR = 1990  # older dates are defaults of broken exports
MAX_CHARS = 64
SECONDS_DIGITS, MILLISECONDS_DIGITS = 10, 13


_DATE = re.compile(
    r"""
    (?P<year>\d{4}) \s*[-/.年]\s* (?P<month>\d{1,2}) \s*[-/.月]\s* (?P<day>\d{1,2}) \s*[日号]?
    (?: [\s,T]* [(（]? (?:星期|周|礼拜) [一二三四五六日天] [)）]? )?
    (?: [\s,T]*
        (?P<half>上午|下午|凌晨|早上|中午|晚上|AM|PM)? \s*
        (?P<hour>\d{1,2}) \s*[:时点]\s*
        (?: (?P<minute>\d{1,2}) \s*[:分]? \s* (?: (?P<second>\d{1,2})(?:\.\d+)? \s*秒? )? )?
        \s* (?P<late_half>AM|PM)?
        \s* (?P<zone>Z|[+-]\d{2}(?::?\d{2})?|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?
            |CST|BJT|\[?Asia/Shanghai\]?)?
    )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
DATE_IN_TEXT = re.compile(rf"(?<![\d./-])(?:{_DATE.pattern})(?!\d)", _DATE.flags)
RELATIVE = re.compile(
    r"""
    (?<![\d月]) (?P<count>\d{1,3}|半) \s* 个? \s*
    (?P<unit>秒|分钟|小时|天|周) 钟? \s* [以之]?前
    | (?P<just>刚刚|刚才)
    | (?P<day>今[天日]|昨[天日]|前[天日]) \s* (?P<clock>
        (?:上午|下午|凌晨|早上|中午|晚上)? \s* \d{1,2} \s* [:：点时] (?: \s* \d{1,2} \s* 分?)? )
    """,
    re.VERBOSE,
)
_UNITS = {
    "秒": timedelta(seconds=1),
    "分钟": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "天": timedelta(days=1),
    "周": timedelta(weeks=1),
}
_DAYS_BEFORE = {"今": 0, "昨": 1, "前": 2}
_OFFSET = re.compile(r"([+-])(\d{1,2}?)(?::?(\d{2}))?")
# The mail rules know only +0000; with another form they give a time without zone.
_MAIL_OFFSET = re.compile(
    r"(?<=:\d\d)\s*(?:UTC|GMT)?\s*([+-])(\d{1,2}?)(?::?(\d{2}))?(?=\s*(?:\(|$))"
)
_BEIJING_NAMES = frozenset({"CST", "BJT"})  # Chinese sources; the mail rules would read Chicago
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_EPOCH = re.compile(r"(\d{10}|\d{13})(?:\.\d{1,9})?")
_AFTERNOON = frozenset({"下午", "晚上", "中午", "PM"})


class _UnreadableError(ValueError):
    """The text is in no known form."""


def parse_moment(text: str, *, collected_at: datetime) -> tuple[datetime | None, Reason | None]:
    """Return the moment in UTC and what to say about it.

    Args:
        text: As the source wrote it; "" is simply unknown.
        collected_at: Aware; moments more than ten minutes later are unknown.

    Returns:
        ``(moment, None)`` when all is well, ``(None, None)`` for an empty text.
    """
    shown = one_line(text, MAX_CHARS)
    if not shown:
        return None, None
    try:
        moment, has_time = _read(unicodedata.normalize("NFKC", shown))
    except _UnreadableError:
        return None, reason("collection.item.date_unreadable", text=shown)
    except (ValueError, OverflowError, OSError):
        return None, reason("collection.item.date_impossible", text=shown)
    if moment > collected_at + FUTURE_TOLERANCE:
        return None, reason("collection.item.date_future", text=shown)
    return moment, None if has_time else reason("collection.item.date_only", text=shown)


def is_readable(text: str) -> bool:
    """Return whether ``text`` is written in a known form, possible date or not."""
    try:
        _read(unicodedata.normalize("NFKC", one_line(text, MAX_CHARS)))
    except _UnreadableError:
        return False
    except (ValueError, OverflowError, OSError):
        return True
    return True


def at_reading(text: str, now: datetime) -> str:
    """Return a text that is relative to the moment of reading as a date; another unchanged.

    "3小时前" has a time, "3天前" is a day.

    >>> at_reading("昨天 14:20", datetime(2026, 11, 24, 4, 0, tzinfo=UTC))
    '2026-11-23 14:20'
    """
    shown = unicodedata.normalize("NFKC", one_line(text, MAX_CHARS))
    found = RELATIVE.fullmatch(shown)
    if found is None:
        return text
    local = now.astimezone(LOCAL)
    if found["just"]:
        return f"{local:%Y-%m-%d %H:%M}"
    if found["day"]:
        day = local - timedelta(days=_DAYS_BEFORE[found["day"][0]])
        return f"{day:%Y-%m-%d} {found['clock']}"
    unit = _UNITS[found["unit"]]
    moment = local - unit * (0.5 if found["count"] == "半" else int(found["count"]))
    return f"{moment:%Y-%m-%d}" if unit >= _UNITS["天"] else f"{moment:%Y-%m-%d %H:%M}"


def more_precise(text: str, other: str) -> str:
    """Return ``text``, or ``other`` if it says a time of the same day or alone can be read."""
    first, second = _read_or_none(text), _read_or_none(other)
    if second is None or (first is not None and first[1]):
        return text
    if first is None or (second[1] and _local_day(first[0]) == _local_day(second[0])):
        return other
    return text


def _read_or_none(text: str) -> tuple[datetime, bool] | None:
    try:
        return _read(unicodedata.normalize("NFKC", one_line(text, MAX_CHARS)))
    except (ValueError, OverflowError, OSError):
        return None


def _local_day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def _read(text: str) -> tuple[datetime, bool]:
    if match := _EPOCH.fullmatch(text):
        seconds = float(text) / (1 if len(match[1]) == SECONDS_DIGITS else 1000)
        moment = datetime.fromtimestamp(seconds, tz=UTC)
        has_time = True
    elif match := _COMPACT.fullmatch(text):
        parts = [int(part) for part in match.groups() if part is not None]
        moment = _in_beijing(*parts)
        has_time = match[4] is not None
    elif match := _DATE.fullmatch(text):
        moment = _from_parts(match)
        has_time = match["hour"] is not None
    else:
        moment = _from_mail_date(text)
        has_time = True
    if moment.year < EARLIEST_YEAR:
        raise ValueError(text)
    return moment, has_time


def _in_beijing(*parts: int) -> datetime:
    year, month, day, *clock = parts
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second, tzinfo=LOCAL).astimezone(UTC)


def _from_parts(match: re.Match[str]) -> datetime:
    names = ("year", "month", "day", "hour", "minute", "second")
    year, month, day, hour, minute, second = [int(one or 0) for one in match.group(*names)]
    half = (match["half"] or match["late_half"] or "").upper()
    if half in _AFTERNOON and hour < 12:  # noqa: PLR2004 - the hours of a half day
        # "中午11点" is the morning still.
        hour += 0 if half == "中午" and hour in {10, 11} else 12
    elif half in {"AM", "凌晨"} and hour == 12:  # noqa: PLR2004
        hour = 0
    elif half == "晚上" and hour == 12:  # noqa: PLR2004 - before or after midnight?
        raise _UnreadableError(match[0])
    zone = _zone(match["zone"])
    return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=64)
def _zone(text: str | None) -> timezone | ZoneInfo:
    if text is None or "/" in text or text.upper() in _BEIJING_NAMES:
        return LOCAL
    match = _OFFSET.fullmatch(text.upper().removeprefix("UTC").removeprefix("GMT"))
    if match is None:
        return UTC
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)


def _from_mail_date(text: str) -> datetime:
    """Read the form of RSS: Tue, 24 Nov 2026 08:30:00 +0800."""
    if not re.search(r"[A-Za-z]{3}", text):
        raise _UnreadableError(text)
    named = re.sub(r"\b(?:CST|BJT)\b", "+0800", text)
    try:
        moment = parsedate_to_datetime(_MAIL_OFFSET.sub(_mail_offset, named))
    except (ValueError, TypeError, IndexError) as error:
        raise _UnreadableError(text) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LOCAL)
    return moment.astimezone(UTC)


def _mail_offset(match: re.Match[str]) -> str:
    digits = f"{match[2]:0>2}{match[3] or '00'}"
    # "-0000" is UTC as well, said by a server that does not know its own zone.
    return f" {'+' if digits == '0000' else match[1]}{digits}"
