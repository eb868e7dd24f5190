"""Read evidence packets: of a matter, of periods, those that wait, that are over.

In:   an incident, a bureau, a moment.    Out:  packets.
Cost: one query each.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.db.job_rows import JobState
from huiying.base.signoff.models import Decision
from huiying.work.closing.dossiers.matter import matter_about
from huiying.work.closing.dossiers.queries import words_taken_away_since
from huiying.work.closing.packets.models import Packet
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.queries import recused_incident_ids

RELATED = ("bureau", "incident", "notice", "requested_by", "signoff")
SIGNED = Q(signoff__isnull=True) | Q(signoff__decision=Decision.APPROVED)


def packets_of(incident: Incident) -> QuerySet[Packet]:
    """Return the packets of an incident and of its notices, the newest first."""
    return Packet.objects.filter(incident=incident).select_related(*RELATED)


def packets_of_periods(bureau_id: int) -> QuerySet[Packet]:
    """Return the packets of the record of some days, the newest first."""
    rows = Packet.objects.filter(bureau_id=bureau_id, incident__isnull=True)
    return rows.select_related(*RELATED)


def next_packet() -> Packet | None:
    """Return the packet that waits longest, of all bureaus, and needs no signature any more."""
    rows = Packet.objects.filter(SIGNED, state=JobState.QUEUED)
    return rows.select_related(*RELATED).order_by("pk").first()


def running_packets() -> QuerySet[Packet]:
    """Return the packets that a process is said to make."""
    return Packet.objects.filter(state=JobState.RUNNING).select_related(*RELATED)


def standing_packets() -> QuerySet[Packet]:
    """Return the packets whose file can be handed out."""
    return Packet.objects.filter(state=JobState.DONE).select_related(*RELATED)


def packets_made_before(moment: datetime) -> QuerySet[Packet]:
    """Return the packets whose file is older than a moment (real time)."""
    return standing_packets().filter(finished_at__lt=moment)


def is_overtaken(packet: Packet) -> bool:
    """Tell whether words of it were sealed, kept back or destroyed since it was made."""
    topics = None
    if packet.incident is not None:
        incidents = matter_about(packet.incident).incidents
        topics = [one.audit_topic for one in incidents]
    return words_taken_away_since(packet, "packet.made", topics)


def published_packets(bureau_id: int) -> dict[str, str]:
    """Return the SHA-256 of each packet that was made, by number, as it is published."""
    rows = Packet.objects.filter(bureau_id=bureau_id).exclude(sha256="")
    return dict(rows.order_by("number").values_list("number", "sha256"))


def visible_packets(officer: Officer, words: str = "") -> QuerySet[Packet]:
    """Return the packets that an officer may take, the newest first.

    Those of matters are for who archives, except of matters that he keeps out of; those of
    periods for who reads the record.

    Args:
        words: Part of a number, or of who it is for.
    """
    rows = Packet.objects.filter(bureau_id=officer.bureau_id).select_related(*RELATED)
    if not may(officer, Capability.READ_RECORD):
        rows = rows.filter(incident__isnull=False)
    if not may(officer, Capability.ARCHIVE):
        rows = rows.filter(incident__isnull=True)
    rows = rows.exclude(incident__in=recused_incident_ids(officer))
    if words:
        rows = rows.filter(
            Q(number__icontains=words)
            | Q(incident__number__icontains=words)
            | Q(notice__number__icontains=words)
            | Q(recipient__icontains=words)
        )
    return rows
