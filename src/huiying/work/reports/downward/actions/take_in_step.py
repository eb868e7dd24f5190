"""接收上级督办: store a step of a superior's 督办, once; the demand and its clock stand by it.

In:   a file that was read.    Out:  the demand, whether something is new, the receipt.
Cost: about ten writes for a new demand; the same file again writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Subject
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.signoff.actions.void import void_about
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.instructions.matters import matter_of_subject
from huiying.work.casework.superior_supervision.models import (
    SuperiorState,
    SuperiorSupervision,
)
from huiying.work.casework.superior_supervision.queries import superior_supervisions_of
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import report_by_number
from huiying.work.reports.downward.actions.answer import KIND as ANSWER_KIND_NAME
from huiying.work.reports.downward.clocks import SUPERIOR, start_office_clock
from huiying.work.reports.downward.files import IncomingStep
from huiying.work.reports.downward.models import StepAct, SuperiorStep
from huiying.work.reports.downward.queries import waiting_answer
from huiying.work.reports.downward.receipts import receipt_of_step
from huiying.work.reports.exchange.actions.take_in import Arrival
from huiying.work.reports.exchange.models import SuperiorSystem
from huiying.work.reports.exchange.queries import superior_system_called

KIND = "superior_supervision"
S = SuperiorState
AFTER = {
    StepAct.ISSUED: S.RECEIVED,
    StepAct.RETURNED: S.RECEIVED,
    StepAct.CLOSED: S.CLOSED,
    StepAct.WITHDRAWN: S.WITHDRAWN,
}
"""What a file says → where the demand stands then."""


@dataclass(frozen=True, slots=True)
class TakenStep:
    """What became of a file; new: something was stored."""

    row: SuperiorSupervision
    step: SuperiorStep
    new: bool
    receipt: dict[str, Any]


def step_sender(bureau: Bureau, found: IncomingStep) -> SuperiorSystem:
    """Return the superior that a file is of.

    Raises:
        Refused: If no body of this name is registered as a superior's system.
    """
    row = superior_system_called(bureau.pk, found.sender)
    if row is None:
        raise Refused(
            _("“%(name)s”未登记为上级系统，或已停用，未接收。请先在“归口报送—上级系统”登记。")
            % {"name": found.sender}
        )
    return row


def check_step(sender: SuperiorSystem, found: IncomingStep) -> SuperiorStep | None:
    """Return the same step if it arrived before; refuse what cannot be taken in.

    Raises:
        Refused: If it is signed by another body, meant for another bureau or about a report
            that this one did not sign; if the same step arrived with another content, or a
            later one is here already.
    """
    if found.sender != sender.name:
        raise Refused(
            _("令牌属于%(holder)s，督办署名为%(name)s，未接收。")
            % {"holder": sender.name, "name": found.sender}
        )
    if found.receiver != sender.bureau.name:
        raise Refused(_("该督办下发%(name)s，不是本局，未接收。") % {"name": found.receiver})
    _report_of(sender.bureau_id, found)
    row = _known(sender, found)
    if row is None:
        return None
    step = row.steps.filter(step=found.step).first()
    if step is not None:
        if step.content_hash != found.content_hash:
            raise Refused(
                _(
                    "%(number)s 第 %(step)s 步已接收，内容与本文件不同，"
                    "未接收。请向上级机关核实。"
                )
                % {"number": found.number, "step": found.step}
            )
        return step
    _check_order(row, found)
    return None


def _check_order(row: SuperiorSupervision, found: IncomingStep) -> None:
    """Refuse a step that is older than the newest one, or of another demand."""
    if found.step < row.step:
        raise Refused(
            _("%(number)s 已接收到第 %(newest)s 步，本文件是较早的第 %(step)s 步，未接收。")
            % {"number": found.number, "newest": row.step, "step": found.step}
        )
    if row.state in (S.CLOSED, S.WITHDRAWN):
        raise Refused(_("%(number)s 已销号或撤销，未接收。") % {"number": found.number})
    if row.demand != found.demand:
        raise Refused(
            _("%(number)s 的督办事项与已接收的不同，未接收。请向上级机关核实。")
            % {"number": found.number}
        )


@transaction.atomic
def take_in_step(*, sender: SuperiorSystem, found: IncomingStep, arrival: Arrival) -> TakenStep:
    """Store a step; the first one that comes opens the demand, whichever it is.

    Raises:
        Refused: As ``check_step``.
        Stale: If the same file was taken in, or the demand changed, at the same moment.
    """
    earlier = check_step(sender, found)
    if earlier is not None:
        return TakenStep(earlier.superior, earlier, new=False, receipt=receipt_of_step(earlier))
    try:
        with transaction.atomic():
            row = _known(sender, found) or _opened(sender, found, arrival)
            step = _stored(row, found, arrival)
    except IntegrityError as error:
        raise Stale(_("同一份督办正在接收，本次未执行。请查看列表。")) from error
    _move(row, found, arrival)
    data = {"sender": sender.name, "number": found.number, "step": found.step}
    data |= {"act": str(found.act), "way": str(arrival.way), "hash": found.content_hash}
    data |= {"masked": found.masked, "reason": found.words}
    record(row, "superior_supervision.taken", arrival.by, arrival.now, **data)
    return TakenStep(row, step, new=True, receipt=receipt_of_step(step))


def _known(sender: SuperiorSystem, found: IncomingStep) -> SuperiorSupervision | None:
    rows = superior_supervisions_of(sender.bureau_id)
    return rows.filter(sender=found.sender, sender_number=found.number).first()


def _report_of(bureau_id: int, found: IncomingStep) -> Report:
    report = report_by_number(bureau_id, found.report)
    if report is None or not report.versions.filter(version=found.version).exists():
        raise Refused(
            _("本局没有报告 %(number)s 第 %(version)s 稿，未接收。请向上级机关核实。")
            % {"number": found.report, "version": found.version}
        )
    return report


def _opened(
    sender: SuperiorSystem, found: IncomingStep, arrival: Arrival
) -> SuperiorSupervision:
    bureau_id = sender.bureau_id
    report = _report_of(bureau_id, found)
    own = report.audit_subject()
    subject = Subject(own.kind, own.ref, found.title[:160], own.topic)
    matter = matter_of_subject(bureau_id, subject, incident=report.incident)
    year = arrival.now.astimezone(LOCAL).year
    number = take_number(bureau_id=bureau_id, kind=KIND, year=year)
    return SuperiorSupervision.objects.create(
        bureau_id=bureau_id,
        number=f"SD{number}",
        sender=found.sender,
        sender_number=found.number,
        demand=found.demand,
        step=found.step,
        due_at=found.due_at,
        received_at=arrival.now,
        **matter.columns(),
    )


def _stored(row: SuperiorSupervision, found: IncomingStep, arrival: Arrival) -> SuperiorStep:
    return SuperiorStep.objects.create(
        bureau_id=row.bureau_id,
        superior=row,
        step=found.step,
        act=found.act,
        words=found.words,
        due_at=found.due_at,
        signed_as=found.signed_as,
        signed_at=found.signed_at,
        content_hash=found.content_hash,
        masked=found.masked,
        way=arrival.way,
        at=arrival.now,
        by=arrival.officer,
    )


def _move(row: SuperiorSupervision, found: IncomingStep, arrival: Arrival) -> None:
    """Let the demand stand where the file says; the time of a return is a new one."""
    now, state = arrival.now, AFTER[found.act]
    changes: dict[str, Any] = {
        "state": str(state),
        "step": found.step,
        "due_at": found.due_at,
    }
    if row.clock is not None and found.act == StepAct.CLOSED:
        reason = Reason("clocks.supervision_closed")
        stop_clock(clock=row.clock, at=now, reason=reason, now=now)
    elif row.clock is not None:  # it ended with the answer, or counts for nothing any more
        reason = Reason("clocks.supervision_returned")
        if found.act == StepAct.WITHDRAWN:
            reason = Reason("clocks.supervision_withdrawn")
        cancel_clock(clock=row.clock, reason=reason, now=now)
    if state == S.RECEIVED:
        label = house_text("%(sender)s督办") % {"sender": row.sender}
        changes["clock"] = start_office_clock(
            row.bureau_id, SUPERIOR, row.number, label, due=found.due_at, now=now
        )
    if waiting_answer(row) is not None:  # it was to a step that is over
        row.answers.filter(signed_at__isnull=True, dropped_at__isnull=True).update(
            dropped_at=now
        )
        void_about(
            bureau_id=row.bureau_id, kind=ANSWER_KIND_NAME, about_ref=row.number, now=now
        )
    if not claim_row(row, None, changes):
        raise Stale(_("该督办已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
