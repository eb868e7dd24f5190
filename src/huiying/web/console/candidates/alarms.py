"""The alarms of 重大 proposals that nobody has taken, for the row of what they are about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.outbox.models import BoardAlarm
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.reasons import in_language
from huiying.web.shared.time_words import moment_text
from huiying.work.incidents.candidates.queries import decided_candidates

MAJOR = "major:"


@dataclass(frozen=True, slots=True)
class AlarmMark:
    """An alarm that nobody took: since when, and the act of taking it.

    Attributes:
        event_id: Of the candidate that raised it.
        number: Of the incident that it became, "" = still a candidate.
    """

    event_id: int
    number: str
    title: str
    words: str
    act: ActButton


@dataclass(frozen=True, slots=True)
class AlarmMarks:
    """The alarms by what they are about."""

    candidates: dict[int, AlarmMark]
    incidents: dict[str, AlarmMark]

    def without(self, candidates: Iterable[int], incidents: Iterable[str]) -> list[AlarmMark]:
        """Return the alarms of matters that the page does not show."""
        shown, numbers = set(candidates), set(incidents)
        return [mark for key, mark in self.candidates.items() if key not in shown] + [
            mark for key, mark in self.incidents.items() if key not in numbers
        ]


NO_ALARMS = AlarmMarks({}, {})


def alarm_marks(
    bureau_id: int,
    standing: Iterable[BoardAlarm],
    now: datetime,
    *,
    waiting: Collection[int] = (),
) -> AlarmMarks:
    """Return the alarms of matters by candidate and by incident (one query at most).

    Args:
        waiting: Candidates that are known to wait: none of them is looked up.
    """
    alarms = {int(one.about_ref): one for one in standing if one.key.startswith(MAJOR)}
    if not alarms:
        return NO_ALARMS
    numbers = _numbers(bureau_id, set(alarms).difference(waiting))
    marks = [
        AlarmMark(
            event_id=event,
            number=numbers.get(event, ""),
            title=in_language(alarm.reason),
            words=_("%(at)s 发出警报，尚未接收") % {"at": moment_text(alarm.raised_at, now)},
            act=act_button(_("接收警报"), "console:candidate-heard", event, method="post"),
        )
        for event, alarm in alarms.items()
    ]
    return AlarmMarks(
        {mark.event_id: mark for mark in marks if not mark.number},
        {mark.number: mark for mark in marks if mark.number},
    )


def _numbers(bureau_id: int, events: Collection[int]) -> dict[int, str]:
    """Return the numbers of the incidents that candidates became."""
    if not events:
        return {}
    became = decided_candidates(bureau_id).filter(event_id__in=events).order_by()
    rows = became.values_list("event_id", "incident__number")
    return {event: number for event, number in rows if number}
