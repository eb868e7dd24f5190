"""拟督办: draft a step of a 督办 on a report of a subordinate, for a leader's signature.

In:   a report that arrived, what is asked, until when.    Out:  a step that waits.
Cost: a few writes a step.

Each step (下发, 退回补充, 销号, 撤销) takes two persons: who drafts it and a leader who signs.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.db.claims import RowClaim
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.refused_text import (
    refuse_accusation,
    refuse_removal_request,
)
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.clocks import check_due
from huiying.work.casework.core.text import checked_text
from huiying.work.reports.downward.content import hash_of_step
from huiying.work.reports.downward.files import MAX_DEMAND
from huiying.work.reports.downward.models import (
    IssuedState,
    IssuedStep,
    IssuedSupervision,
    StepAct,
)
from huiying.work.reports.downward.queries import newest_answer, waiting_step
from huiying.work.reports.exchange.models import ReceivedReport

KIND = "issued_supervision"
S = IssuedState
ALLOWED = {
    StepAct.RETURNED: (S.ANSWERED,),
    StepAct.CLOSED: (S.ANSWERED,),
    StepAct.WITHDRAWN: (S.ISSUED, S.ANSWERED),
}
"""A step → where the 督办 must stand for it."""
JUDGES = (StepAct.RETURNED, StepAct.CLOSED)
claim_issued = RowClaim(
    S,
    gettext_noop("该督办当前状态为“%(state)s”，不能办理此操作。"),
    gettext_noop("该督办已被他人更新，本次操作未执行。请核对最新内容后重新提交。"),
)


@transaction.atomic
def draft_issue(
    *, report: ReceivedReport, demand: str, due: datetime, officer: Officer, now: datetime
) -> IssuedSupervision:
    """Draft a 督办 on a report of a subordinate, for a leader's signature.

    Raises:
        PermissionDenied: If the officer neither keeps 督办 nor leads.
        Refused: If the subordinate is out of use or withdrew the report, nothing is asked or
            too much, the day is no day of the coming year, it asks that posts be removed, or
            accuses somebody.
        Stale: If a 督办 on this report is open.
    """
    require(officer, Capability.SUPERVISE, Capability.INSTRUCT)
    if not report.subordinate.active:
        raise Refused(_("该下级单位已停用，不能下发督办。"))
    if hasattr(report, "withdrawal"):
        raise Refused(_("下级已撤回该报告，不能据此督办。"))
    words = _checked(demand, _("请填写督办事项。"))
    check_due(due, now)
    year = now.astimezone(LOCAL).year
    number = take_number(bureau_id=report.bureau_id, kind=KIND, year=year)
    try:
        with transaction.atomic():
            row = IssuedSupervision.objects.create(
                bureau_id=report.bureau_id,
                number=f"XD{number}",
                report=report,
                demand=words,
                due_at=due,
                drafted_at=now,
                drafted_by=officer,
            )
    except IntegrityError as error:
        raise Stale(_("该报告已有未销号的督办，无需重复。")) from error
    _add_step(row, StepAct.ISSUED, "", due, officer, now)
    return row


@transaction.atomic
def draft_step(
    *,
    supervision: IssuedSupervision,
    act: StepAct,
    words: str,
    officer: Officer,
    now: datetime,
    due: datetime | None = None,
    revision: int | None = None,
) -> IssuedStep:
    """Draft 退回补充, 销号 or 撤销, for a leader's signature.

    Args:
        words: Why.
        due: Until when the subordinate answers again; None = the day that was named before,
            if it is still to come. Of a return alone.

    Raises:
        PermissionDenied: If the officer neither keeps 督办 nor leads.
        Refused: If the 督办 does not stand so that it could, a step waits for its signature,
            no reason is given, the day is over, or the words may not be written.
        Stale: If somebody acted on it since.
    """
    require(officer, Capability.SUPERVISE, Capability.INSTRUCT)
    if act not in ALLOWED:
        raise Refused(_("请选择退回补充、销号或撤销。"))
    reason = _checked(words, _("请写明理由。"))
    if waiting_step(supervision) is not None:
        raise Refused(_("有一步待领导签发，请先办理。"))
    until = supervision.due_at if due is None or act != StepAct.RETURNED else due
    if act == StepAct.RETURNED:
        check_due(until, now)
    states = ALLOWED[act]
    claim_issued(supervision, states, revision)
    return _add_step(supervision, act, reason, until, officer, now)


def _checked(text: str, missing: str) -> str:
    words = checked_text(text, MAX_DEMAND, missing)
    refuse_removal_request(words)
    refuse_accusation(words)
    return words


def _add_step(
    row: IssuedSupervision,
    act: StepAct,
    words: str,
    due: datetime,
    officer: Officer,
    now: datetime,
) -> IssuedStep:
    signed = row.steps.filter(signed_at__isnull=False).count()
    step = IssuedStep(
        bureau_id=row.bureau_id,
        supervision=row,
        step=signed + 1,
        act=act,
        words=words,
        due_at=due,
        answer=newest_answer(row) if act in JUDGES else None,
        drafted_at=now,
        drafted_by=officer,
    )
    named = {"act": str(act.label), "number": row.number, "demand": row.demand}
    step.signoff = request_approval(
        bureau_id=row.bureau_id,
        kind=KIND,
        about_ref=row.number,
        label=house_text("%(number)s %(act)s：%(demand)s") % named,
        content_hash=hash_of_step(step),
        officer=officer,
        clock=None,
        now=now,
    )
    step.save(force_insert=True)
    data = {"act": str(act), "step": step.step, "reason": words}
    record(row, "issued_supervision.drafted", officer, now, **data)
    return step
