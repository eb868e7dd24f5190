"""改派: pass a petition on to the unit that took over the duties of one that was dissolved.

In:   a forwarded or accepted petition whose unit is no longer active, another unit, a reason.
Out:  the petition in the hands of that unit, to be acknowledged; its period runs on as it was.
Cost: six writes, two for each channel of the new unit.

Only for a unit that is gone: what an active unit refuses is an objection (``object_to``).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.record import record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.errors import Refused
from huiying.policy.petitions.kinds import AT_THE_UNIT, StepKind
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.acknowledgement.unit_messages import (
    message_forwarded,
    withdraw_petition_messages,
)
from huiying.work.petitions.core.claim import claim_petition
from huiying.work.petitions.core.clocks import competent_holder
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.periods.running import line_of

COLUMNS = (
    "competent",
    "forwarded_on",
    "acknowledged_at",
    "acknowledged_by",
    "acknowledged_label",
)


def may_be_reassigned(petition: Petition) -> bool:
    """Tell whether a unit that is no longer active has it to handle; no query of its own."""
    unit = petition.competent
    return unit is not None and not unit.active and petition.stage in AT_THE_UNIT


@transaction.atomic
def reassign_petition(
    *,
    petition: Petition,
    unit: Unit,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Reassign a petition; the unit may object within five working days from today (art. 23).

    Raises:
        Refused: If its unit is active or it is not being handled, the new unit is not an
            active one of the bureau, or no reason is given.
        Stale: If somebody acted on it since.
    """
    if not may_be_reassigned(petition):
        raise Refused(_("只有承办单位已停用、尚未办结的信访事项可以改派。"))
    if unit.bureau_id != petition.bureau_id or not unit.active:
        raise Refused(_("请选择本局名册中在用的单位。"))
    why = line_of(reason)
    if not why:
        raise Refused(_("请写明改派的理由。"))
    claim_petition(petition, revision)
    petition.competent = unit
    petition.forwarded_on = now.astimezone(LOCAL).date()
    petition.acknowledged_at = petition.acknowledged_by = None
    petition.acknowledged_label = ""
    petition.save(update_fields=COLUMNS)
    withdraw_petition_messages(petition, now)
    message_forwarded(petition, unit, now)
    if petition.clock is not None:
        hand_over_clock(clock=petition.clock, holder=competent_holder(petition, None), now=now)
    add_step(petition, StepKind.FORWARDED, now, officer, unit=unit.name)
    record(petition, "petition.reassigned", officer, now, unit=unit.name, reason=why)
