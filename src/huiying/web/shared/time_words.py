"""Durations and moments in words, in the language of the page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86_400
DAYS_FROM = 72 * HOUR

# The words of a running clock. The page hands the same sentences to clocks.js, so that a
# clock reads the same before and after the script takes over.
CLOCK_WORDS = {
    "left-m": gettext_noop("%(minutes)s 分 %(seconds)s 秒"),
    "left-h": gettext_noop("%(hours)s 小时 %(minutes)s 分"),
    "left-d": gettext_noop("%(days)s 天 %(hours)s 小时"),
    "late-s": gettext_noop("超时不足 1 分钟"),
    "late-m": gettext_noop("超时 %(minutes)s 分钟"),
    "late-h": gettext_noop("超时 %(hours)s 小时 %(minutes)s 分"),
    "late-d": gettext_noop("超时 %(days)s 天 %(hours)s 小时"),
}


def sentences(*parts: str) -> str:
    """Say whole sentences one after another: in Chinese nothing stands between them."""
    between = "" if (get_language() or "zh").startswith("zh") else " "
    return between.join(one.strip() for one in parts if one)


def _filled(key: str, seconds: int) -> str:
    """Fill one clock sentence with the parts of a non-negative number of seconds."""
    whole_days = key.endswith("-d")
    hours = seconds // HOUR % 24 if whole_days else seconds // HOUR
    rest = f"{seconds % MINUTE:02d}"
    return _(CLOCK_WORDS[key]) % {
        "days": seconds // DAY,
        "hours": hours,
        "minutes": seconds // MINUTE if key.endswith("-m") else seconds % HOUR // MINUTE,
        "seconds": rest,
    }


def _span(seconds: int) -> str:
    """Return which sentence fits a non-negative length: ``m``, ``h`` or ``d``."""
    if seconds < HOUR:
        return "m"
    return "h" if seconds < DAYS_FROM else "d"


def clock_words(seconds: float | None) -> str:
    """Say how much time is left, or how late it is; ``None`` cannot be counted.

    Args:
        seconds: Seconds left; negative when late. Parts of a second are dropped.

    Returns:
        ``11:42`` below an hour, ``1 小时 38 分``, from 72 hours ``3 天 4 小时``,
        late ``超时 6 分`` (never a minus sign).
    """
    if seconds is None:
        return _("无法计时")
    whole = int(seconds)
    if whole >= 0:
        return _filled(f"left-{_span(whole)}", whole)
    if -whole < MINUTE:
        return _(CLOCK_WORDS["late-s"])
    return _filled(f"late-{_span(-whole)}", -whole)


def length_words(seconds: float | None) -> str:
    """Say a length of time that does not run: ``18 分``, ``2 小时``, ``1 小时 38 分``.

    Args:
        seconds: Not negative. Below a minute it reads ``不到 1 分``; ``None`` is ``未知``.
    """
    if seconds is None:
        return _("未知")
    whole = int(seconds)
    if whole < MINUTE:
        return _("不足 1 分钟")
    if whole < HOUR:
        return _("%(minutes)s 分") % {"minutes": whole // MINUTE}
    key = f"left-{_span(whole)}"
    if key == "left-h" and whole % HOUR < MINUTE:
        return _("%(hours)s 小时") % {"hours": whole // HOUR}
    if key == "left-d" and whole % DAY < HOUR:
        return _("%(days)s 天") % {"days": whole // DAY}
    return _filled(key, whole)


def moment_text(value: datetime | None, now: datetime | None = None) -> str:
    """Say a moment as short as it can be understood, in local time.

    Returns:
        ``14:18`` today, ``11-24 14:18`` this year, ``2025-11-24 14:18`` else;
        ``未知`` when there is none.
    """
    if value is None:
        return _("未知")
    local = timezone.localtime(value)
    today = timezone.localtime(now) if now is not None else None
    if today is not None and local.date() == today.date():
        return local.strftime("%H:%M")
    if today is not None and local.year == today.year:
        return local.strftime("%m-%d %H:%M")
    return local.strftime("%Y-%m-%d %H:%M")


def day_text(value: datetime | None) -> str:
    """Say a day to the public: ``11月24日``, in English ``24 November``."""
    if value is None:
        return _("未知")
    # Django date format letters: n month, j day, Y year, F name of the month
    return dateformat.format(timezone.localtime(value), _("n月j日"))


def long_moment_text(value: datetime | None) -> str:
    """Say a moment to the public with its year: ``2026年11月24日 17:05``."""
    if value is None:
        return _("未知")
    return dateformat.format(timezone.localtime(value), _("Y年n月j日 H:i"))


def top_text(value: datetime | None) -> str:
    """Say the present moment for the top bar: ``11-24 周二 14:18``."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    days = [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]
    return f"{local:%m-%d} {days[local.weekday()]} {local:%H:%M}"


def as_of_words(content: Mapping[str, Any]) -> str:
    """Return the moment of which the facts are, as people read it."""
    at = datetime.fromisoformat(content["as_of"])
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
