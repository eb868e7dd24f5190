"""Start a drill and take its result in: what the command does that has both installations.

In:   a drill, the result that its own installation computed.    Out:  RUNNING, then ENDED.
Cost: one conditional UPDATE, one insert, the record.

These two are all that a drill ever writes into the bureau's database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.record import AuditedActor, record
from huiying.base.errors import Refused
from huiying.policy.core.hashing import hash_of_content
from huiying.work.prevention.drills.actions.plan_drill import claim_drill
from huiying.work.prevention.drills.content import check_result
from huiying.work.prevention.drills.models import Drill, DrillResult, DrillState
from huiying.work.prevention.drills.queries import grave_incidents


@transaction.atomic
def start_drill(*, drill: Drill, despite: bool, by: AuditedActor, now: datetime) -> None:
    """Start a drill; of two who start it at once the second is refused.

    Args:
        despite: Start it despite grave incidents that its planner named, with his reason.

    Raises:
        Refused: If it is not planned any more, or a grave negative incident runs that its
            planner did not name, or ``despite`` is not set.
        Stale: If it was changed or started at the same moment.
    """
    running = grave_incidents(drill.bureau_id)
    allowed = drill.despite if despite else []
    found = [row for row in running if row.number not in allowed]
    if found:
        named = {"number": found[0].number, "title": found[0].title}
        if found[0].number in drill.despite:
            raise Refused(
                _(
                    "事件 %(number)s“%(title)s”正在办理。已说明仍开展演练的理由，"
                    "请加 --despite 确认后再开始。"
                )
                % named
            )
        raise Refused(
            _(
                "事件 %(number)s“%(title)s”正在办理，等级为重大以上，不得开始演练。"
                "确须开展的，由安排演练的人员在演练页说明理由。"
            )
            % named
        )
    claim_drill(drill, (DrillState.PLANNED,), None, state=DrillState.RUNNING, started_at=now)
    data = {"despite": [row.number for row in running]}
    record(drill, "drill.started", by, now, hash=drill.script_hash, **data)


@transaction.atomic
def end_drill(
    *, drill: Drill, content: Mapping[str, Any], by: AuditedActor, now: datetime
) -> DrillResult:
    """Take in the result of a drill that ran.

    Raises:
        Refused: If it is none of this drill and script, its counts do not follow from its
            rows, or the drill does not run.
        Stale: If the drill was changed at the same moment.
    """
    check_result(drill, content)
    claim_drill(drill, (DrillState.RUNNING,), None, state=DrillState.ENDED, ended_at=now)
    stored = dict(content)
    row = DrillResult.objects.create(
        bureau_id=drill.bureau_id,
        drill=drill,
        content=stored,
        content_hash=hash_of_content(stored),
        at=now,
    )
    record(drill, "drill.ended", by, now, hash=row.content_hash, **stored["totals"])
    return row
