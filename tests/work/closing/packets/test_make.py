"""A packet is whole or not there: made, failed, killed, dropped."""

from __future__ import annotations

import errno
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.db.job_rows import JobFailure, JobState
from huiying.jobs import clock
from huiying.jobs.upkeep import made_files, packages
from huiying.jobs.upkeep.packets import PACKETS
from huiying.work.closing.packets import package
from huiying.work.closing.packets.actions.make import (
    drop_packet,
    fail_packet,
    finish_packet,
)
from huiying.work.closing.packets.actions.request_packet import About
from huiying.work.closing.packets.models import Packet
from tests.work.closing.archive.steps import a_closed_matter
from tests.work.closing.packets.steps import NEXT_DAY, of_incident, requested

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "packets"


@pytest.fixture
def packet(yunchuan):
    return requested(yunchuan, About(incident=a_closed_matter(yunchuan)))


def running(packet):
    Packet.objects.filter(pk=packet.pk).update(state=JobState.RUNNING)
    packet.refresh_from_db()
    return packet


def done(packet):
    return finish_packet(
        packet,
        sha256="a" * 64,
        size=9,
        data_key=b"key",
        missing=0,
        now=NEXT_DAY,
        real_now=clock.real_now(),
    )


def test_one_that_was_given_up_is_not_finished_any_more(packet):
    running(packet)
    fail_packet(
        packet,
        failure=JobFailure.BROKEN_OFF,
        now=NEXT_DAY,
        real_now=clock.real_now(),
    )

    assert not done(packet)
    assert Packet.objects.get().failure == JobFailure.BROKEN_OFF
    assert not AuditRecord.objects.filter(verb="packet.made").exists()


def test_a_dropped_packet_keeps_its_hash_and_loses_its_key(packet):
    done(running(packet))

    drop_packet(packet, now=NEXT_DAY)
    drop_packet(packet, now=NEXT_DAY)

    row = Packet.objects.get()
    assert (row.state, row.sha256, row.data_key) == (JobState.DROPPED, "a" * 64, None)
    assert AuditRecord.objects.filter(verb="packet.dropped").count() == 1


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (OSError(errno.ENOSPC, "full"), JobFailure.NO_ROOM),
        (ValueError("broken"), JobFailure.NOT_WRITTEN),
    ],
)
def test_what_fails_on_the_way_leaves_no_file(packet, folder, monkeypatch, error, failure):
    def fails(*_args):
        raise error

    monkeypatch.setattr(package, "proven_records", fails)

    PACKETS.turn(NEXT_DAY)

    packet.refresh_from_db()
    assert (packet.state, packet.failure) == (JobState.FAILED, failure)
    assert not list(folder.iterdir())


def test_a_packet_whose_process_was_killed_says_so_and_can_be_asked_for_again(
    yunchuan, packet, monkeypatch
):
    running(packet)
    monkeypatch.setattr(packages, "was_killed", lambda _row, _still: True)

    PACKETS.turn(NEXT_DAY)

    packet.refresh_from_db()
    assert packet.failure == JobFailure.BROKEN_OFF
    assert requested(yunchuan, About(incident=packet.incident)).state == JobState.QUEUED


def test_a_file_is_deleted_after_its_days(yunchuan, folder, monkeypatch):
    packet, _data = of_incident(yunchuan, a_closed_matter(yunchuan))
    assert list(folder.iterdir())
    later = clock.real_now() + made_files.DAYS + timedelta(minutes=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    PACKETS.turn(NEXT_DAY)

    packet.refresh_from_db()
    assert (packet.state, list(folder.iterdir())) == (JobState.DROPPED, [])
