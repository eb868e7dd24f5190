"""How a change of the schedule is decided, in the tests."""

from __future__ import annotations

from huiying.work.reports.schedules.actions.adopt_schedule import SCHEDULE_KIND
from huiying.work.reports.schedules.models import ScheduleChange
from tests.factories import T0, Cast


def adopt(cast: Cast, change: ScheduleChange | None, *, officer=None, now=T0) -> None:
    """Let the administrator adopt a change."""
    assert change is not None
    shown = SCHEDULE_KIND.content_hash(change)
    SCHEDULE_KIND.approve(change, shown_hash=shown, officer=officer or cast.admin, now=now)
