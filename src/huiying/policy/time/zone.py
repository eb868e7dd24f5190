"""The time zone of every date and time of day that people see."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")


DAY = timedelta(days=1)
