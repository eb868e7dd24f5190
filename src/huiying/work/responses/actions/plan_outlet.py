"""发布计划: which channel carries an answer, whose it is, when; changed, or given up.

In:   an answer, a place of the one list of official accounts.    Out:  a line of the plan.
Cost: one row and one record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer, Unit
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import MACHINE, Subject, append
from huiying.work.incidents.claiming import Claim
from huiying.work.responses.content import fit
from huiying.work.responses.drafting import incident_now
from huiying.work.responses.exceptions import CannotAnswer, Stale
from huiying.work.responses.models import (
    ENDED,
    Answer,
    OfficialAccount,
    PlanLine,
    PlanState,
    PostingState,
)

REASON = 300


@dataclass(frozen=True, slots=True)
class Planned:
    """A line as it was chosen; the account is one of the bureau's list."""

    account: OfficialAccount
    owner: Unit
    at: datetime


@transaction.atomic
def plan_outlet(
    *, answer: Answer, planned: Planned, officer: Officer, now: datetime
) -> PlanLine:
    """Add a channel to the plan; nothing is published by this.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        CannotAnswer: If the account is retired, the account or the unit is another bureau's,
            or the account is in the plan already.
    """
    require(officer, Capability.OUTREACH)
    _check(answer, planned)
    rows = PlanLine.objects.filter(answer=answer, account=planned.account)
    if rows.exclude(state=PlanState.DROPPED).exists():
        raise CannotAnswer(_("这个账号已经在计划里。"))
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
    planned: Planned,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Change account, owner or time of a line that has not gone out.

    Raises:
        PermissionDenied, CannotAnswer: As ``plan_outlet``; also if an article is under way in
            the account.
        Stale: If somebody acted on the line meanwhile.
    """
    require(officer, Capability.OUTREACH)
    _check(line.answer, planned, unless=line.account_id)
    rows = PlanLine.objects.filter(answer=line.answer, account=planned.account)
    if rows.exclude(state=PlanState.DROPPED).exclude(pk=line.pk).exists():
        raise CannotAnswer(_("这个账号已经在计划里。"))
    moves = planned.account.pk != line.account_id
    changes = {
        "account": planned.account,
        "owner": planned.owner,
        "planned_at": planned.at,
    }
    claim_line(line, (PlanState.PLANNED,), revision, **changes)
    if moves and _under_way(line):  # looked at once the line is ours
        raise CannotAnswer(_("公众号草稿还在。先放弃草稿，再换账号。"))
    record_line(line, "outlet.changed", officer, now)


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
        CannotAnswer: If there is no reason, or the channel carried it already.
        Stale: If somebody acted on the line meanwhile.
    """
    require(officer, Capability.OUTREACH)
    why = " ".join(fit(reason).split())[:REASON]
    if not why:
        raise CannotAnswer(_("请写明为什么不发。"))
    claim_line(line, (PlanState.PLANNED,), revision, state=PlanState.DROPPED, reason=why)
    if _under_way(line):
        raise CannotAnswer(_("公众号草稿还在。先放弃草稿，再写不发了。"))
    record_line(line, "outlet.dropped", officer, now, {"reason": why})


def _under_way(line: PlanLine) -> bool:
    return line.postings.exclude(state__in=[*ENDED, PostingState.PUBLISHED]).exists()


def _check(answer: Answer, planned: Planned, unless: int | None = None) -> None:
    """Refuse what is not the bureau's, and an account out of use that was not there before."""
    account = planned.account
    out_of_use = account.retired_at is not None and account.pk != unless
    if account.bureau_id != answer.bureau_id or out_of_use:
        raise CannotAnswer(_("只能选本局清单里在用的官方账号或媒体。"))
    if planned.owner.bureau_id != answer.bureau_id:
        raise CannotAnswer(_("没有这个单位。"))


def hold_line(line: PlanLine, revision: int | None) -> None:
    """Keep a line as it was seen until the transaction ends.

    Raises:
        Stale: If somebody acted on it since.
    """
    seen = line.revision if revision is None else revision
    if PlanLine.objects.select_for_update().filter(pk=line.pk, revision=seen).first() is None:
        raise Stale(_(claim_line.late))


claim_line = Claim(
    PlanState,
    CannotAnswer,
    Stale,
    gettext_noop("这个渠道现在是“%(state)s”，不能这样办。"),
    gettext_noop("这个渠道刚被别人办过，你的操作没有生效。请看过新内容再办。"),
)


def record_line(
    line: PlanLine,
    verb: str,
    officer: Officer | None,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record, on the timeline of the incident; None = the machine."""
    incident = incident_now(line.answer.incident)
    append(
        bureau_id=line.bureau_id,
        actor=actor_of(officer) if officer else MACHINE,
        verb=verb,
        subject=Subject(
            "outlet", line.answer.number, line.account.name, f"incident:{incident.number}"
        ),
        now=now,
        data={"outlet": line.account.outlet, **(data or {})},
    )
