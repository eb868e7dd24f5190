"""送达: record the proof that a notice reached its unit, on screen or by another channel.

In:   a notice or its message, how it arrived.
Out:  a proof; the first one that counts delivers the notice.
Cost: a few writes; the same receipt of a carrier twice is one.

That a channel took a message is no proof and stops no clock.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_label, house_text
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.deliver import settle_manually, store_receipt
from huiying.base.outbox.models import Message
from huiying.work.casework.late_records.actions.keep import keep_late_record
from huiying.work.casework.late_records.queries import is_late
from huiying.work.casework.notices.delivery import CONSOLE_CHANNEL, record_proof
from huiying.work.casework.notices.late_delivery import LATE_KIND
from huiying.work.casework.notices.models import Notice, NoticeState, ProofKind
from huiying.work.casework.notices.queries import notice_by_number


@transaction.atomic
def record_manual_delivery(
    *,
    message: Message,
    notice: Notice,
    kind: ProofKind,
    who: str,
    at: datetime,
    officer: Officer,
    now: datetime,
) -> None:
    """Record the call or the paper, and take the message off the list.

    Raises:
        Refused: If the delivery cannot be recorded like this.
        Stale: If the message is not dead any more.
    """
    record_delivery(notice=notice, kind=kind, who=who, at=at, officer=officer, now=now)
    how = f"{house_label(kind.label)}：{who.strip()}"
    if not settle_manually(message=message, how=how, officer=officer, now=now):
        raise Stale(_("该消息已被处理，本次操作未执行。"))


@transaction.atomic
def record_channel_receipt(*, message: Message, at: datetime, now: datetime) -> bool:
    """Keep a receipt; False if this message has one already.

    Args:
        at: By the carrier's clock; never before the message was queued, never in the future.
    """
    at = min(max(at, message.queued_at), now)
    if not store_receipt(message=message, at=at):
        return False
    notice = (
        notice_by_number(message.bureau_id, message.about_ref)
        if message.about_kind == "notice"
        else None
    )
    if notice is not None:
        channel = message.channel
        record_proof(
            notice=notice,
            kind=ProofKind.CHANNEL_RECEIPT,
            channel=channel.proof_row,
            actor=Actor(f"channel:{channel.pk}", channel.name),
            officer=None,
            detail=channel.name,
            at=at,
            now=now,
        )
    return True


def mark_notice_handed_over(*, bureau_id: int, number: str) -> bool:
    """Mark a queued notice as handed over; one that arrived already stays as it is."""
    rows = Notice.objects.filter(bureau_id=bureau_id, number=number, state=NoticeState.QUEUED)
    return rows.update(state=NoticeState.HANDED_OVER) == 1


@transaction.atomic
def mark_shown(*, notice: Notice, officer: Officer, now: datetime) -> bool:
    """The unit's signed-in officer was shown the notice: that is delivery.

    Returns False for an officer of another unit, and when it was delivered before.
    """
    if officer.unit_id != notice.unit_id or notice.state not in (
        NoticeState.QUEUED,
        NoticeState.HANDED_OVER,
    ):
        return False
    return record_proof(
        notice=notice,
        kind=ProofKind.SHOWN_IN_APP,
        channel=CONSOLE_CHANNEL,
        actor=officer.audit_actor(),
        officer=officer,
        detail="",
        at=now,
        now=now,
    )


@transaction.atomic
def confirm_by_link(*, notice: Notice, channel: str, now: datetime) -> bool:
    """A person clicked the button behind the signed link (a POST): that is delivery."""
    return record_proof(
        notice=notice,
        kind=ProofKind.LINK_CONFIRMED,
        channel=channel,
        actor=Actor(f"link:{notice.number}", notice.unit.name),
        officer=None,
        detail="",
        at=now,
        now=now,
    )


@transaction.atomic
def record_delivery(
    *, notice: Notice, kind: ProofKind, who: str, at: datetime, officer: Officer, now: datetime
) -> bool:
    """The desk reached the unit by phone or on paper; who answered is kept.

    Recorded later than the rules allow one person, it counts from now on: another person
    confirms the moment that is claimed.

    Returns:
        True if this proof delivered the notice.

    Raises:
        Refused: If nobody is named, the kind is another, or the moment cannot be.
    """
    if kind not in (ProofKind.PHONE, ProofKind.PAPER):
        raise Refused(_("只能登记电话或书面送达。"))
    if not who.strip():
        raise Refused(_("请写明接听或签收的岗位。"))
    if at > now or at < notice.sent_at:
        raise Refused(_("送达时间须在发起通报之后、现在之前。"))
    late = is_late(notice.bureau_id, at, now)
    delivered = record_proof(
        notice=notice,
        kind=kind,
        channel=str(kind),
        actor=officer.audit_actor(),
        officer=officer,
        detail=who.strip(),
        at=now if late else at,
        now=now,
    )
    if late and delivered:
        keep_late_record(
            kind=LATE_KIND,
            ref=notice.number,
            label=house_text("通报%(unit)s（%(number)s）")
            % {"unit": notice.unit.name, "number": notice.number},
            topic=notice.audit_subject().topic,
            incident=notice.incident.current,
            who=who,
            at=at,
            officer=officer,
            now=now,
        )
    return delivered
