"""回执: who confirmed a report, when and how; by a link, telephone, paper or system.

In:   a delivery, who confirmed.    Out:  its proof; of the last one the report is RECEIVED.
Cost: a few writes; a conditional update decides when two come at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import AuditedActor, record
from huiying.base.audit.subjects import Actor
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Message, SignedLink
from huiying.base.outbox.signatory import LONGEST_NAME
from huiying.policy.procedure.reports import ReportState, Way
from huiying.reasons.reason import Reason
from huiying.work.casework.core.text import office_name
from huiying.work.casework.late_records.queries import is_late
from huiying.work.reports.core.models import Report
from huiying.work.reports.deliveries.late_handover import (
    RECEIVED,
    claimed_handover,
    keep_claim,
)
from huiying.work.reports.deliveries.models import ReceiptProof, ReportDelivery, moment
from huiying.work.reports.deliveries.sending import HANDED_OVER, end_sending
from huiying.work.reports.drafting.clocks import start_receipt_clock
from huiying.work.reports.exchange.receipts import WITHDRAWN

MAX_WHO = 80


@transaction.atomic
def note_opening(*, delivery: ReportDelivery, now: datetime) -> None:
    """Count that a report was looked at behind its link; the first time is recorded."""
    rows = ReportDelivery.objects.filter(pk=delivery.pk)
    first = rows.filter(first_opened_at__isnull=True).update(first_opened_at=now) == 1
    rows.update(opened=F("opened") + 1)
    if first:
        by_link = Actor(f"link:{delivery.number}", delivery.name)
        record(delivery, "report.opened", by_link, now, to=delivery.name)


@transaction.atomic
def confirm_by_link(
    *, link: SignedLink, delivery: ReportDelivery, name: str, now: datetime
) -> None:
    """回执 behind a signed link, under the name that was typed.

    Raises:
        Refused: If no name was typed, the link is not of this delivery, or the agency is out
            of use.
        Stale: If it was confirmed before, or the report was withdrawn.
    """
    if (link.bureau_id, link.about_ref) != (delivery.bureau_id, delivery.number):
        raise Refused(_("链接与报告不符，本次操作未执行。"))
    if delivery.unit is not None and not delivery.unit.active:
        raise Refused(_("贵单位在我局名录中已停用，请致电我局值班台。"))
    typed = " ".join(masked_text(name).split())
    if not typed:
        raise Refused(_("请填写姓名。"))
    if len(typed) > LONGEST_NAME:
        words = {"most": LONGEST_NAME, "here": len(typed)}
        raise Refused(_("姓名最多 %(most)s 字，现为 %(here)s 字。") % words)
    label = house_text("%(name)s（通过链接）") % {"name": typed}
    by_link = Actor(f"link:{delivery.number}", label)
    _receive(delivery, ReceiptProof.LINK, label, at=now, by=by_link, officer=None, now=now)
    record(link, "link.used", link, now)


@transaction.atomic
def confirm_by_push(*, message: Message, receipt: Mapping[str, Any], now: datetime) -> bool:
    """回执 of the superior's installation: it answered what was pushed, which is the proof.

    Args:
        receipt: As ``exchange/receipts.py`` describes it; checked to be whole already.

    Returns:
        False if it is of another report or text, or nothing waits for it any more.
    """
    file = json.loads(message.body)
    sent, content = file["hash"], file["content"]
    confirmed = (
        receipt["bureau"],
        receipt["number"],
        receipt["version"],
        receipt["report_hash"],
    )
    if confirmed != (content["bureau"], content["number"], content["version"], sent):
        return False
    row = (
        ReportDelivery.objects.filter(
            bureau_id=message.bureau_id,
            report__number=message.about_ref,
            way=Way.PUSH,
            unit=message.channel.unit,
        )
        .select_related("report__incident__merged_into", "unit", "clock")
        .first()
    )
    if row is None or row.report.number != receipt["number"]:
        return False
    by = Actor(f"channel:{message.channel_id}", row.name)
    if receipt["state"] == WITHDRAWN:
        rows = ReportDelivery.objects.filter(pk=row.pk, withdrawal_sent_at__isnull=True)
        if rows.update(withdrawal_sent_at=now) != 1:
            return False
        who = masked_text(str(receipt["receiver"]))[:MAX_WHO]
        record(row, "report.withdrawal_told", by, now, to=row.name, who=who)
        return True
    label = house_text("系统回执 %(receipt)s") % {"receipt": str(receipt["receipt"])[:40]}
    try:
        _receive(row, ReceiptProof.PUSH, label, at=now, by=by, officer=None, now=now)
    except Stale:
        return False
    return True


@transaction.atomic
def record_handover(
    *, delivery: ReportDelivery, who: str, at: datetime, officer: Officer, now: datetime
) -> None:
    """登记送交: a report on paper was handed over, or the body was told by telephone.

    Who is told by telephone has confirmed by that. Recorded later than the rules allow one
    person, it counts from now on: another person confirms the moment that is claimed.

    Raises:
        Refused: If it goes by a link, no office is named, or the moment cannot be.
        Stale: If it was recorded before, or the report was withdrawn.
    """
    if delivery.way in (Way.LINK, Way.PUSH):
        raise Refused(_("该报送经链接或推送发出，无需登记送交。"))
    label = office_name(who, MAX_WHO)
    _check_moment(delivery.report, delivery.report.sent_at, at, now)
    claimed, at = at, _counted(delivery, at, now)
    rows = ReportDelivery.objects.filter(
        pk=delivery.pk, sent_at__isnull=True, report__state=ReportState.SENT
    )
    if rows.update(sent_at=at, sent_by=officer) != 1:
        raise Stale(_("已登记送交或报告已撤回，本次未登记。"))
    delivery.refresh_from_db()
    data = {"to": delivery.name, "delivery": delivery.number, "who": label}
    record(delivery, "report.handed_over", officer, now, at=moment(delivery.sent_at), **data)
    if delivery.way == Way.PHONE:
        _receive(
            delivery, ReceiptProof.PHONE, label, at=at, by=officer, officer=officer, now=now
        )
    else:
        clock = start_receipt_clock(delivery.report, delivery.name, at, now)
        ReportDelivery.objects.filter(pk=delivery.pk).update(clock=clock)
    end_sending(delivery.report, now)
    if claimed != at:
        keep_claim(HANDED_OVER, delivery, label, claimed, officer, now)


@transaction.atomic
def record_receipt(
    *,
    delivery: ReportDelivery,
    proof: ReceiptProof,
    who: str,
    at: datetime,
    officer: Officer,
    now: datetime,
) -> None:
    """登记回执: the desk heard by telephone or on paper that a report arrived.

    Recorded late, it counts as ``record_handover``.

    Raises:
        Refused: If it was not sent yet, no office is named, or the moment cannot be.
        Stale: If it was confirmed before, or the report was withdrawn.
    """
    if proof not in (ReceiptProof.PHONE, ReceiptProof.PAPER):
        raise Refused(_("只能登记电话或书面回执。"))
    if delivery.sent_at is None:
        raise Refused(_("请先登记送交，再登记回执。"))
    label = office_name(who, MAX_WHO)
    _check_moment(delivery.report, claimed_handover(delivery) or delivery.sent_at, at, now)
    counted = _counted(delivery, at, now)
    _receive(delivery, proof, label, at=counted, by=officer, officer=officer, now=now)
    if counted != at:
        keep_claim(RECEIVED, delivery, label, at, officer, now)


def _counted(delivery: ReportDelivery, at: datetime, now: datetime) -> datetime:
    """Return the moment that counts until another person has confirmed the claimed one."""
    return now if is_late(delivery.bureau_id, at, now) else at


def _check_moment(
    report: Report, earliest: datetime | None, at: datetime, now: datetime
) -> None:
    """Refuse a moment before the sending or in the future; minutes are typed, seconds not."""
    first = (earliest or report.drafted_at).replace(second=0, microsecond=0)
    if not first <= at <= now:
        raise Refused(_("时间须在报送之后、现在之前。"))


def _receive(
    delivery: ReportDelivery,
    proof: ReceiptProof,
    label: str,
    *,
    at: datetime,
    by: AuditedActor,
    officer: Officer | None,
    now: datetime,
) -> None:
    rows = ReportDelivery.objects.filter(
        pk=delivery.pk, received_at__isnull=True, report__state=ReportState.SENT
    )
    values = {
        "received_at": at,
        "received_label": label,
        "proof": str(proof),
        "recorded_by": officer,
    }
    if rows.update(**values) != 1:
        raise Stale(_("已回执或报告已撤回，本次操作未执行。"))
    delivery.refresh_from_db()
    if delivery.clock is not None:
        stop_clock(
            clock=delivery.clock, at=at, reason=Reason("clocks.report_received"), now=now
        )
    data = {"to": delivery.name, "delivery": delivery.number, "who": label}
    data |= {"at": moment(delivery.received_at), "proof": str(proof)}
    record(delivery, "report.received", by, now, **data)
    waiting = ReportDelivery.objects.filter(report=delivery.report, received_at__isnull=True)
    if not waiting.exists():
        Report.objects.filter(pk=delivery.report_id, state=ReportState.SENT).update(
            state=ReportState.RECEIVED, revision=F("revision") + 1
        )
        delivery.report.refresh_from_db()
