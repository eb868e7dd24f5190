"""The only way a screen gets an evidence packet: the row, or 404 / 403."""

from __future__ import annotations

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.closing.packets.models import Packet
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import refuse_recused

READS = (Capability.APPROVE, Capability.ARCHIVE)


def packet_for(officer: Officer, number: str) -> Packet:
    """Return a packet that the officer may take.

    One of a matter is for who archives; one of a period for who reads the record.

    Raises:
        Http404, PermissionDenied.
    """
    packet = _row(officer, number)
    if packet.incident is None:
        require(officer, Capability.READ_RECORD)
        return packet
    require(officer, Capability.ARCHIVE)
    incident_for(officer, packet.incident.number, to=Capability.SEE_INCIDENTS)
    refuse_recused(officer, packet.incident, to=Capability.ARCHIVE)
    return packet


def packet_to_sign(officer: Officer, number: str, *, to: Capability | None = None) -> Packet:
    """Return a packet that a leader signs, to be read by a leader and by who archives.

    Args:
        to: What the officer must be allowed beyond reading.

    Raises:
        Http404: Also of a packet that needs no signature.
        PermissionDenied: Also to who keeps out of the incident.
    """
    packet = _row(officer, number)
    if packet.incident is None or packet.signoff is None:
        raise Http404
    held = require(officer, *([to] if to else READS))
    incident_for(officer, packet.incident.number, to=Capability.SEE_INCIDENTS)
    refuse_recused(officer, packet.incident, to=held)
    return packet


def _row(officer: Officer, number: str) -> Packet:
    rows = Packet.objects.select_related(
        "bureau", "incident", "notice", "requested_by", "signoff__decided_by"
    )
    return row_for(officer, rows, to=Capability.SEE_DESK, number=number)
