"""Judge whether groups of copies repeat the claim that an answer corrects.

In:   an answer, groups of its incident, which of them repeat the claim.    Out:  judged groups.
Cost: one statement and one record, however many groups.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.core.models import Answer
from huiying.work.responses.effect.models import ClaimGroup


@transaction.atomic
def judge_groups(
    *,
    answer: Answer,
    looked_at: Collection[int],
    repeating: Collection[int],
    officer: Officer,
    now: datetime,
) -> int:
    """Store an officer's judgement of the groups that were looked at; a later one replaces it.

    Args:
        looked_at: Keys of groups; those that are not of the answer's incident are left out.
        repeating: Those of them that repeat the claim.

    Returns:
        How many groups were judged.

    Raises:
        PermissionDenied: If the officer may not verify.
    """
    require(officer, Capability.VERIFY)
    incident = answer.incident.current
    events = IncidentEvent.objects.filter(incident=incident).values("event_id")
    inside = Placement.objects.filter(
        bureau_id=answer.bureau_id, event_id__in=events, group_id__in=list(looked_at)
    )
    keys = set(inside.values_list("group_id", flat=True))
    ClaimGroup.objects.bulk_create(
        [
            ClaimGroup(
                bureau_id=answer.bureau_id,
                answer=answer,
                group_id=key,
                repeats=key in repeating,
                by=officer,
                at=now,
            )
            for key in sorted(keys)
        ],
        update_conflicts=True,
        unique_fields=["answer", "group_id"],
        update_fields=["repeats", "by", "at"],
    )
    record(
        answer,
        "answer.groups_judged",
        officer,
        now,
        groups=len(keys),
        repeating=len(keys & set(repeating)),
    )
    return len(keys)
