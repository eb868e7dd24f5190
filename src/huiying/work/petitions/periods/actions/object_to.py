"""职权异议: the body says that it is not competent (信访工作条例 art. 23)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import calendar_of
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage, StepKind
from huiying.policy.time.deadlines import PETITION_RECEIPT
from huiying.policy.time.petitions import REGISTRATION, last_day_to_object
from huiying.reasons.reason import Reason
from huiying.work.petitions.acknowledgement.unit_messages import withdraw_petition_messages
from huiying.work.petitions.core.claim import claim_petition
from huiying.work.petitions.core.clocks import bureau_holder
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.periods.running import (
    line_of,
    running_period,
    start_next,
    start_of_day,
)

FORWARDING = ("competent", "manner", "forwarded_on", "result_due")
ACKNOWLEDGEMENT = ("acknowledged_at", "acknowledged_by", "acknowledged_label")


@transaction.atomic
def object_to_petition(
    *,
    petition: Petition,
    objected: date,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock | None:
    """Take a petition back from a body that is not competent.

    The bureau's 15 days run on from their own start, as if it had not been forwarded.

    Raises:
        Refused: If it was not forwarded or was accepted, no reason is given, or the five
            working days are over (art. 23).
        Stale: If somebody acted on it since.
    """
    forwarded = petition.forwarded_on
    if petition.stage != PetitionStage.FORWARDED or forwarded is None:
        raise Refused(_("该信访事项未转送、交办其他单位，或已受理。"))
    has_periods = PetitionKind(petition.kind).has_legal_periods
    clock = (
        running_period(petition, PETITION_RECEIPT, _("该信访事项不在待受理告知状态。"))
        if has_periods
        else petition.clock
    )
    start_of_day(objected, now)
    why = line_of(reason)
    if not why:
        raise Refused(_("请写明异议的理由。"))
    last = last_day_to_object(forwarded, calendar_of(petition.bureau_id))
    if not forwarded <= objected <= last:
        raise Refused(_("异议须在收到转送、交办之日起五个工作日内提出（第二十三条）。"))
    claim_petition(petition, revision)
    petition.competent = petition.forwarded_on = petition.result_due = None
    petition.manner, petition.stage = "", PetitionStage.REGISTERED
    petition.acknowledged_at = petition.acknowledged_by = None
    petition.acknowledged_label = ""
    petition.save(update_fields=[*FORWARDING, "stage", *ACKNOWLEDGEMENT])
    withdraw_petition_messages(petition, now)
    holder = bureau_holder(petition.bureau_id, officer)
    if has_periods and clock is not None:
        ended = Reason("clocks.petition_objected", {"why": why[:200]})
        cancel_clock(clock=clock, reason=ended, now=now)
        start_next(petition, REGISTRATION, petition.received_at, holder, now)
    elif clock is not None:
        hand_over_clock(clock=clock, holder=holder, now=now)
    add_step(petition, StepKind.RETURNED, now, officer)
    record(petition, "petition.objected", officer, now, reason=why)
    return petition.clock
