"""签收 of a petition on screen: by the unit, as the office sees it, behind the signed link."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huiying.base.outbox.models import Message
from huiying.work.petitions.acknowledgement.unit_messages import LINK_PATH
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.periods.actions.object_to import object_to_petition
from tests.factories import T0
from tests.scenarios.petitions import forward, register, submit
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.casework.instructions.test_give import post_box
from tests.work.petitions.periods.steps import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture(autouse=True)
def _clock(time):
    return time


@pytest.fixture
def claim(yunchuan):
    post_box(yunchuan, yunchuan.reception, T0)
    row = register(yunchuan, submit(yunchuan).row, title="来访登记排队过久")
    return forward(yunchuan, row)


def here(name, *args):
    return reverse(f"console:{name}", args=args)


def page_at(client, name, *args, **query):
    return page_of(client.get(here(name, *args), query))


def link_of(row):
    body = Message.objects.filter(about_kind="petition", about_ref=row.number).latest("pk").body
    token = body.rsplit("/r/", 1)[1].split("/")[0]
    address = reverse("links:petition", args=[token])
    assert address == LINK_PATH.format(token=token)
    return address


def test_the_unit_acknowledges_it_and_the_office_sees_when(yunchuan, claim):
    window, shen = signed_in(yunchuan.window), signed_in(yunchuan.shen)
    waits = page_at(shen, "petitions", state="unacknowledged")
    assert claim.number in waits.text
    assert "待签收" in waits.row(claim.number).text
    assert "待签收" in page_at(shen, "petition", claim.number).panel("facts").text
    assert here("petition", claim.number) in page_at(window, "desk")
    assert "签收" in page_at(window, "petition", claim.number).buttons()

    window.post(here("petition-acknowledge", claim.number))

    facts = page_at(shen, "petition", claim.number).panel("facts").text
    assert ("秦以安" in facts, "待签收" in facts) == (True, False)
    assert claim.number not in page_at(shen, "petitions", state="unacknowledged").text
    line = page_at(window, "petitions").row(claim.number)
    assert ("待签收" in line.text, "签收" in line.text) == (False, True)
    assert "签收" not in page_at(window, "petition", claim.number).buttons()


def test_the_office_is_not_offered_it_and_cannot(yunchuan, claim):
    shen = signed_in(yunchuan.shen)
    assert "签收" not in page_at(shen, "petition", claim.number).buttons()
    shen.post(here("petition-acknowledge", claim.number))
    water = signed_in(yunchuan.water)
    assert water.post(here("petition-acknowledge", claim.number)).status_code == 403
    assert Petition.objects.get().acknowledged_at is None


def test_the_office_reminds_the_unit_from_the_page(yunchuan, claim):
    shen, window = signed_in(yunchuan.shen), signed_in(yunchuan.window)
    assert "催办" in page_at(shen, "petition", claim.number).buttons()
    assert "催办" not in page_at(window, "petition", claim.number).buttons()

    answer = shen.post(here("petition-remind", claim.number), follow=True)

    assert "已催办，发送 1 个渠道。" in page_of(answer).text
    assert Message.objects.filter(key__contains=":reminder:").count() == 1


def test_opening_the_link_changes_nothing_and_shows_no_text(claim):
    page = page_of(Client().get(link_of(claim)))
    assert (claim.title in page.text, "窗口说要先撤" in page.text) == (True, False)
    assert Petition.objects.get().acknowledged_at is None


def test_a_person_acknowledges_it_by_the_link(claim):
    address, form = link_of(claim), {"name": "陈一鸣", "version": claim.revision}
    assert "hy-err" in page_of(Client().post(address, {**form, "name": " "}), 422)

    page = page_of(Client().post(address, form, follow=True))

    assert ("陈一鸣（通过链接）已签收" in page.text, "签收人姓名" in page.text) == (True, False)
    assert Petition.objects.get().acknowledged_name == "陈一鸣（通过链接）"
    assert Client().post(address, form).status_code == 409


def test_the_link_ends_when_the_unit_objects(yunchuan, claim):
    address = link_of(claim)
    reason = {"objected": TODAY, "reason": "不属职权", "officer": yunchuan.shen, "now": T0}
    object_to_petition(petition=claim, **reason)

    answer = Client().get(address)

    assert answer.status_code == 410
    assert claim.title not in answer.content.decode()
