"""Rows of the page of evidence packets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.db.job_rows import JobState
from huiying.base.signoff.models import Decision
from huiying.web.console.shared.incident_parts import incident_url
from huiying.work.closing.packets.models import Packet

MEGABYTE = 1 << 20
TAGS = {JobState.DONE: "ok", JobState.FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class PacketRow:
    """A packet; take_url: "" = there is no file to take."""

    number: str
    about: str
    about_url: str
    kind_word: str
    profile_word: str
    recipient: str
    state_word: str
    tag: str
    progress: str
    sha256: str
    missing: int
    failure: str
    requested_at: datetime
    requested_by: str
    take_url: str
    sign_url: str  # of the page of its signature; "" = it needs none


def packet_row(packet: Packet) -> PacketRow:
    """Return a packet with what the reader can do."""
    running = packet.state == JobState.RUNNING and packet.expected
    counts = {"written": packet.written, "expected": packet.expected}
    done = packet.state == JobState.DONE
    return PacketRow(
        number=packet.number,
        about=_about(packet),
        about_url=incident_url(packet.incident.number) if packet.incident else "",
        kind_word=_kind(packet),
        profile_word=packet.get_profile_display(),
        recipient=packet.recipient,
        state_word=_state_word(packet),
        tag=TAGS.get(JobState(packet.state), ""),
        progress=_progress(packet, _("已写 %(written)s / %(expected)s 个文件") % counts)
        if running or packet.size
        else "",
        sha256=packet.sha256,
        missing=packet.missing,
        failure=packet.get_failure_display() if packet.failure else "",
        requested_at=packet.requested_at,
        requested_by=packet.requested_by.name,
        take_url=reverse("console:packet-take", args=[packet.number]) if done else "",
        sign_url=reverse("console:packet", args=[packet.number]) if packet.signoff else "",
    )


def _state_word(packet: Packet) -> str:
    if packet.may_be_made:
        return packet.get_state_display()
    waits = packet.signoff is not None and packet.signoff.decision == Decision.PENDING
    return _("待签批") if waits else _("未同意生成")


def _progress(packet: Packet, counts: str) -> str:
    return f"{packet.size / MEGABYTE:.1f} MB" if packet.size else counts


def _about(packet: Packet) -> str:
    if packet.incident is None:
        days = {"first": packet.first_day, "last": packet.last_day}
        return _("%(first)s 至 %(last)s") % days
    return packet.about


def _kind(packet: Packet) -> str:
    if packet.incident is None:
        return _("期间记录")
    return _("通报") if packet.notice else _("事件")
