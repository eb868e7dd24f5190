"""登录情况: where and when an officer is signed in; who tried his password."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import PASSWORD
from tests.web.page import page_of

pytestmark = pytest.mark.django_db

PAGE = "/desk/settings/sign-ins/"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/141.0 Safari/537.36 Edg/141.0"


@pytest.fixture(autouse=True)
def _counted(settings):
    settings.AXES_ENABLED = True


def entered(officer, password=PASSWORD, **more):
    client = Client(HTTP_USER_AGENT=EDGE, **more)
    client.post("/accounts/login/", {"login": officer.username, "password": password})
    return client


def test_an_officer_sees_his_sessions_and_ends_the_others(yunchuan):
    lost = entered(yunchuan.lu, REMOTE_ADDR="198.51.100.7")
    here = entered(yunchuan.lu, REMOTE_ADDR="192.0.2.9")

    shown = page_of(here.get(PAGE)).panel("sessions").text
    assert "198.51.100.7" in shown
    assert "Edge · Windows" in shown
    assert "本会话" in shown

    here.post(f"{PAGE}end/")

    assert here.get(PAGE).status_code == 200
    assert lost.get(PAGE).status_code == 302
    assert "198.51.100.7" not in page_of(here.get(PAGE)).panel("sessions").text


def test_who_signs_in_reads_when_he_did_before_and_how_often_it_was_tried_since(yunchuan):
    entered(yunchuan.lu, REMOTE_ADDR="192.0.2.9")
    for _ in range(2):
        entered(yunchuan.lu, password="wrong", REMOTE_ADDR="203.0.113.5")

    here = entered(yunchuan.lu, REMOTE_ADDR="192.0.2.9")
    words = here.get("/desk/").content.decode()

    assert "上次登录" in words
    assert "192.0.2.9" in words
    assert "输错口令 2 次" in words
    assert "203.0.113.5" in page_of(here.get(PAGE)).panel("failures").text


def test_nobody_sees_or_ends_the_sessions_of_another(yunchuan):
    entered(yunchuan.lu, REMOTE_ADDR="198.51.100.7")
    other = entered(yunchuan.shen, REMOTE_ADDR="192.0.2.9")

    assert "198.51.100.7" not in other.get(PAGE).content.decode()


def test_of_too_many_sessions_the_oldest_ends(yunchuan):
    clients = [entered(yunchuan.lu) for _ in range(6)]

    assert [one.get(PAGE).status_code for one in clients] == [302] + [200] * 5
