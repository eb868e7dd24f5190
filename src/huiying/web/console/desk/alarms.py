"""The alarms on the desk: a 重大 that the machine proposed and nobody has taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.outbox.models import BoardAlarm
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.reasons import in_language
from huiying.web.shared.time_words import moment_text
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.queries import decided_candidates, waiting_candidates

MAJOR = "major:"


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm that nobody took: the matter, the clock that runs, and the act of taking it."""

    title: str
    number: str  # of the incident, "" = still a candidate
    url: str
    why: str
    clock: ClockFacts | None
    act: ActButton


def alarms_of(
    officer: Officer, standing: Iterable[BoardAlarm], now: datetime
) -> list[AlarmRow]:
    """Return the alarms of matters, each with the clock that runs and a way to take it."""
    alarms = [alarm for alarm in standing if alarm.key.startswith(MAJOR)]
    if not alarms:
        return []
    events = [int(alarm.about_ref) for alarm in alarms]
    decided = decided_candidates(officer.bureau_id).select_related("incident__notice_clock")
    found = {
        row.event_id: row
        for rows in (waiting_candidates(officer.bureau_id), decided)
        for row in rows.filter(event_id__in=events)
    }
    return [
        _row(alarm, event, found.get(event), now)
        for alarm, event in zip(alarms, events, strict=True)
    ]


def _row(alarm: BoardAlarm, event: int, row: Candidate | None, now: datetime) -> AlarmRow:
    incident = row.incident if row else None
    clock = incident.notice_clock if incident else row.notice_clock if row else None
    return AlarmRow(
        title=in_language(alarm.reason),
        number=incident.number if incident else "",
        url=reverse("console:incident", args=[incident.number])
        if incident
        else reverse("console:candidate", args=[event]),
        why=_("%(at)s 发出警报，还没有人接手。") % {"at": moment_text(alarm.raised_at, now)},
        clock=clock_facts(clock, now) if clock and clock.stopped_at is None else None,
        act=act_button(_("我来处理"), "console:candidate-heard", event, method="post"),
    )
