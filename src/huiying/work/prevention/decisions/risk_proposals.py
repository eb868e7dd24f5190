"""What announced decisions propose for the register of risks: their doubts, as they stand.

In:   a bureau, the moment.    Out:  proposals; nothing is written.
Cost: one query.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huiying.policy.prevention.levels import RiskLevel
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.decisions.models import RiskPoint
from huiying.work.prevention.risks.models import RiskOrigin
from huiying.work.prevention.risks.proposals import Proposal

ANNOUNCED_WITHIN = timedelta(days=183)
"""Doubts about a decision that was announced longer ago are proposed no more."""


def proposals_of_decisions(bureau_id: int, now: datetime) -> list[Proposal]:
    """Return the standing risk points of announced decisions that were not low from the start.

    What measures are expected to leave does not count: whether they hold is what is watched.
    """
    since = (now - ANNOUNCED_WITHIN).astimezone(LOCAL).date()
    rows = RiskPoint.objects.filter(
        decision__bureau_id=bureau_id, decision__announced_on__gte=since, struck_at=None
    ).select_related("decision")
    return [
        Proposal(
            RiskOrigin.DECISION,
            f"{row.decision.number}.{row.place}",
            row.doubt[:80],
            _("决策 %(number)s“%(title)s”已公布，预见的疑虑")
            % {"number": row.decision.number, "title": row.decision.title},
            unit_id=row.unit_id or row.decision.lead_unit_id,
        )
        for row in rows.order_by("-decision__announced_on", "decision_id", "place")
        if row.level != RiskLevel.LOW
    ]
