"""转送、交办: send a petition to the body that is competent (信访工作条例 art. 22, 23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.delegations import units_behind
from huiying.base.audit.record import record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.base.files.incoming import WrittenFile
from huiying.base.rulebook.queries import book_of
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage, StepKind
from huiying.policy.time.deadlines import PETITION_RECEIPT
from huiying.policy.time.petitions import REGISTRATION, ForwardManner
from huiying.reasons.reason import Reason
from huiying.work.petitions.acknowledgement.unit_messages import message_forwarded
from huiying.work.petitions.core.claim import claim_petition
from huiying.work.petitions.core.clocks import competent_holder
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.periods.running import (
    day_of,
    keep_paper,
    reason_of_late_record,
    running_period,
    start_next,
    start_of_day,
)


@dataclass(frozen=True, slots=True)
class Forwarding:
    """To which body a petition goes, how and on which day."""

    competent: Unit
    manner: ForwardManner
    day: date
    result_due: date | None = None  # of an assignment
    late_reason: str = ""
    paper: WrittenFile | None = None  # that shows a day before today


@transaction.atomic
def forward_petition(
    *,
    petition: Petition,
    forwarding: Forwarding,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock | None:
    """Forward a petition; the competent body has 15 days to tell who sent it (art. 23).

    The body is sent a message with a signed link, behind which it acknowledges it.

    Where no legal period holds (a question, a suggestion) the period of the answer runs on,
    in the hands of the unit.

    Raises:
        Refused: If it is not registered, has gone further, the officer works for the body
            himself, the day lies before the receipt, before today without a paper or more than
            ``LATE_DAYS`` back without a reason, or an assignment names no day for the result.
        Stale: If somebody acted on it since.
    """
    _check(petition, forwarding)
    if forwarding.competent.pk in units_behind(officer, now):
        raise Refused(_("不得转给经办人本人所在的单位，请由其他单位的人员转送、交办。"))
    late = reason_of_late_record(forwarding.day, forwarding.late_reason, now)
    at = max(start_of_day(forwarding.day, now), petition.received_at)
    _check_registration(petition, forwarding.day)
    late |= keep_paper(petition, forwarding.day, forwarding.paper, now)
    claim_petition(petition, revision)
    petition.competent = forwarding.competent
    petition.manner = str(forwarding.manner)
    petition.forwarded_on = forwarding.day
    is_assigned = forwarding.manner == ForwardManner.ASSIGNED
    petition.result_due = forwarding.result_due if is_assigned else None
    petition.stage = PetitionStage.FORWARDED
    petition.save(update_fields=["competent", "manner", "forwarded_on", "result_due", "stage"])
    _pass_on(petition, at, officer, now)
    message_forwarded(petition, forwarding.competent, now)
    day = forwarding.day.isoformat()
    unit = forwarding.competent.name
    add_step(petition, StepKind.FORWARDED, now, officer, unit=unit, day=day)
    verb = "petition.forwarded_late" if "reason" in late else "petition.forwarded"
    record(petition, verb, officer, now, manner=petition.manner, unit=unit, day=day, **late)
    return petition.clock


def _check(petition: Petition, forwarding: Forwarding) -> None:
    if petition.text_checked_at is None:
        raise Refused(_("请先登记：核对供办理使用的文字后方可转办。"))
    if petition.stage != PetitionStage.REGISTERED:
        raise Refused(_("该信访事项不在待转送、交办状态。"))
    due = forwarding.result_due
    is_assigned = forwarding.manner == ForwardManner.ASSIGNED
    if is_assigned and (due is None or due <= forwarding.day):
        raise Refused(_("交办须写明反馈结果的日期，在交办之后。"))


def _check_registration(petition: Petition, day: date) -> None:
    """Refuse a day before the receipt, where the law's 15 days of the bureau run."""
    if not PetitionKind(petition.kind).has_legal_periods:
        return
    clock = running_period(petition, REGISTRATION.code, _("该信访事项不在待转送、交办状态。"))
    if day < day_of(clock.starts_at):
        raise Refused(_("转送、交办日期不得早于收到日期。"))


def _pass_on(petition: Petition, at: datetime, officer: Officer, now: datetime) -> None:
    """Begin the receipt's 15 days of the body, or let it hold the period of the answer."""
    holder, clock = competent_holder(petition, officer), petition.clock
    if clock is None:
        return
    if not PetitionKind(petition.kind).has_legal_periods:
        hand_over_clock(clock=clock, holder=holder, now=now)
        return
    stop_clock(clock=clock, at=at, reason=Reason("clocks.petition_forwarded"), now=now)
    rule = book_of(petition.bureau_id, now).deadline(PETITION_RECEIPT)
    start_next(petition, rule, at, holder, now)
