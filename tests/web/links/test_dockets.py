"""The signed link of a docket: it shows the claim, takes one answer, and confirms nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message
from huiying.work.casework.verification.actions.ask_verification import LINK_LIFETIME, LINK_PATH
from huiying.work.casework.verification.actions.confirm_finding import (
    return_finding,
    withdraw_verification,
)
from huiying.work.casework.verification.models import DocketState
from tests.scenarios.incidents import WATER, docket_of, incident_of, restart_workers
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
ANSWER = {
    "post": "水质科值班",
    "finding": "FALSE",
    "facts": "没有此事。",
    "words": "检修工单",
    "link": "",
    "snapshot": "",
    "expires": "2026-12-24",
    "version": "0",
}


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=6))


@pytest.fixture
def docket(yunchuan, now, settings):
    settings.PUBLIC_URL = "https://huiying.example/"
    add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind="SMTP",
        name="水务局邮箱",
        target="duty@shuiwu.example",
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )
    return docket_of(yunchuan, incident_of(yunchuan, WATER), now=now)


def newest_address() -> str:
    body = Message.objects.filter(about_kind="docket").latest("pk").body
    return re.search(r"https?://[^/]+(/v/\S+/)", body)[1]


@pytest.fixture
def address(docket) -> str:
    return newest_address()


def test_the_path_of_the_message_is_an_address_of_the_product():
    assert reverse("questions:answer", args=["TOKEN"]) == LINK_PATH.format(token="TOKEN")


@pytest.mark.clause("5e")
def test_an_agency_without_an_account_answers_once_and_somebody_confirms(
    docket, address, yunchuan
):
    stranger = Client()
    asked = page_of(stranger.get(address)).text
    got = stranger.post(address, ANSWER)
    twice = stranger.post(address, ANSWER)

    docket.refresh_from_db()
    assert docket.claim in asked
    assert "已收到答复" in page_of(got).text
    assert docket.state == DocketState.FOUND
    assert docket.findings.get().by_label == "区水务局 · 水质科值班"
    assert twice.status_code == 410
    assert docket.findings.count() == 1


def test_a_scanner_that_opens_the_link_changes_nothing(docket, address):
    for _time in range(3):
        assert Client().get(address).status_code == 200

    docket.refresh_from_db()
    assert docket.state == DocketState.ASKED


def test_a_forwarded_link_shows_the_claim_alone(docket, address):
    page = page_of(Client().get(address)).text

    incident = docket.serves.get().incident
    assert incident.title not in page
    assert "请勿转发" in page


def test_what_came_by_a_forwarded_link_is_sent_back_and_answered_anew(
    docket, address, yunchuan, now
):
    Client().post(address, ANSWER | {"post": "不知是谁"})
    docket.refresh_from_db()
    return_finding(
        docket=docket,
        reason="不是贵局答复",
        officer=yunchuan.shen,
        now=now + timedelta(hours=1),
    )

    fresh = newest_address()
    again = Client().post(fresh, ANSWER | {"version": str(docket.revision)})

    assert fresh != address
    assert Client().get(address).status_code == 410
    assert again.status_code == 200
    assert docket.findings.count() == 2
    assert AuditRecord.objects.filter(verb="link.used").count() == 2


def test_an_answer_that_is_refused_does_not_use_the_link_up(docket, address):
    refused = Client().post(address, ANSWER | {"words": ""})
    taken = Client().post(address, ANSWER)

    assert refused.status_code == 409
    assert "无证据的，只能答复“无法核实”" in page_of(refused, 409).text
    assert taken.status_code == 200
    docket.refresh_from_db()
    assert docket.state == DocketState.FOUND


def test_a_withdrawn_question_and_an_old_link_cannot_be_answered(
    docket, address, yunchuan, now, time
):
    withdraw_verification(docket=docket, reason="问错", officer=yunchuan.lu, now=now)
    assert Client().post(address, ANSWER).status_code == 410

    time.set(now + LINK_LIFETIME + timedelta(days=1))
    assert Client().get(address).status_code == 410
    assert Client().get("/v/nothing/").status_code == 404


def test_a_link_of_a_question_is_no_link_of_a_notice(docket, address):
    token = address.split("/")[2]

    assert Client().get(reverse("links:receipt", args=[token])).status_code == 404
