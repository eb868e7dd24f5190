"""发布计划: plan on which channel an answer appears and when; change or cancel it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.work.responses.core.models import Answer
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.outlets.claim import claim_line
from huiying.work.responses.outlets.models import (
    ENDED,
    OfficialAccount,
    PlanLine,
    PlanState,
    PostingState,
)
from huiying.work.responses.outlets.record import record_line

REASON = 300


@dataclass(frozen=True, slots=True)
class PlanInput:
    """A line as it was chosen; the account is one of the bureau's list."""

    account: OfficialAccount
    owner: Unit
    at: datetime


@transaction.atomic
def plan_outlet(
    *, answer: Answer, planned: PlanInput, officer: Officer, now: datetime
) -> PlanLine:
    """Add a channel to the plan; nothing is published by this.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If the account is retired, the account or the unit is another bureau's,
            or the account is in the plan already.
    """
    require(officer, Capability.OUTREACH)
    _check(answer, planned)
    rows = PlanLine.objects.filter(answer=answer, account=planned.account)
    if rows.exclude(state=PlanState.DROPPED).exists():
        raise Refused(_("这个账号已经在计划里。"))
    line = PlanLine.objects.create(
        bureau_id=answer.bureau_id,
        answer=answer,
        account=planned.account,
        owner=planned.owner,
        planned_at=planned.at,
    )
    record_line(line, "outlet.planned", officer, now)
    return line


@transaction.atomic
def change_line(
    *,
    line: PlanLine,
    planned: PlanInput,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Change account, owner or time of a line that has not gone out.

    Raises:
        PermissionDenied, Refused: As ``plan_outlet``; also if an article is under way in
            the account.
        Stale: If somebody acted on the line meanwhile.
    """
    require(officer, Capability.OUTREACH)
    _check(line.answer, planned, unless=line.account_id)
    rows = PlanLine.objects.filter(answer=line.answer, account=planned.account)
    if rows.exclude(state=PlanState.DROPPED).exclude(pk=line.pk).exists():
        raise Refused(_("这个账号已经在计划里。"))
    moves = planned.account.pk != line.account_id
    changes = {
        "account": planned.account,
        "owner": planned.owner,
        "planned_at": planned.at,
    }
    before = _shown_as(line)
    claim_line(line, (PlanState.PLANNED,), revision, **changes)
    if moves and _under_way(line):  # looked at once the line is ours
        raise Refused(_("公众号草稿仍在。请先放弃草稿，再更换账号。"))
    record_line(line, "outlet.changed", officer, now, before=before, after=_shown_as(line))


def _shown_as(line: PlanLine) -> dict[str, str]:
    at = line.planned_at
    return {
        "account": line.account.name,
        "owner": f"officer:{line.owner_id}",
        "planned_at": at.isoformat() if at else "",
    }


@transaction.atomic
def drop_line(
    *,
    line: PlanLine,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """不发了, with a reason; what a channel carried cannot be dropped, only corrected.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If there is no reason, or the channel carried it already.
        Stale: If somebody acted on the line meanwhile.
    """
    require(officer, Capability.OUTREACH)
    why = " ".join(strip_unsafe(reason).split())[:REASON]
    if not why:
        raise Refused(_("请填写不发布的理由。"))
    claim_line(line, (PlanState.PLANNED,), revision, state=PlanState.DROPPED, reason=why)
    if _under_way(line):
        raise Refused(_("公众号草稿仍在。请先放弃草稿，再登记不发布。"))
    record_line(line, "outlet.dropped", officer, now, reason=why)


def _under_way(line: PlanLine) -> bool:
    return line.postings.exclude(state__in=[*ENDED, PostingState.PUBLISHED]).exists()


def _check(answer: Answer, planned: PlanInput, unless: int | None = None) -> None:
    """Refuse what is not the bureau's, and an account out of use that was not there before."""
    account = planned.account
    out_of_use = account.retired_at is not None and account.pk != unless
    if account.bureau_id != answer.bureau_id or out_of_use:
        raise Refused(_("只能选本局清单里在用的官方账号或媒体。"))
    if planned.owner.bureau_id != answer.bureau_id:
        raise Refused(_("未找到该单位。"))
