"""督办 of a petition on screen: from the leader's words to 销号, on the petition's own page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.supervision.models import Supervision
from huiying.work.petitions.periods.actions.object_to import object_to_petition
from tests.factories import T0
from tests.scenarios.petitions import forward, registered
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.casework.instructions.test_give import post_box
from tests.work.casework.supervision.test_on_petitions import (
    TODAY,
    WORDS,
    instruct,
    supervised,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("2(3)c")]


@pytest.fixture(autouse=True)
def _clock(time, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return time


@pytest.fixture
def claim(yunchuan):
    return forward(yunchuan, registered(yunchuan))


def here(name, *args):
    return reverse(f"console:{name}", args=args)


def page_at(client, name, *args):
    return page_of(client.get(here(name, *args)))


def test_from_the_leaders_words_to_the_second_signature(yunchuan, claim):
    leader, shen = signed_in(yunchuan.leader), signed_in(yunchuan.shen)
    window = signed_in(yunchuan.window)
    page = page_at(leader, "petition", claim.number)
    assert here("instruct-petition", claim.number) in page.panel("instructions")
    asked = page_at(leader, "instruct-petition", claim.number)
    assert ("来访接待科" in asked.text, "区水务局" in asked.text) == (True, False)

    form = {"text": WORDS, "units": [yunchuan.reception.pk], "supervise": "on"}
    leader.post(here("instruct-petition", claim.number), form)
    instruction = Instruction.objects.get()
    shen.post(
        here("supervise", instruction.number),
        {"unit": yunchuan.reception.pk, "demand": "约谈信访人并反馈"},
    )
    row = Supervision.objects.get()

    for client in (leader, shen, window):
        shown = page_at(client, "petition", claim.number)
        assert WORDS in shown.panel("instructions").text
        assert "约谈信访人并反馈" in shown.panel("supervision").text
        item = page_at(client, "supervision", row.number)
        assert (claim.title in item.text, "李晓雪" in item.text) == (True, False)
        assert item.links(claim.number)[0] == here("petition", claim.number)
    window.post(here("supervision-feedback", row.number), {"text": "已约谈，增开窗口。"})
    shen.post(here("supervision-ask", row.number), {"text": "属实"})
    page = page_at(leader, "supervision", row.number)
    leader.post(here("supervision-sign", row.number), {"hash": page.field("hash")})

    row.refresh_from_db()
    assert row.state == "CLOSED"
    assert "已销号" in page_at(shen, "petition", claim.number).panel("supervision").text


def test_the_office_opens_one_of_a_late_petition_from_its_page(yunchuan, claim, time):
    shen = signed_in(yunchuan.shen)
    assert not page_at(shen, "petition", claim.number).has_panel("supervision")
    time.set(T0 + timedelta(days=16))
    page = page_at(shen, "petition", claim.number)
    assert here("supervise-petition", claim.number) in page.panel("supervision")

    form = {"unit": yunchuan.reception.pk, "demand": "说明逾期原因"}
    shen.post(here("supervise-petition", claim.number), form)

    panel = page_at(shen, "petition", claim.number).panel("supervision")
    assert f"信访事项 {claim.number} 超时" in panel.text
    assert here("supervise-petition", claim.number) not in panel


def test_another_unit_and_who_sees_no_petition_see_none_of_it(yunchuan, claim):
    row = supervised(yunchuan, claim)
    for officer in (yunchuan.water, yunchuan.speaker, yunchuan.auditor):
        client = signed_in(officer)
        assert client.get(here("supervision", row.number)).status_code == 403
        assert client.get(here("instruction", row.instruction.number)).status_code == 403
        found = client.get(here("search"), {"q": row.number})
        assert row.demand not in page_of(found).text
    lists = signed_in(yunchuan.speaker).get(here("supervisions"))
    assert row.number not in page_of(lists).text


def test_one_of_a_unit_that_objected_says_so_and_offers_the_new_unit(yunchuan, claim):
    row = supervised(yunchuan, claim)
    reason = {"objected": TODAY, "reason": "不属职权", "officer": yunchuan.shen, "now": T0}
    object_to_petition(petition=claim, **reason)
    forward(yunchuan, claim, unit=yunchuan.waterworks)
    shen = signed_in(yunchuan.shen)

    page = page_at(shen, "supervision", row.number)

    assert "该信访事项已不由来访接待科办理。" in page.text
    offered = page_at(shen, "supervision-reassign", row.number).text
    assert ("区水务局" in offered, "网上信访科" in offered) == (True, False)
    assert signed_in(yunchuan.window).get(here("supervision", row.number)).status_code == 403


def test_the_signed_link_shows_the_title_while_the_unit_handles_it(yunchuan, claim):
    post_box(yunchuan, yunchuan.reception, T0)
    row = supervised(yunchuan, claim)
    body = row.bureau.message_set.filter(about_kind="supervision").get().body
    token = body.rsplit("/r/", 1)[1].split("/")[0]
    address = reverse("links:supervision", args=[token])
    assert claim.title in page_of(Client().get(address)).text

    reason = {"objected": TODAY, "reason": "不属职权", "officer": yunchuan.shen, "now": T0}
    object_to_petition(petition=claim, **reason)

    answer = Client().get(address)
    assert answer.status_code == 404
    assert claim.title not in answer.content.decode()


def test_the_page_of_a_petition_asks_no_more_of_many_items(yunchuan, claim):
    client = signed_in(yunchuan.shen)
    supervised(yunchuan, claim)
    client.get(here("petition", claim.number))

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(here("petition", claim.number))
        return len(seen)

    one = queries()
    for _n in range(3):
        instruct(yunchuan, claim)
        supervised(yunchuan, claim)
    assert queries() == one
