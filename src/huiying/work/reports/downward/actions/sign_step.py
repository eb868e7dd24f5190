"""签发督办: a leader signs exactly the step that waits, and it goes down; or he returns it.

In:   a step that waits, the hash of what was shown.    Out:  a signed file; where it stands.
Cost: a few writes, two more a channel.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import refuse_accusation
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.reasons.reason import Reason
from huiying.work.reports.downward.actions.issue import ALLOWED, JUDGES, KIND, claim_issued
from huiying.work.reports.downward.clocks import ISSUED, start_office_clock
from huiying.work.reports.downward.content import hash_of_waiting, step_content
from huiying.work.reports.downward.models import (
    IssuedState,
    IssuedStep,
    IssuedSupervision,
    StepAct,
)
from huiying.work.reports.downward.push import push_step
from huiying.work.reports.downward.queries import newest_answer, steps_of, waiting_step
from huiying.work.reports.downward.signing import local_moment, office_of

S = IssuedState
AFTER = {
    StepAct.ISSUED: S.ISSUED,
    StepAct.RETURNED: S.ISSUED,
    StepAct.CLOSED: S.CLOSED,
    StepAct.WITHDRAWN: S.WITHDRAWN,
}
"""A step that is signed → where the 督办 stands then."""


@transaction.atomic
def sign_step(
    supervision: IssuedSupervision,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> int:
    """签发: a leader signs exactly this step and it goes down; or not, with a reason.

    Returns:
        On how many channels it was queued; 0 = it goes as a file.

    Raises:
        PermissionDenied: If the officer does not lead.
        Refused: If he drafted it or stands in for who did, it is returned without a reason,
            or what it says may not leave the house.
        Stale: If no step waits, another one was shown, or the subordinate answered meanwhile.
    """
    require(officer, Capability.INSTRUCT)
    supervision.refresh_from_db()
    step = waiting_step(supervision)
    if step is None or step.signoff is None:
        raise Stale(_("该督办已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    done = ISSUED_KIND.decide(
        supervision,
        step.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if not approve:
        _drop(supervision, step, done.reason, officer, now)
        return 0
    _check_answer(supervision, step)
    refuse_accusation(supervision.report.title, supervision.demand, step.words)
    _sign(step, officer, now)
    _move(supervision, step, now)
    data = {"act": step.act, "step": step.step, "hash": step.content_hash}
    record(supervision, "issued_supervision.signed", officer, now, reason=step.words, **data)
    return push_step(step, now)


def _drop(
    row: IssuedSupervision, step: IssuedStep, reason: str, officer: Officer, now: datetime
) -> None:
    IssuedStep.objects.filter(pk=step.pk, signed_at__isnull=True).update(dropped_at=now)
    if step.act == StepAct.ISSUED:
        claim_issued(row, (S.DRAFT,), None, state=str(S.DROPPED))
    data = {"act": step.act, "step": step.step, "reason": reason}
    record(row, "issued_supervision.not_signed", officer, now, **data)


def _check_answer(row: IssuedSupervision, step: IssuedStep) -> None:
    """Refuse to judge an answer after which another one came."""
    newest = newest_answer(row)
    if step.act in JUDGES and (newest is None or newest.pk != step.answer_id):
        raise Stale(_("下级又报来反馈，本次未签发。请退回，按最新反馈重新办理。"))


def _sign(step: IssuedStep, officer: Officer, now: datetime) -> None:
    signed = {"signed_as": office_of(officer), "signed_at": local_moment(now)}
    content = {**step_content(step), **signed}
    rows = IssuedStep.objects.filter(
        pk=step.pk, signed_at__isnull=True, dropped_at__isnull=True
    )
    digest = hash_of_content(content)
    values = {"content": content, "content_hash": digest}
    if rows.update(signed_at=now, signed_by=officer, **values) != 1:
        raise Stale(_("该督办已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    step.refresh_from_db()


def _move(row: IssuedSupervision, step: IssuedStep, now: datetime) -> None:
    """Let the 督办 stand where the step leads, and its clock run or end."""
    act = StepAct(step.act)
    states = ALLOWED.get(act, (S.DRAFT,))
    changes: dict[str, Any] = {"state": str(AFTER[act]), "due_at": step.due_at}
    if row.clock is not None and act != StepAct.ISSUED:
        if act == StepAct.WITHDRAWN:
            reason = Reason("clocks.supervision_withdrawn")
            cancel_clock(clock=row.clock, reason=reason, now=now)
        else:
            reason = Reason("clocks.supervision_returned")
            if act == StepAct.CLOSED:
                reason = Reason("clocks.supervision_closed")
            stop_clock(clock=row.clock, at=now, reason=reason, now=now)
    if AFTER[act] == S.ISSUED:
        label = house_text("督办%(name)s") % {"name": row.report.subordinate.name}
        changes["clock"] = start_office_clock(
            row.bureau_id, ISSUED, row.number, label, due=step.due_at, now=now
        )
    claim_issued(row, states, None, **changes)


def step_authors(row: IssuedSupervision) -> Collection[int]:
    """Return who does not sign: who drafted the step that waits."""
    step = waiting_step(row)
    return {step.drafted_by_id} if step is not None else set()


def _may_sign(request: SignoffRequest, officer: Officer) -> bool:
    return may(officer, Capability.INSTRUCT) and request.requested_by_id != officer.pk


ISSUED_KIND = SignoffKind[IssuedSupervision](
    name=KIND,
    content_hash=hash_of_waiting,
    approve=partial(sign_step, approve=True, reason=""),
    send_back=partial(sign_step, approve=False),
    changed=gettext_lazy("内容在打开后已更新，本次操作未执行。请核对最新内容后重新提交。"),
    authors=step_authors,
    may_decide=_may_sign,
)


@transaction.atomic
def send_step_again(*, supervision: IssuedSupervision, officer: Officer, now: datetime) -> int:
    """Push the newest signed step again; return on how many channels.

    Raises:
        Refused: If none is signed, its receipt is there, or no channel leads there.
    """
    require(officer, Capability.SUPERVISE)
    signed = [one for one in steps_of(supervision) if one.signed_at is not None]
    if not signed:
        raise Refused(_("尚无已签发的内容。"))
    step = signed[-1]
    if step.received_at is not None:
        raise Refused(_("下级系统已回执，无需重发。"))
    count = push_step(step, now, again=f"{now:%m%d%H%M%S}")
    if not count:
        raise Refused(
            _("没有通往下级系统的渠道。请下载督办文件送达，或在“消息渠道”为同名单位添加渠道。")
        )
    IssuedSupervision.objects.filter(pk=supervision.pk).update(revision=F("revision") + 1)
    data = {"act": step.act, "step": step.step}
    record(supervision, "issued_supervision.sent_again", officer, now, **data)
    return count
