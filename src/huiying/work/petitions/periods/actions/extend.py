"""延期: a leader lets the decision take longer (信访工作条例 art. 34)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of, version_book
from huiying.policy.petitions.kinds import StepKind
from huiying.policy.time.deadlines import PETITION_DECISION, PETITION_EXTENSION
from huiying.policy.time.petitions import counted_end
from huiying.reasons.reason import Reason
from huiying.work.petitions.core.claim import claim_petition
from huiying.work.petitions.core.clocks import competent_holder
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.periods.running import (
    day_of,
    running_period,
    start_next,
    start_of_day,
)


@dataclass(frozen=True, slots=True)
class ExtensionGrant:
    """By how many days the decision may take longer, why, and when the petitioner heard it."""

    days: int
    reason: str
    informed: date


@transaction.atomic
def extend_petition(
    *,
    petition: Petition,
    grant: ExtensionGrant,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Clock:
    """Let the decision take at most 30 days more, once, with the reason told.

    The days follow the 60 as they are counted: a last day off that moved to the next workday
    makes the extension no longer. A decision that is late already cannot be extended.

    Raises:
        Refused: If the 60 days do not run or have run out, the days are none or too many, no
            reason is given, or the petitioner was not told.
        Stale: If somebody acted on it since.
        PermissionDenied: If the officer is no leader.
    """
    require(officer, Capability.APPROVE)
    clock = running_period(
        petition, PETITION_DECISION, _("该信访事项不在计算办结期限，或已延期。")
    )
    reason = grant.reason.strip()
    if not reason:
        raise Refused(_("请写明延期的理由；理由须告知信访人。"))
    if now > clock.due_at:
        raise Refused(_("办结期限已过，不得再延期。"))
    start_of_day(grant.informed, now)
    if grant.informed < day_of(clock.starts_at):
        raise Refused(_("告知信访人的日期不得早于受理日期。"))
    book = book_of(petition.bureau_id, now)
    rule = book.deadline(PETITION_EXTENSION)
    if not 1 <= grant.days <= rule.amount:
        raise Refused(_("延长的天数须为 1 至 %(most)s 日。") % {"most": rule.amount})
    claim_petition(petition, revision)
    counted = version_book(petition.bureau_id, clock.rule_version) or book
    end = counted_end(clock.starts_at, counted.deadline(PETITION_DECISION))
    why = Reason("clocks.extended", {"why": masked_text(reason)[:200]})
    cancel_clock(clock=clock, reason=why, now=now)
    holder = competent_holder(petition, officer)
    started = start_next(petition, replace(rule, amount=grant.days), end, holder, now)
    data = {"days": grant.days, "informed": grant.informed.isoformat()}
    add_step(petition, StepKind.EXTENDED, now, officer, **data)
    record(petition, "petition.extended", officer, now, reason=reason, **data)
    return started
