"""The forecast on the chart of an incident, and its sentence.

In:   a forecast, the trend as it is drawn.    Out:  points with a band, one sentence.
Cost: no query.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.engine.trend.baseline import Baseline
from huiying.engine.trend.forecast import MIN_POSTS, Forecast, ForecastHour, ForecastTotal
from huiying.web.shared.time_words import sentences

HOUR = timedelta(hours=1)


def with_forecast(
    trend: dict[str, Any], ahead: Forecast, present: datetime, baseline: Baseline
) -> dict[str, Any]:
    """Return a trend with the forecast after its last point, the present hour."""
    note = sentences(trend["note"], forecast_words(ahead))
    if not ahead.is_known:
        return {**trend, "note": note}
    points = list(trend["points"])
    points[-1] = {**points[-1], **_band(ahead.steps[0])}
    for step, one in enumerate(ahead.steps[1:], start=1):
        hour = present + step * HOUR
        local, level = timezone.localtime(hour), baseline.level(hour)
        points.append(
            {
                "label": _("%(day)s日%(hour)s时") % {"day": local.day, "hour": f"{local:%H}"},
                "now": None,
                "usual": round(level.usual, 1) if level else None,
                "floor": level.low if level else None,
                "ceiling": level.high if level else None,
                "gap": "",
                **_band(one),
            }
        )
    return {**trend, "points": points, "note": note, "has_forecast": True}


def forecast_words(ahead: Forecast) -> str:
    """Return what is expected and how often such bands held; or why nothing is said."""
    if ahead.needs == "posts":
        return _("预测未知：帖文还不到 %(least)s 条。") % {"least": MIN_POSTS}
    if not ahead.is_known:
        return _("预测未知：有数据的小时还太少，没法用过去试报。")
    told = [_words(total) for total in (ahead.totals[0], ahead.totals[-1])]
    return sentences(*dict.fromkeys(told), _("点线和蓝带是预测，只供安排人手，不计入等级。"))


def _words(total: ForecastTotal) -> str:
    return _(
        "今后 %(hours)s 小时预计约 %(middle)s 条（%(low)s 至 %(high)s 条）；"
        "用过去试报 %(trials)s 次，%(held)s 次落在这样的范围里。"
    ) % {
        "hours": total.hours,
        "middle": round(total.middle),
        "low": round(total.low),
        "high": round(total.high),
        "trials": total.trials,
        "held": total.held,
    }


def _band(step: ForecastHour) -> dict[str, int]:
    return {"middle": round(step.middle), "low": round(step.low), "high": round(step.high)}
