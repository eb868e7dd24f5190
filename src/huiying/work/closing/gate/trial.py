"""Apply other numbers of the closing conditions to present incidents: which would be calm.

In:   two rule books, a moment since when.    Out:  the incidents whose calm differs.
Cost: as two looks at the mentions of at most ``MAX_INCIDENTS`` incidents.  Changes nothing.

Only what is not closed can be tried: what was said before a closing is not counted again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import SETTLED
from huiying.policy.rulebook.book import RuleBook
from huiying.work.closing.gate.mentions import mention_window, mentions_of
from huiying.work.incidents.core.models import Incident

MAX_INCIDENTS: Final = 500  # incidents, the newest


@dataclass(frozen=True, slots=True)
class CalmChange:
    """One incident that is calm by one book and not by the other."""

    number: str
    title: str
    calm: bool  # by the new book


@dataclass(slots=True)
class GateTrial:
    """What other numbers of the gate mean for the incidents that are not closed."""

    incidents: int = 0
    changes: list[CalmChange] = field(default_factory=list)
    complete: bool = True


def try_gates(
    *, bureau_id: int, old: RuleBook, new: RuleBook, since: datetime, now: datetime
) -> GateTrial:
    """Judge by both books whether the talk of every open incident since has calmed down."""
    trial = GateTrial()
    if old.gates == new.gates:
        return trial
    rows = Incident.objects.filter(
        bureau_id=bureau_id, opened_at__gte=since, grade__gt=Grade.ORDINARY
    ).exclude(stage__in=SETTLED)
    incidents = list(rows.order_by("-opened_at", "-pk")[: MAX_INCIDENTS + 1])
    trial.complete = len(incidents) <= MAX_INCIDENTS
    incidents = incidents[:MAX_INCIDENTS]
    trial.incidents = len(incidents)
    before, after = (
        mentions_of(incidents, mention_window(bureau_id, now, rules=book.gates))
        for book in (old, new)
    )
    for row in incidents:
        calm = after[row.pk].lack is None
        if (before[row.pk].lack is None) != calm:
            trial.changes.append(CalmChange(row.number, row.title, calm))
    return trial
