"""回避 on screen: an officer keeps out of a petition, and a leader lets him handle it again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.work.casework.references.actions.join_petition import join_petition
from huiying.work.petitions.recusals.actions.recuse import recuse_from_petition
from huiying.work.petitions.recusals.models import PetitionRecusal
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.petitions import forward, register, submit
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("2(3)c")]


@pytest.fixture(autouse=True)
def _clock(time):
    return time


@pytest.fixture
def claim(yunchuan):
    row = register(yunchuan, submit(yunchuan).row, title="来访登记排队过久")
    return forward(yunchuan, row)


def here(name, *args):
    return reverse(f"console:{name}", args=args)


def page_at(client, name, *args):
    return page_of(client.get(here(name, *args)))


def keep_out(petition, who, by):
    return recuse_from_petition(petition=petition, who=who, reason="相识", officer=by, now=T0)


@pytest.mark.parametrize("name", ["lu", "window"])
def test_who_keeps_himself_out_is_led_to_the_list_and_sees_it_no_more(yunchuan, claim, name):
    who = getattr(yunchuan, name)
    client = signed_in(who)
    assert here("petition-recuse", claim.number) in page_at(client, "petition", claim.number)
    form = page_at(client, "petition-recuse", claim.number)
    assert "程望舒" not in form.text, "who does not lead keeps out nobody but himself"

    answer = client.post(
        here("petition-recuse", claim.number), {"who": who.pk, "reason": "亲属"}
    )

    assert answer.url == here("petitions")
    assert claim.title not in page_at(client, "petitions").text
    assert client.get(here("petition", claim.number)).status_code == 403
    assert claim.title not in page_at(client, "desk").text


def test_a_leader_keeps_another_out_and_lets_him_again(yunchuan, claim):
    leader, lu = signed_in(yunchuan.leader), signed_in(yunchuan.lu)
    form = {"who": yunchuan.lu.pk, "reason": "与信访人有利害关系"}
    leader.post(here("petition-recuse", claim.number), form)
    assert lu.get(here("petition", claim.number)).status_code == 403
    row = PetitionRecusal.objects.get()
    shown = page_at(leader, "petition", claim.number)
    assert "陆知远已回避" in shown.panel("facts").text
    assert here("petition-recusal-end", row.pk) in shown

    leader.post(here("petition-recusal-end", row.pk))

    assert lu.get(here("petition", claim.number)).status_code == 200
    assert "陆知远已回避" not in page_at(leader, "petition", claim.number).text


def test_nobody_lets_himself_or_is_offered_to(yunchuan, claim):
    row = keep_out(claim, yunchuan.lu, yunchuan.leader)
    assert here("petition-recusal-end", row.pk) not in page_at(
        signed_in(yunchuan.shen), "petition", claim.number
    )
    own = keep_out(claim, yunchuan.cheng, yunchuan.leader)
    assert (
        signed_in(yunchuan.cheng).post(here("petition-recusal-end", own.pk)).status_code == 403
    )
    assert PetitionRecusal.objects.filter(ended_at__isnull=True).count() == 2


def test_the_incident_that_it_joined_names_it_to_him_without_its_title(yunchuan, claim):
    restart_workers()
    incident = incident_of(yunchuan, WATER)
    join_petition(incident=incident, petition=claim, officer=yunchuan.shen, now=T0)
    client = signed_in(yunchuan.lu)
    address = here("incident", incident.number) + "?tab=handling"
    assert claim.title in page_of(client.get(address)).text
    keep_out(claim, yunchuan.lu, yunchuan.leader)

    page = page_of(client.get(address)).text

    assert (claim.title in page, "您已回避该信访事项" in page) == (False, True)
