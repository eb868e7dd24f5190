"""A complete packet of a matter is made when a leader signed, and never by who asked for it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.db.job_rows import JobState
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.jobs.upkeep.packets import PACKETS
from huiying.policy.procedure.stages import Stage
from huiying.work.closing.packets.actions.hand_out import hand_out_packet
from huiying.work.closing.packets.actions.request_packet import About
from huiying.work.closing.packets.actions.sign_packet import PACKET_KIND, decide_packet
from huiying.work.closing.packets.models import Packet, Profile
from huiying.work.closing.packets.signature import packet_hash
from huiying.work.incidents.core.models import Incident
from tests.role_grants import hold
from tests.scenarios.incidents import WATER, incident_of
from tests.work.closing.archive.steps import a_closed_matter
from tests.work.closing.packets.steps import NEXT_DAY, approved, requested

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def packet(yunchuan):
    return requested(yunchuan, About(incident=a_closed_matter(yunchuan)), Profile.COMPLETE)


@pytest.fixture
def second(yunchuan):
    return incident_of(yunchuan, WATER)


def merged(source, target):
    """Fold an incident into another, as far as the rows go."""
    Incident.objects.filter(pk=source.pk).update(merged_into=target, stage=Stage.MERGED)


def returned(packet, officer, reason="对外版即可"):
    decide_packet(
        packet,
        approve=False,
        reason=reason,
        shown_hash=packet_hash(packet),
        officer=officer,
        now=NEXT_DAY,
    )


def test_it_is_not_made_before_a_leader_signed(yunchuan, packet):
    PACKETS.turn(NEXT_DAY)
    packet.refresh_from_db()
    assert packet.state == JobState.QUEUED

    approved(packet, yunchuan.leader)
    PACKETS.turn(NEXT_DAY)

    packet.refresh_from_db()
    assert packet.state == JobState.DONE
    record = AuditRecord.objects.get(verb="packet.approved")
    assert record.data["recipient"] == "云川区人民法院"
    assert record.topic == packet.incident.audit_topic


def test_who_asked_for_it_does_not_sign_it(yunchuan, packet):
    hold(yunchuan.shen, Role.DEPUTY)

    with pytest.raises(Refused):
        approved(packet, yunchuan.shen)


def test_one_that_was_returned_is_never_made_and_may_be_asked_for_again(yunchuan, packet):
    returned(packet, yunchuan.leader)
    PACKETS.turn(NEXT_DAY)

    packet.refresh_from_db()
    assert packet.state == JobState.QUEUED
    assert packet.signoff.decision == Decision.RETURNED
    assert AuditRecord.objects.get(verb="packet.returned").data["reason"] == "对外版即可"
    requested(yunchuan, About(incident=packet.incident), Profile.COMPLETE)


def test_a_leader_who_returns_it_says_why(yunchuan, packet):
    with pytest.raises(Refused):
        returned(packet, yunchuan.leader, reason=" ")


def test_a_leader_signs_what_he_saw(yunchuan, packet):
    with pytest.raises(Stale):
        PACKET_KIND.approve(packet, shown_hash="0" * 64, officer=yunchuan.leader, now=NEXT_DAY)


def test_an_incident_that_is_folded_in_after_the_signature_is_in_no_packet(
    yunchuan, packet, second
):
    approved(packet, yunchuan.leader)
    merged(second, packet.incident)

    PACKETS.turn(NEXT_DAY)

    packet.refresh_from_db()
    assert (packet.state, packet.sha256) == (JobState.FAILED, "")


def test_an_incident_that_is_folded_in_before_the_signature_has_it_asked_for_again(
    yunchuan, packet, second
):
    seen = packet_hash(packet)
    merged(second, packet.incident)

    for shown in (seen, packet_hash(packet)):
        with pytest.raises(Stale, match="并入"):
            PACKET_KIND.approve(packet, shown_hash=shown, officer=yunchuan.leader, now=NEXT_DAY)
    returned(packet, yunchuan.leader)

    approved(
        requested(yunchuan, About(incident=packet.incident), Profile.COMPLETE), yunchuan.leader
    )


def test_a_file_that_was_made_without_a_signature_is_not_handed_out(yunchuan, packet):
    Packet.objects.filter(pk=packet.pk).update(state=JobState.DONE, data_key=b"x")
    packet.refresh_from_db()

    with pytest.raises(Refused, match="签批"):
        hand_out_packet(packet=packet, officer=yunchuan.shen, now=NEXT_DAY)


def test_the_database_does_not_let_a_packet_lose_its_signature(packet):
    with pytest.raises(IntegrityError), transaction.atomic():
        Packet.objects.filter(pk=packet.pk).update(signoff=None)


def test_one_for_outsiders_needs_none(yunchuan):
    packet = requested(yunchuan, About(incident=a_closed_matter(yunchuan)))

    assert packet.signoff is None
    with pytest.raises(Refused, match="无需"):
        returned(packet, yunchuan.leader)
