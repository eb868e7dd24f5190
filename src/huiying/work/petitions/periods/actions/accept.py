"""受理: the body accepts a petition and tells who sent it (信访工作条例 art. 23, 34)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.base.files.incoming import WrittenFile
from huiying.base.rulebook.queries import book_of
from huiying.policy.petitions.kinds import PetitionStage, StepKind
from huiying.policy.time.deadlines import PETITION_DECISION, PETITION_RECEIPT
from huiying.reasons.reason import Reason
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


@transaction.atomic
def accept_petition(
    *,
    petition: Petition,
    accepted: date,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    late_reason: str = "",
    paper: WrittenFile | None = None,
    by: Officer | None = None,
) -> Clock:
    """Accept a petition: the 60 days of the decision begin (art. 34).

    Args:
        paper: That shows a day before today.
        by: Who drafted the letter of acceptance that the officer signs.

    Raises:
        Refused: If the receipt is not what runs, who forwarded it accepts it himself, or the
            day lies before it was received, before today without a paper or more than
            ``LATE_DAYS`` back without a reason.
        Stale: If somebody acted on it since.
    """
    clock = running_period(petition, PETITION_RECEIPT, _("该信访事项不在待受理告知状态。"))
    at = max(start_of_day(accepted, now), clock.starts_at)
    if accepted < day_of(clock.starts_at):
        raise Refused(_("受理日期不得早于收到日期。"))
    late = reason_of_late_record(accepted, late_reason, now)
    _refuse_forwarder(petition, (officer, by or officer), now)
    late |= keep_paper(petition, accepted, paper, now)
    claim_petition(petition, revision)
    petition.accepted_on, petition.stage = accepted, PetitionStage.ACCEPTED
    petition.save(update_fields=["accepted_on", "stage"])
    ended = Reason("clocks.petition_accepted")
    stop_clock(clock=clock, at=at, reason=ended, now=now)
    rule = book_of(petition.bureau_id, now).deadline(PETITION_DECISION)
    started = start_next(petition, rule, at, competent_holder(petition, officer), now)
    day = accepted.isoformat()
    add_step(petition, StepKind.ACCEPTED, now, officer, day=day)
    verb = "petition.accepted_late" if "reason" in late else "petition.accepted"
    record(petition, verb, officer, now, day=day, **late)
    return started


def _refuse_forwarder(petition: Petition, who: Sequence[Officer], now: datetime) -> None:
    """Refuse who forwarded it, or acts for or through him: nobody accepts from himself.

    Args:
        who: Who drafted and who signs; one of them is another person.
    """
    sent = petition.steps.filter(kind=StepKind.FORWARDED, by__isnull=False)
    last = sent.select_related("by").last()
    if last is None or last.by is None:
        return
    if not any(is_second_person(one, last.by, since=last.at, now=now) for one in who):
        raise Refused(_("转送、交办的人不得登记受理，请由另一人登记。"))
