"""The only way a screen gets an evidence packet: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.closing.packets.models import Packet
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import refuse_recused


def packet_for(officer: Officer, number: str) -> Packet:
    """Return a packet that the officer may take.

    One of a matter is for who archives; one of a period for who reads the record.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Packet.objects.select_related("bureau", "incident", "notice", "requested_by")
    packet = row_for(officer, rows, to=Capability.SEE_DESK, number=number)
    if packet.incident is None:
        require(officer, Capability.READ_RECORD)
        return packet
    require(officer, Capability.ARCHIVE)
    incident_for(officer, packet.incident.number, to=Capability.SEE_INCIDENTS)
    refuse_recused(officer, packet.incident, to=Capability.ARCHIVE)
    return packet
