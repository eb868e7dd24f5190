"""The chart data of mentions per hour: a bureau beside its usual level, a matter by itself.

In:   bureau or events, the moment.    Out:  points with a sentence that says what is seen.
Cost: two queries, or none when the page has read the bureau's hours already.

A gap in the sources is shown as a gap: an hour in which a source was not read and nothing came
has no number, not a 0; nor has one before the bureau's first post.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.engine.trend.baseline import UNKNOWN_BASELINE, Baseline, UsualLevel
from huiying.engine.trend.forecast import MIN_POSTS, Forecast, ForecastHour, ForecastTotal
from huiying.web.shared.time_words import sentences
from huiying.work.collection.posts.volume import Volume
from huiying.work.incidents.assessment.trend import HourCount, forecast_of, hourly_counts

HOUR = timedelta(hours=1)

HOURS = 24
NAMED = 2  # sources that a sentence names


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One hour of a chart; a number that is not known is None.

    Attributes:
        now: Posts of the hour; running: it is not over.
        usual, floor, ceiling: What is usual at that hour.
        middle, low, high: The forecast.
        gap: Sources that were not read.
    """

    label: str
    now: int | None = None
    usual: float | None = None
    floor: int | None = None
    ceiling: int | None = None
    middle: int | None = None
    low: int | None = None
    high: int | None = None
    gap: str = ""
    running: bool = False


@dataclass(frozen=True, slots=True)
class TrendPanel:
    """The chart of mentions per hour (``components/_trend.html``).

    Attributes:
        finding: A sentence that says what is seen.
        note: Under the chart: what it holds, gaps, the hit rate of forecasts.
        small: Drawn small, on the desk.
    """

    total: int
    finding: str
    unit: str
    points: list[TrendPoint]
    note: str
    small: bool
    has_usual: bool
    has_gaps: bool
    has_forecast: bool = False


def trend_of(
    volume: Volume,
    now: datetime,
    *,
    counted: Mapping[datetime, int] | None = None,
    hours: int = HOURS,
    ahead: bool = False,
) -> TrendPanel | None:
    """Return the trend of a bureau or of events; None when there is not one post.

    Args:
        volume: The hours of the bureau.
        counted: The posts of events by local hour; None = those of the bureau.
        ahead: Go on with a forecast of what is counted.
    """
    mentions = volume.newest if counted is None else counted
    points = _since_first(hourly_counts(mentions, now=now, hours=hours))
    total = sum(point.count for point in points)
    if not total:
        return None
    start = points[0].hour
    # What is usual in a bureau is all its talk: a matter is compared with itself alone.
    baseline = UNKNOWN_BASELINE if counted is not None else volume.baseline_before(start)
    gaps = volume.gaps_between(start, now)
    since = volume.first_hour()
    compared = _usual_note(baseline) if counted is None else _own_note(counted, now)
    notes = [_("含重复；空心点为未满的当前小时。"), compared]
    outlook = forecast_of(volume, counted, now) if ahead and counted is not None else None
    longer = outlook is not None and outlook.is_known
    drawn = [
        _point(
            point,
            baseline.level(point.hour),
            gaps.get(point.hour, ()),
            known=bool(since and since <= point.hour),
            dated=longer or len(points) > HOURS,
        )
        for point in points
    ]
    drawn[-1] = replace(drawn[-1], running=True)
    trend = TrendPanel(
        total=total,
        finding=_finding(points, total),
        unit=_("条/小时"),
        points=drawn,
        note=sentences(*notes, *gap_notes(gaps)),
        small=counted is None,
        has_usual=not baseline.missing_days,
        has_gaps=bool(gaps),
    )
    return (
        trend if outlook is None else with_forecast(trend, outlook, points[-1].hour, baseline)
    )


def _since_first(points: list[HourCount]) -> list[HourCount]:
    """Leave out the hours before a young matter's first post, down to one day."""
    first = next((at for at, point in enumerate(points) if point.count), 0)
    return points[max(0, min(first - 1, len(points) - HOURS)) :]


