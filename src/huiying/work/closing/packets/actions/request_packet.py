"""生成证据包: ask for a packet of an incident, of a notice, or of the record of some days.

In:   what it is about, how much may be shown, for whom.    Out:  a packet that waits.
Cost: two writes and an audit record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.proofs import provable_chain
from huiying.base.audit.record import record
from huiying.base.db.job_rows import OPEN_STATES
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.base.signoff.models import Decision
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.notices.models import Notice
from huiying.work.closing.packets.models import Packet, Profile
from huiying.work.closing.packets.signature import ask_signature, needs_signature
from huiying.work.incidents.core.models import Incident

MOST_DAYS = 366  # of a period


@dataclass(frozen=True, slots=True)
class About:
    """What a packet is about: an incident, one notice of it, or a period of whole days."""

    incident: Incident | None = None
    notice: Notice | None = None
    first_day: date | None = None
    last_day: date | None = None


@transaction.atomic
def request_packet(
    *, about: About, profile: Profile, recipient: str, officer: Officer, now: datetime
) -> Packet:
    """Ask for a packet; a job makes it, a complete one of a matter when a leader signed.

    Args:
        recipient: Which body it is for, as the record will name it.

    Raises:
        Refused: If nobody is named, the period is none or has no record under a head, or an
            equal packet is being made.
    """
    if not recipient.strip():
        raise Refused(_("请写明证据包交给谁。"))
    _refuse_impossible(about, now)
    _refuse_unproven(about, officer.bureau_id)
    same = Packet.objects.filter(
        bureau_id=officer.bureau_id,
        incident=about.incident,
        notice=about.notice,
        first_day=about.first_day,
        last_day=about.last_day,
        profile=profile,
    )
    ended = Q(signoff__decision__in=(Decision.RETURNED, Decision.VOID))
    if same.filter(state__in=OPEN_STATES).exclude(ended).exists():
        raise Refused(_("同样的证据包正在生成，请稍候。"))
    year = now.astimezone(LOCAL).year
    row = Packet(
        bureau_id=officer.bureau_id,
        number=f"ZJ{take_number(bureau_id=officer.bureau_id, kind='packet', year=year)}",
        incident=about.incident,
        notice=about.notice,
        first_day=about.first_day,
        last_day=about.last_day,
        profile=profile,
        recipient=recipient.strip(),
        requested_at=now,
        requested_by=officer,
    )
    if needs_signature(row):
        row.signoff = ask_signature(row, officer, now)
    row.save()
    data = {"about": row.about, "profile": str(profile), "recipient": row.recipient}
    record(row, "packet.requested", officer, now, **data)
    return row


def _refuse_impossible(about: About, now: datetime) -> None:
    if about.first_day is None or about.last_day is None:
        return
    if about.last_day < about.first_day:
        raise Refused(_("截止日早于起始日，请改正。"))
    if about.last_day >= now.astimezone(LOCAL).date():
        raise Refused(_("当日记录次日零点后才能证明，截止日请选昨天或更早。"))
    if (about.last_day - about.first_day).days >= MOST_DAYS:
        raise Refused(_("一次最多导出 %(days)s 天的记录，请分次导出。") % {"days": MOST_DAYS})


def _refuse_unproven(about: About, bureau_id: int) -> None:
    """Refuse a period without a record under a head: nothing in its packet could be proven."""
    if about.first_day is None or about.last_day is None:
        return
    heads = provable_chain(bureau_id).heads
    if not any(about.first_day <= head.day <= about.last_day for head in heads):
        raise Refused(_("该期间没有公布过每日校验值的记录，不能证明。请核对起止日。"))
