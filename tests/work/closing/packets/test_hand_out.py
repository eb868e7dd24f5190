"""A packet is handed out on record, and not once something in it was taken away."""

from __future__ import annotations

import pytest
from django.db import transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.closing.packets.actions.hand_out import hand_out_packet
from huiying.work.closing.packets.actions.request_packet import About
from tests.work.closing.archive.steps import a_closed_matter
from tests.work.closing.packets.steps import NEXT_DAY, of_incident, requested

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_who_took_it_for_whom_stands_in_the_record_with_its_hash(yunchuan):
    packet, _data = of_incident(yunchuan, a_closed_matter(yunchuan))

    hand_out_packet(packet=packet, officer=yunchuan.shen, now=NEXT_DAY)

    row = AuditRecord.objects.get(verb="packet.handed_out")
    assert row.data == {
        "hash": packet.sha256,
        "size": packet.size,
        "recipient": "云川区人民法院",
    }


def test_one_that_is_not_made_is_not_handed_out(yunchuan):
    packet = requested(yunchuan, About(incident=a_closed_matter(yunchuan)))

    with pytest.raises(Refused, match="尚未生成"):
        hand_out_packet(packet=packet, officer=yunchuan.shen, now=NEXT_DAY)


@pytest.mark.parametrize("verb", ["release.sealed", "draft.withheld", "file.erased"])
def test_one_of_which_words_were_taken_away_since_is_not_handed_out(yunchuan, verb):
    incident = a_closed_matter(yunchuan)
    packet, _data = of_incident(yunchuan, incident)
    with transaction.atomic():
        record(incident, verb, yunchuan.leader, NEXT_DAY)

    with pytest.raises(Refused, match="重新生成"):
        hand_out_packet(packet=packet, officer=yunchuan.shen, now=NEXT_DAY)

    assert not AuditRecord.objects.filter(verb="packet.handed_out").exists()
