"""签批完整版证据包: a leader signs that a complete packet may be made, or returns it.

In:   a packet that waits, the hash that the leader saw.
Out:  a packet that the job may make, or one that is never made.
Cost: two writes and an audit record.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.signoff.actions.decide import decide
from huiying.base.signoff.kinds import SignoffKind
from huiying.work.closing.packets.models import Packet
from huiying.work.closing.packets.signature import KIND, packet_hash


@transaction.atomic
def decide_packet(
    packet: Packet,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Let a complete packet be made, or return it with a reason.

    Raises:
        Refused: If it needs no signature, the leader asked for it or stands in for who did,
            it was decided before, or it is returned without a reason.
        Stale: If he signs what is not what he saw, or holds more incidents than when it was
            asked for; it can be returned all the same.
    """
    if packet.signoff is None:
        raise Refused(str(gettext_lazy("该证据包无需签批。")))
    if approve:
        PACKET_KIND.require_unchanged(packet, packet.signoff, shown_hash)
    done = decide(
        request=packet.signoff,
        officer=officer,
        approve=approve,
        reason=reason,
        content_hash=packet.signoff.content_hash,
        now=now,
    )
    verb = "packet.approved" if approve else "packet.returned"
    record(packet, verb, officer, now, reason=done.reason, recipient=packet.recipient)


PACKET_KIND = SignoffKind[Packet](
    name=KIND,
    content_hash=packet_hash,
    approve=partial(decide_packet, approve=True, reason=""),
    send_back=partial(decide_packet, approve=False),
    changed=gettext_lazy(
        "证据包与申请时不一致（如另有事件并入），本次决定未生效。请退回，由申请人重新申请。"
    ),
)
