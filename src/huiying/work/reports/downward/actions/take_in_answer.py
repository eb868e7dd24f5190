"""接收下级反馈: store what a subordinate answered to a 督办, once.

In:   a file that was read.    Out:  the answer, whether it is new, the receipt.
Cost: a few writes; a second handing-in of the same answer writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.work.reports.downward.actions.issue import claim_issued
from huiying.work.reports.downward.files import IncomingAnswer
from huiying.work.reports.downward.models import (
    IssuedState,
    IssuedSupervision,
    ReceivedAnswer,
)
from huiying.work.reports.downward.queries import issued_supervisions_of
from huiying.work.reports.downward.receipts import receipt_of_answer
from huiying.work.reports.exchange.actions.take_in import Arrival
from huiying.work.reports.exchange.models import Subordinate
from huiying.work.reports.exchange.queries import subordinate_called

OPEN = (IssuedState.ISSUED, IssuedState.ANSWERED)


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """What became of a file; new: something was stored."""

    row: ReceivedAnswer
    new: bool
    receipt: dict[str, Any]


def answer_sender(bureau: Bureau, found: IncomingAnswer) -> Subordinate:
    """Return the subordinate that an answer is of.

    Raises:
        Refused: If no bureau of this name is registered as a subordinate.
    """
    row = subordinate_called(bureau.pk, found.sender)
    if row is None:
        raise Refused(
            _("“%(name)s”未登记为下级单位，或已停用，未接收。请先在“归口报送—下级单位”登记。")
            % {"name": found.sender}
        )
    return row


def answered_by(sender: Subordinate, found: IncomingAnswer) -> IssuedSupervision:
    """Return the 督办 that an answer is to.

    Raises:
        Refused: If it is signed by another bureau, meant for another one, or no 督办 of this
            number went to its sender.
    """
    if found.sender != sender.name:
        raise Refused(
            _("令牌属于%(holder)s，反馈署名为%(name)s，未接收。")
            % {"holder": sender.name, "name": found.sender}
        )
    if found.receiver != sender.bureau.name:
        raise Refused(_("该反馈报送%(name)s，不是本局，未接收。") % {"name": found.receiver})
    rows = issued_supervisions_of(sender.bureau_id).filter(report__subordinate=sender)
    row = rows.filter(number=found.number).first()
    if row is None or row.state in (IssuedState.DRAFT, IssuedState.DROPPED):
        raise Refused(
            _("未向%(name)s下发督办 %(number)s，未接收。")
            % {"name": sender.name, "number": found.number}
        )
    return row


@transaction.atomic
def take_in_answer(
    *, sender: Subordinate, found: IncomingAnswer, arrival: Arrival
) -> TakenAnswer:
    """Store an answer; what is there already stays as it is.

    Raises:
        Refused: As ``answered_by``; also if the same answer arrived with another text, it
            answers a step that is not the newest one, or the 督办 is closed or withdrawn.
        Stale: If the same file was taken in at the same moment.
    """
    row = answered_by(sender, found)
    earlier = row.answers.filter(version=found.version).first()
    if earlier is not None:
        if earlier.content_hash != found.content_hash:
            raise Refused(
                _(
                    "%(number)s 第 %(version)s 次反馈已接收，内容与本文件不同，"
                    "未接收。请向报送单位核实。"
                )
                % {"number": row.number, "version": found.version}
            )
        return TakenAnswer(earlier, new=False, receipt=receipt_of_answer(earlier))
    _check_step(row, found)
    claim_issued(row, OPEN, None, state=str(IssuedState.ANSWERED))
    answer = _stored(row, found, arrival)
    data = {"sender": sender.name, "version": found.version, "way": str(arrival.way)}
    data |= {"hash": found.content_hash, "masked": found.masked}
    record(row, "issued_supervision.answered", arrival.by, arrival.now, **data)
    return TakenAnswer(answer, new=True, receipt=receipt_of_answer(answer))


def _check_step(row: IssuedSupervision, found: IncomingAnswer) -> None:
    signed = row.steps.filter(signed_at__isnull=False).count()
    if row.state in OPEN and found.step != signed:
        raise Refused(
            _("该反馈针对第 %(step)s 步，督办已到第 %(newest)s 步，未接收。")
            % {"step": found.step, "newest": signed}
        )


def _stored(row: IssuedSupervision, found: IncomingAnswer, arrival: Arrival) -> ReceivedAnswer:
    try:
        with transaction.atomic():
            return ReceivedAnswer.objects.create(
                bureau_id=row.bureau_id,
                supervision=row,
                step=found.step,
                version=found.version,
                text=found.text,
                signed_as=found.signed_as,
                signed_at=found.signed_at,
                content_hash=found.content_hash,
                masked=found.masked,
                way=arrival.way,
                at=arrival.now,
                by=arrival.officer,
            )
    except IntegrityError as error:
        raise Stale(_("同一份反馈正在接收，本次未执行。请查看督办。")) from error
