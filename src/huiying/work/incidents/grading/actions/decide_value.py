"""回应价值: an officer decides whether an answer in public is due, and on which grounds.

In:   an incident, a value, grounds, a reason for not answering.
Out:  a decision row; the 48 hours end only where no ground and no grave grade holds them.
Cost: a few writes.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.models import ClockState
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import (
    DutyGround,
    ResponseValue,
    keeps_response_clock,
    needs_reason,
)
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.clocks import start_response_clock
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import ValueDecision


@transaction.atomic
def decide_value(
    *,
    incident: Incident,
    value: ResponseValue,
    grounds: Collection[DutyGround],
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Sign what is due in public (Article 6, 准确研判回应价值).

    Raises:
        Refused: If no answer is due and no reason is given.
        Stale: If the incident changed since ``revision``.
    """
    if needs_reason(value) and not reason.strip():
        raise Refused(_("不公开回应，须写明理由。"))
    if not claim_row(incident, revision, {"response_value": value}):
        raise Stale(_("这个事件刚被别人改过。回应价值没有改，请看过新内容再定。"))
    names = [str(ground) for ground in DutyGround if ground in grounds]
    ValueDecision.objects.create(
        bureau_id=incident.bureau_id,
        incident=incident,
        at=now,
        by=officer,
        value=value,
        grounds=names,
        reason=reason.strip(),
    )
    _change_clock(
        incident, goes_on=keeps_response_clock(value, grounds, Grade(incident.grade)), now=now
    )
    record(
        incident,
        "incident.value",
        officer,
        now,
        value=str(value),
        grounds=names,
        reason=reason.strip(),
    )


def _change_clock(incident: Incident, *, goes_on: bool, now: datetime) -> None:
    """End the 48 hours, or start them again at discovery: they never begin later."""
    clock = incident.response_clock
    if clock is None:
        return
    if not goes_on and clock.state == ClockState.RUNNING:
        cancel_clock(clock=clock, reason=Reason("clocks.no_public_answer"), now=now)
    elif goes_on and clock.state == ClockState.CANCELLED:
        start_response_clock(incident, now=now)
