"""The practice notice of a new bureau: real channel, real link, counted nowhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message
from huiying.work.casework.notices.actions.practice import LINK_PATH, practice_signed
from huiying.work.casework.notices.models import Notice
from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SEND = "/desk/notices/practice/"


@pytest.fixture(autouse=True)
def _public(settings, time, now):
    settings.PUBLIC_URL = "https://huiying.example/"
    time.set(now)


@pytest.fixture
def desk_channel(yunchuan, now):
    return add_channel(
        bureau=yunchuan.bureau,
        unit=None,
        kind="SMTP",
        name="值班台邮箱",
        target="desk@xinfang.example",
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )


def text(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


def sent_link(yunchuan) -> str:
    signed_in(yunchuan.admin).post(SEND, {"version": 0})
    body = Message.objects.get(subject="【演练】通报").body
    found = re.search(r"https://huiying\.example(/r/\S+/)", body)
    assert found, body
    return found[1]


def test_the_link_of_the_message_is_the_address_of_the_page():
    assert reverse("links:practice", args=["abc-_1"]) == LINK_PATH.format(token="abc-_1")


def test_a_practice_notice_is_signed_once_and_counts_nowhere(yunchuan, desk_channel):
    link = sent_link(yunchuan)
    page = text(Client().get(link))
    assert not practice_signed(yunchuan.bureau.pk)

    signed = text(Client().post(link, {"name": "陈一鸣"}))

    assert "演练，不计时、不计入统计。" in page
    assert "签收，渠道和签收可用" in signed
    assert "签收，渠道和签收可用" in text(Client().get(link))
    assert practice_signed(yunchuan.bureau.pk)
    assert not Notice.objects.exists()
    assert not Clock.objects.exists()
    record = AuditRecord.objects.get(verb="practice.signed")
    assert record.actor_label == "陈一鸣（通过链接）"


def test_without_a_name_nothing_is_signed(yunchuan, desk_channel):
    link = sent_link(yunchuan)

    assert "hy-err" in text(Client().post(link, {"name": " "}), 422)
    assert not practice_signed(yunchuan.bureau.pk)


def test_without_a_channel_the_page_says_what_comes_first(yunchuan):
    answer = signed_in(yunchuan.admin).post(SEND, {"version": 0})

    assert "值班台未配置消息渠道" in answer.content.decode()


def test_the_list_of_links_leaves_practice_out(yunchuan, desk_channel):
    sent_link(yunchuan)

    assert "暂无有效链接。" in text(signed_in(yunchuan.lu).get(reverse("console:open-links")))


def test_the_token_of_practice_opens_no_notice(yunchuan, desk_channel):
    token = sent_link(yunchuan).split("/")[2]

    assert Client().get(reverse("links:receipt", args=[token])).status_code == 404
