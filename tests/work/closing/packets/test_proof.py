"""A published hash of a packet that was changed below the application is found."""

from __future__ import annotations

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.closing.packets.models import Packet
from huiying.work.closing.packets.proof import packet_differences
from tests.tampering import triggers_dropped
from tests.work.closing.archive.steps import a_closed_matter
from tests.work.closing.packets.steps import of_incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def packet(yunchuan, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return of_incident(yunchuan, a_closed_matter(yunchuan))[0]


def found(cast):
    return [(one.code, one.params["ref"]) for one in packet_differences(cast.bureau.pk)]


def test_what_was_made_agrees_with_the_record(yunchuan, packet):
    assert found(yunchuan) == []


def test_another_hash_or_none_is_found_by_the_daily_check(yunchuan, packet):
    with triggers_dropped():
        Packet.objects.update(sha256="f" * 64)

    assert found(yunchuan) == [("record.packet_differs", packet.number)]
    checked = check_bureau(yunchuan.bureau.pk, read_files=False)
    assert "record.packet_differs" in {one.code for one in checked.differences}

    with triggers_dropped():
        Packet.objects.all().delete()
    assert found(yunchuan) == [("record.packet_differs", packet.number)]
