"""The health of a source in sentences: what happened, what is safe, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huiying.reasons.reason import from_data
from huiying.reasons.rendering import render
from huiying.work.collection.sources.gaps import HALF_HOUR
from huiying.work.collection.sources.models import FETCHED, Health, Source, SourceKind

Mark = Literal["ok", "same", "empty", "degraded", "failed", "off"]
Level = Literal["", "warn", "bad"]
SEEMS_WELL = (Health.HEALTHY, Health.NOT_MODIFIED, Health.EMPTY)

MARKS: dict[str, Mark] = {
    Health.HEALTHY: "ok",
    Health.NOT_MODIFIED: "same",
    Health.EMPTY: "empty",
    Health.DEGRADED: "degraded",
    Health.FAILED: "failed",
    Health.UNKNOWN: "off",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """How one source is, for people."""

    mark: Mark
    word: str
    level: Level
    what: str
    safe: str
    do: str  # "" when there is nothing to do; of a healthy source a remark


def condition_of(source: Source, now: datetime) -> Condition:
    """Return the sentences for a source; what was last heard of it counts while it is asked."""
    if not source.active and source.paused_until is not None:
        words = {"name": source.name, "at": _at(source.paused_until)}
        return Condition(
            "off",
            _("停用"),
            "bad",
            _("“%(name)s”已停用至 %(at)s，其间不采集、不告警。") % words,
            _("已收的帖文都在，届时自动恢复。"),
            _("停用不当的，请启用。"),
        )
    if not source.active:
        return Condition(
            "off",
            _("停用"),
            "",
            _("“%(name)s”已停用，不再采集。") % {"name": source.name},
            _("已收的帖文都在。"),
            _("如需继续采集，请启用。"),
        )
    if source.health in SEEMS_WELL and is_silent(source, now):
        return _silent(source, now)
    mark, word = MARKS[source.health], str(Health(source.health).label)
    what, safe, do = _SENTENCES[mark](source)
    level: Level = {"failed": "bad", "degraded": "warn"}.get(mark, "")  # type: ignore[assignment]
    return Condition(mark, word, level, what, safe, do)


def is_silent(source: Source, now: datetime) -> bool:
    """Tell whether nobody asked an active source for longer than its interval explains.

    Only of what is fetched: files and pushes come when they come.
    """
    if source.kind not in FETCHED or not source.active or source.last_ok_at is None:
        return False
    return now - source.last_ok_at > longest_silence(source)


def longest_silence(source: Source) -> timedelta:
    """Return how long a fetched source may be silent: two intervals and half an hour."""
    return 2 * timedelta(minutes=source.interval_minutes) + HALF_HOUR


def _silent(source: Source, now: datetime) -> Condition:
    silence = now - source.last_ok_at if source.last_ok_at else timedelta()
    values = {
        "name": source.name,
        "hours": int(silence.total_seconds() // 3600),
        "minutes": int(silence.total_seconds() % 3600 // 60),
        "interval": source.interval_minutes,
        "at": _at(source.last_ok_at),
    }
    return Condition(
        "degraded",
        _("未按时采集"),
        "warn",
        _("“%(name)s”已 %(hours)s 小时 %(minutes)s 分未采集，应每 %(interval)s 分钟采集一次。")
        % values,
        _("已收的帖文都在。上一次成功是 %(at)s。") % values,
        _("此时段新帖可能漏采。请系统管理员检查后台任务，或人工查看网站。"),
    )


def _ok(source: Source) -> tuple[str, str, str]:
    if source.kind not in FETCHED:
        return _newest(source), _("收到的都已保存。"), ""
    sentence = _("最近一次采集 %(at)s，正常。") % {"at": _at(source.last_ok_at)}
    return sentence, _newest(source), _trouble(source)


def _same(source: Source) -> tuple[str, str, str]:
    sentence = _("最近一次采集 %(at)s，对方无更新。") % {"at": _at(source.last_ok_at)}
    return sentence, _newest(source), _trouble(source)


def _trouble(source: Source) -> str:
    why = source.health_reason
    return render(from_data(why), _) if why else ""


def _newest(source: Source) -> str:
    if source.last_new_at is None:
        return _("尚未采集到新帖。")
    return _("最近一条新帖收于 %(at)s。") % {"at": _at(source.last_new_at)}


def _empty(source: Source) -> tuple[str, str, str]:
    values = {"name": source.name, "at": _at(source.last_ok_at)}
    return (
        _("“%(name)s”可以打开，但无内容（%(at)s）。") % values,
        _("已采集的帖文不受影响，仍按间隔采集。"),
        _("如果网站上明明有内容，请核对网址和链接规则。"),
    )


def _degraded(source: Source) -> tuple[str, str, str]:
    values = {"name": source.name, "detail": _trouble(source)}
    return (
        _("“%(name)s”只收到一部分：%(detail)s") % values,
        _("读出来的都已保存，下次仍会再试。"),
        _("持续出现时，请打开网址核对，或联系网站。"),
    )


def _failed(source: Source) -> tuple[str, str, str]:
    values = {
        "name": source.name,
        "count": source.failures,
        "detail": _trouble(source),
        "at": _at(source.last_ok_at),
    }
    last = (
        _("已收的帖文都在，其他来源不受影响。上一次成功是 %(at)s。") % values
        if source.last_ok_at
        else _("其他来源不受影响。该来源尚无成功记录。")
    )
    return (
        _("“%(name)s”连续 %(count)s 次采集失败：%(detail)s") % values,
        last,
        _("此时段新帖可能漏采。请核对网址，或人工查看网站。"),
    )


def _off(source: Source) -> tuple[str, str, str]:
    if source.kind == SourceKind.PUSH:
        sentence = _("尚未收到过推送。")
        return sentence, "", _("将推送令牌交给对方，按接口说明推送。")
    if source.kind in FETCHED:
        return _("尚未采集。"), "", _("数秒后首次采集。")
    return _("尚未采集到帖文。"), "", ""


_SENTENCES = {
    "ok": _ok,
    "same": _same,
    "empty": _empty,
    "degraded": _degraded,
    "failed": _failed,
    "off": _off,
}


def _at(moment: object) -> str:
    if moment is None:
        return _("未知")
    return f"{localtime(moment):%m-%d %H:%M}"  # type: ignore[arg-type]
