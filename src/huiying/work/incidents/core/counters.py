"""Counter of incidents that were opened, by grade and kind of event.

In:   incidents as they are opened, graded, merged or set aside.
Out:  the kind ``incidents.opened``, by the day of the opening.
Cost: one query and two upserts an act.
"""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.base.counters.kinds import CounterKind, declare
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.work.incidents.core.models import Incident


def standing_incidents() -> QuerySet[Incident]:
    """Return the incidents of all bureaus that were neither merged nor dismissed."""
    return Incident.objects.exclude(stage__in=SET_ASIDE)


def grade_and_kind(grade: int, event_kind: str) -> str:
    """Return the key of an incident: its grade and its kind of event, "" = none."""
    return f"{grade}|{event_kind}"


OPENED = declare(
    CounterKind(
        code="incidents.opened",
        model=Incident,
        rows=standing_incidents,
        moment="opened_at",
        parts=("grade", "event_kind"),
        key=grade_and_kind,
    )
)
