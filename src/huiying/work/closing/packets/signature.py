"""Which packets a leader signs before they are made, what he signs, how he is asked.

In:   a packet.    Out:  its content and hash; a request.
Cost: a query a step of a merge; one insert for a request.

A complete packet holds what the other profile leaves out; nobody takes it away alone. A packet
of the record of some days needs no signature: the auditor does not depend on whom he audits.

What is signed names every incident that the packet holds: one that somebody folds into the
matter later was not shown to the leader, who may even have to keep out of it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.work.closing.packets.models import Packet, Profile
from huiying.work.incidents.core.queries import merged_from

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


def packet_content(packet: Packet) -> dict[str, Any]:
    """Return what is signed, in its canonical shape."""
    return {
        "schema": 1,
        "number": packet.number,
        "about": packet.about,
        "incidents": _incidents_in(packet),
        "profile": str(packet.profile),
        "recipient": packet.recipient,
        "requested_by": packet.requested_by_id,
        "requested_at": packet.requested_at.astimezone(UTC).isoformat(),
    }


def is_as_signed(packet: Packet) -> bool:
    """Tell whether a packet still is what the leader signed; True if it needs no signature."""
    return packet.signoff is None or packet.signoff.content_hash == packet_hash(packet)


def _incidents_in(packet: Packet) -> list[str]:
    """Return the numbers of all incidents that it holds."""
    if packet.incident is None:
        return []
    return sorted(row.number for row in [packet.incident, *merged_from(packet.incident)])


def packet_hash(packet: Packet) -> str:
    """Return the hash of what is signed."""
    return hash_of_content(packet_content(packet))