def _point(
    point: HourCount,
    level: UsualLevel | None,
    unread: tuple[str, ...],
    *,
    known: bool,
    dated: bool,
) -> TrendPoint:
    local = timezone.localtime(point.hour)
    label = _("%(day)s日%(hour)s时") if dated else _("%(hour)s时")
    return TrendPoint(
        label=label % {"day": local.day, "hour": f"{local:%H}"},
        now=point.count if point.count or (known and not unread) else None,
        usual=round(level.usual, 1) if level else None,
        floor=level.low if level else None,
        ceiling=level.high if level else None,
        gap=_("、").join(unread),
    )


def _usual_note(baseline: Baseline) -> str:
    if baseline.missing_days:
        return _("常态水平未知：已有 %(days)s 天数据，尚缺 %(missing)s 天。") % {
            "days": baseline.days,
            "missing": baseline.missing_days,
        }
    return _(
        "虚线为本局全部帖文同时刻的常态水平，灰带为其九成区间；依据此前 %(days)s 天数据。"
    ) % {"days": baseline.days}


def _own_note(counted: Mapping[datetime, int], now: datetime) -> str:
    """Compare the newest day of a matter with the day of it before."""
    points = hourly_counts(counted, now=now, hours=2 * HOURS)
    return _("本事件近 %(hours)s 小时 %(count)s 条，此前 %(hours)s 小时 %(before)s 条。") % {
        "hours": HOURS,
        "count": sum(point.count for point in points[HOURS:]),
        "before": sum(point.count for point in points[:HOURS]),
    }


def gap_notes(gaps: dict[datetime, tuple[str, ...]]) -> list[str]:
    """Say which sources were not read, so that nobody takes a gap for calm."""
    if not gaps:
        return []
    names = sorted({name for unread in gaps.values() for name in unread})
    named = _("、").join(names[:NAMED])
    if len(names) > NAMED:
        named = _("%(names)s等 %(count)s 个来源") % {"names": named, "count": len(names)}
    return [
        _("采集缺口：%(names)s有 %(hours)s 小时未完整采集，不计为平息。")
        % {"names": named, "hours": len(gaps)}
    ]


def _finding(points: list[HourCount], total: int) -> str:
    top = max(points, key=lambda point: point.count)
    return _("近 %(hours)s 小时共 %(total)s 条，%(hour)s 最多，为 %(count)s 条。") % {
        "hours": len(points),
        "total": total,
        "hour": timezone.localtime(top.hour).strftime("%m-%d %H:00"),
        "count": top.count,
    }


def with_forecast(
    trend: TrendPanel, ahead: Forecast, present: datetime, baseline: Baseline
) -> TrendPanel:
    """Return a trend with the forecast after its last point, the present hour."""
    note = sentences(trend.note, forecast_words(ahead))
    if not ahead.is_known:
        return replace(trend, note=note)
    hours = [present + step * HOUR for step in range(1, len(ahead.steps))]
    coming = [
        _point(HourCount(hour, 0), baseline.level(hour), (), known=False, dated=True)
        for hour in hours
    ]
    points = [
        *trend.points[:-1],
        *map(_with_band, [trend.points[-1], *coming], ahead.steps),
    ]
    return replace(trend, points=points, note=note, has_forecast=True)


def forecast_words(ahead: Forecast) -> str:
    """Return what is expected and how often such bands held; or why nothing is said."""
    if ahead.needs == "posts":
        return _("预测未知：帖文不足 %(least)s 条。") % {"least": MIN_POSTS}
    if not ahead.is_known:
        return _("预测未知：数据时段不足，无法检验历史命中率。")
    totals = [_words(total) for total in (ahead.totals[0], ahead.totals[-1])]
    return sentences(*dict.fromkeys(totals), _("点线和蓝带为预测，仅供安排人力，不计入等级。"))


def _words(total: ForecastTotal) -> str:
    return _(
        "预测今后 %(hours)s 小时约 %(middle)s 条（%(low)s 至 %(high)s 条）；"
        "历史检验 %(trials)s 次，%(held)s 次落入区间。"
    ) % {
        "hours": total.hours,
        "middle": round(total.middle),
        "low": round(total.low),
        "high": round(total.high),
        "trials": total.trials,
        "held": total.held,
    }


def _with_band(point: TrendPoint, step: ForecastHour) -> TrendPoint:
    return replace(point, middle=round(step.middle), low=round(step.low), high=round(step.high))
