"""Evidence packets on screen: asked for, made, taken; how a notice arrived."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.record import record
from huiying.base.outbox.models import ChannelKind, Message, MessageState
from huiying.jobs.upkeep.packets import PACKETS
from huiying.web.console.shared.incident_parts import part_url
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.models import Notice
from huiying.work.closing.packets.models import Packet, Profile
from huiying.work.closing.packets.signature import packet_hash
from huiying.work.incidents.recusals.models import Recusal
from tests.factories import T0
from tests.scenarios.incidents import incident_of
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.closing.archive.steps import LATER, a_closed_matter
from tests.work.closing.packets.steps import NEXT_DAY, published, verified

pytestmark = pytest.mark.django_db

LIST = "/desk/packets/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def incident(yunchuan, time):
    incident = a_closed_matter(yunchuan)
    time.set(NEXT_DAY)
    freeze_day_heads(NEXT_DAY)
    return incident


def asked(client, incident, **more):
    form = {"recipient": "云川区人民法院", "profile": Profile.OUTSIDE, **more}
    return client.post(reverse("console:packet-incident", args=[incident.number]), form)


def taken(client, packet):
    answer = client.post(reverse("console:packet-take", args=[packet.number]))
    return answer, b"".join(answer.streaming_content) if answer.streaming else b""


def test_a_packet_is_asked_for_on_the_incident_page_made_and_taken(
    yunchuan, incident, tmp_path
):
    office = signed_in(yunchuan.shen)
    page = page_of(office.get(reverse("console:incident", args=[incident.number])))
    assert "证据包…" in page.text

    assert asked(office, incident).status_code == 302
    packet = Packet.objects.get()
    assert taken(office, packet)[0].status_code == 302  # nothing to take yet
    PACKETS.turn(NEXT_DAY)
    listed = page_of(office.get(LIST)).panel("packets").text
    answer, body = taken(office, packet)

    assert packet.number in listed
    assert "云川区人民法院" in listed
    assert int(answer["Content-Length"]) == len(body)
    assert verified(body, tmp_path, published(yunchuan))[0] == 0
    (record,) = AuditRecord.objects.filter(verb="packet.handed_out")
    assert record.data["recipient"] == "云川区人民法院"


def test_whom_it_is_for_must_be_named(yunchuan, incident):
    answer = asked(signed_in(yunchuan.shen), incident, recipient=" ")

    assert answer.status_code in {200, 422}
    assert not Packet.objects.exists()


def test_the_same_packet_is_not_made_twice_at_once(yunchuan, incident):
    office = signed_in(yunchuan.shen)
    asked(office, incident)

    answer = office.post(
        reverse("console:packet-incident", args=[incident.number]),
        {"recipient": "市信访局", "profile": Profile.OUTSIDE},
        follow=True,
    )

    assert "正在生成" in answer.content.decode()
    assert Packet.objects.count() == 1


def test_who_reads_the_record_exports_days_that_are_over_and_no_matter(yunchuan, incident):
    auditor = signed_in(yunchuan.auditor)
    first = LATER.date() - timedelta(days=2)
    form = {"recipient": "区审计局", "first_day": first, "last_day": LATER.date()}
    today = {**form, "last_day": NEXT_DAY.date() + timedelta(days=1)}

    assert "昨天或更早" in auditor.post("/desk/packets/period/", today).content.decode()
    assert auditor.post("/desk/packets/period/", form).status_code == 302

    PACKETS.turn(NEXT_DAY)
    packet = Packet.objects.get()
    assert packet.profile == Profile.COMPLETE
    assert taken(auditor, packet)[0].status_code == 200
    assert asked(auditor, incident).status_code == 403
    assert (
        signed_in(yunchuan.shen)
        .post(reverse("console:packet-take", args=[packet.number]))
        .status_code
        == 403
    )


def test_who_keeps_out_of_a_matter_sees_no_packet_of_it(yunchuan, incident):
    asked(signed_in(yunchuan.shen), incident)
    packet = Packet.objects.get()
    Recusal.objects.create(
        bureau=yunchuan.bureau,
        incident=incident,
        officer=yunchuan.shen,
        reason="与当事人有利害关系",
        by=yunchuan.leader,
        at=NEXT_DAY,
    )
    office = signed_in(yunchuan.shen)

    assert packet.number not in page_of(office.get(LIST)).panel("packets").text
    assert taken(office, packet)[0].status_code == 403


def test_a_name_is_not_searched_for_among_packets(yunchuan, incident):
    asked(signed_in(yunchuan.shen), incident)

    page = signed_in(yunchuan.shen).get(LIST, {"q": "13812345678"}).content.decode()

    assert "可按编号、单位或事项关键词重新搜索" in page


def test_what_was_sealed_since_is_not_handed_out(yunchuan, incident):
    office = signed_in(yunchuan.shen)
    asked(office, incident)
    PACKETS.turn(NEXT_DAY)
    with transaction.atomic():
        record(incident, "release.sealed", yunchuan.leader, NEXT_DAY)

    answer = office.post(
        reverse("console:packet-take", args=[Packet.objects.get().number]), follow=True
    )

    assert "请重新生成" in answer.content.decode()
    PACKETS.turn(NEXT_DAY)
    assert Packet.objects.get().state == "DROPPED"


def test_the_delivery_of_a_notice_is_shown_minute_by_minute(yunchuan, incident):
    notice = Notice.objects.filter(incident=incident).first()
    channel = yunchuan.waterworks.channel_set.create(
        bureau=yunchuan.bureau, kind=ChannelKind.SMTP, name="水务邮箱", target="a@example.org"
    )
    Message.objects.create(
        bureau=yunchuan.bureau,
        channel=channel,
        key="notice-mail",
        subject="通报",
        body="通报",
        about_kind="notice",
        about_ref=notice.number,
        state=MessageState.HANDED_OVER,
        queued_at=notice.sent_at,
        next_try_at=notice.sent_at,
        handed_over_at=notice.sent_at,
    )
    address = reverse("console:notice-delivery", args=[notice.number])

    steps = page_of(signed_in(yunchuan.lu).get(address)).panel("steps")

    assert "电子邮件已交出" in steps.text
    assert "转发方接收不算送达" in steps.text
    assert "送达，通报时限到此为止" in steps.text


def test_a_unit_sees_the_delivery_of_its_own_notices_alone(yunchuan, time):
    incident = incident_of(yunchuan)
    time.set(T0)
    notices = {
        unit: notify_unit(
            incident=incident, unit=unit, guidance="请核实。", officer=yunchuan.lu, now=T0
        )
        for unit in (yunchuan.reception, yunchuan.waterworks)
    }
    own = reverse("console:notice-delivery", args=[notices[yunchuan.waterworks].number])
    other = reverse("console:notice-delivery", args=[notices[yunchuan.reception].number])
    unit, desk = signed_in(yunchuan.water), signed_in(yunchuan.lu)

    assert [unit.get(one).status_code for one in (own, other)] == [200, 403]
    assert [desk.get(one).status_code for one in (own, other)] == [200, 200]
    assert (
        unit.get(
            reverse("console:notice", args=[notices[yunchuan.reception].number])
        ).status_code
        == 403
    )
    for client, linked in ((unit, [True, False]), (desk, [True, True])):
        page = client.get(part_url(incident.number, "notices")).content.decode()
        assert [one in page for one in (own, other)] == linked


def test_the_public_page_offers_the_program_that_checks(yunchuan, client):
    page = client.get(f"/b/{yunchuan.bureau.slug}/record/").content.decode()
    program = client.get(f"/b/{yunchuan.bureau.slug}/record/verify_packet.py")

    assert "核对证据包" in page
    assert program["Content-Disposition"] == 'attachment; filename="verify_packet.py"'
    assert b"".join(program).startswith(b"#!/usr/bin/env python3")


def test_a_complete_packet_is_signed_by_a_leader_on_the_page_that_the_list_names(
    yunchuan, incident
):
    office, leader = signed_in(yunchuan.shen), signed_in(yunchuan.leader)
    asked(office, incident, profile=Profile.COMPLETE)
    packet = Packet.objects.get()
    address = reverse("console:packet", args=[packet.number])

    waiting = page_of(leader.get(reverse("console:desk")))
    shown = page_of(leader.get(address))
    own = page_of(office.get(address))
    leader.post(
        reverse("console:packet-approve", args=[packet.number]), {"hash": packet_hash(packet)}
    )
    PACKETS.turn(NEXT_DAY)

    assert "完整版证据包，待签批" in waiting.text
    assert "同意生成" in shown.text
    assert "同意生成" not in own.text
    assert taken(office, packet)[1]


def test_a_packet_that_a_leader_returned_says_so_in_the_list(yunchuan, incident):
    office, leader = signed_in(yunchuan.shen), signed_in(yunchuan.leader)
    asked(office, incident, profile=Profile.COMPLETE)
    packet = Packet.objects.get()

    leader.post(
        reverse("console:packet-return", args=[packet.number]),
        {"hash": packet_hash(packet), "reason": "对外版即可"},
    )

    assert "未同意生成" in page_of(office.get(LIST)).panel("packets").text
    assert (
        "对外版即可"
        in page_of(office.get(reverse("console:packet", args=[packet.number]))).text
    )
