"""签批完整版证据包: a leader signs that a complete packet may be made, or returns it.

In:   a packet that waits, the hash that the leader saw.
Out:  a packet that the job may make, or one that is never made.
Cost: two writes and an audit record.

A complete packet holds what the other profile leaves out; nobody takes it away alone. A packet
of the record of some days needs no signature: the auditor does not depend on whom he audits.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.work.closing.packets.models import Packet, Profile

KIND: Final = "packet"


def needs_signature(packet: Packet) -> bool:
    """Tell whether a leader signs a packet before it is made."""
    return packet.incident_id is not None and packet.profile == Profile.COMPLETE


def ask_signature(packet: Packet, officer: Officer, now: datetime) -> SignoffRequest:
    """Put a packet that is not stored yet before the leaders."""
    label = house_text("完整版证据包 %(about)s，交付%(recipient)s")
    return request_approval(
        bureau_id=packet.bureau_id,
        kind=KIND,
        about_ref=packet.number,
        label=label % {"about": packet.about, "recipient": packet.recipient},
        content_hash=packet_hash(packet),
        officer=officer,
        clock=None,
        now=now,
    )


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
        Stale: If it is not what the leader saw.
    """
    if packet.signoff is None:
        raise Refused(str(gettext_lazy("该证据包无需签批。")))
    done = PACKET_KIND.decide(
        packet,
        packet.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    verb = "packet.approved" if approve else "packet.returned"
    record(packet, verb, officer, now, reason=done.reason, recipient=packet.recipient)


def packet_content(packet: Packet) -> dict[str, Any]:
    """Return what is signed, in its canonical shape."""
    return {
        "schema": 1,
        "number": packet.number,
        "about": packet.about,
        "profile": str(packet.profile),
        "recipient": packet.recipient,
        "requested_by": packet.requested_by_id,
        "requested_at": packet.requested_at.astimezone(UTC).isoformat(),
    }


def packet_hash(packet: Packet) -> str:
    """Return the hash of what is signed."""
    return hash_of_content(packet_content(packet))


PACKET_KIND = SignoffKind[Packet](
    name=KIND,
    content_hash=packet_hash,
    approve=partial(decide_packet, approve=True, reason=""),
    send_back=partial(decide_packet, approve=False),
    changed=gettext_lazy("证据包与打开时不一致，本次决定未生效。请刷新后查看。"),
)
