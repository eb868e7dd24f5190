"""A packet is asked for by who names its recipient, of days that are over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.closing.packets.actions.request_packet import About, request_packet
from huiying.work.closing.packets.models import Packet, Profile
from tests.work.closing.archive.steps import a_closed_matter
from tests.work.closing.packets.steps import NEXT_DAY, requested

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def test_the_record_names_what_it_is_about_and_for_whom(yunchuan):
    incident = a_closed_matter(yunchuan)

    packet = requested(yunchuan, About(incident=incident))

    assert (packet.number, packet.about) == ("ZJ2026-0001", incident.number)
    record = AuditRecord.objects.get(verb="packet.requested")
    assert record.topic == incident.audit_topic
    assert record.data["recipient"] == "云川区人民法院"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (DAY, DAY - timedelta(days=1), "早于"),
        (DAY, NEXT_DAY.date() + timedelta(days=1), "昨天"),
        (DAY - timedelta(days=400), DAY, "分次"),
    ],
)
def test_an_impossible_period_is_refused(yunchuan, first, last, words):
    with pytest.raises(Refused, match=words):
        requested(yunchuan, About(first_day=first, last_day=last), Profile.COMPLETE)


def test_a_period_without_a_record_under_a_head_is_refused(yunchuan):
    with pytest.raises(Refused, match="不能证明"):
        requested(yunchuan, About(first_day=DAY, last_day=DAY), Profile.COMPLETE)


def test_nobody_is_no_recipient(yunchuan):
    with pytest.raises(Refused, match="交给谁"):
        request_packet(
            about=About(first_day=DAY, last_day=DAY),
            profile=Profile.COMPLETE,
            recipient="  ",
            officer=yunchuan.shen,
            now=NEXT_DAY,
        )


def test_while_one_is_being_made_an_equal_one_is_refused_and_another_is_not(yunchuan):
    incident = a_closed_matter(yunchuan)
    requested(yunchuan, About(incident=incident))

    with pytest.raises(Refused, match="正在生成"):
        requested(yunchuan, About(incident=incident))
    requested(yunchuan, About(incident=incident), Profile.COMPLETE)

    assert Packet.objects.count() == 2


def test_for_whom_it_was_is_not_changed_afterwards(yunchuan):
    packet = requested(yunchuan, About(incident=a_closed_matter(yunchuan)))

    with pytest.raises(IntegrityError), transaction.atomic():
        Packet.objects.filter(pk=packet.pk).update(recipient="另一个单位")
