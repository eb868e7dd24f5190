"""解决了吗: anybody says whether an answer helped; a count grows, nothing else is kept."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiying.work.responses.effect.actions.count_help import count_help
from huiying.work.responses.effect.models import HelpCount
from tests.work.responses import desk


@pytest.fixture
def out(yunchuan, now):
    return desk.published(yunchuan, now)


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True)


def at(release):
    return reverse("portal:helped", args=["yunchuan", release.answer.number])


def answer_at(release):
    return reverse("portal:answer", args=["yunchuan", release.answer.number])


def token_of(reader, release):
    page = reader.get(at(release)).content.decode()
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def say(reader, release, word="yes", token=None, **headers):
    token = token or token_of(reader, release)
    return reader.post(at(release), {"word": word, "csrfmiddlewaretoken": token}, **headers)


def counts():
    return [(row.yes, row.no) for row in HelpCount.objects.all()]


def test_an_answer_asks_and_its_page_holds_no_token(reader, out):
    response = reader.get(answer_at(out))

    page = response.content.decode()
    assert "这个回答解决您的疑问了吗？" in page
    assert f"{at(out)}?word=no" in page
    assert "csrfmiddlewaretoken" not in page
    assert not response.cookies


def test_the_page_of_the_form_is_kept_by_no_cache(reader, out):
    response = reader.get(at(out), {"word": "no"})

    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert set(response.cookies) == {"csrftoken"}
    assert 'value="no" checked' in response.content.decode()


def test_yes_and_no_are_counted_and_no_leads_on(reader, out):
    say(reader, out, "yes")
    response = say(reader, out, "no")

    assert counts() == [(1, 1)]
    page = reader.get(response["Location"]).content.decode()
    assert "记下了：没有解决" in page
    assert reverse("portal:reach", args=["yunchuan"]) in page


def test_a_form_pressed_twice_counts_once(reader, out):
    token = token_of(reader, out)

    say(reader, out, token=token)
    again = say(reader, out, token=token)

    assert again.status_code == 302
    assert counts() == [(1, 0)]


def test_another_site_cannot_count(out):
    response = Client(enforce_csrf_checks=True).post(at(out), {"word": "yes"})

    assert response.status_code == 403
    assert counts() == []


def test_one_network_cannot_fill_the_count(reader, out):
    for _time in range(3):
        say(reader, out)

    response = say(reader, out)

    assert response.status_code == 429
    assert "没有数进去" in response.content.decode()
    assert counts() == [(3, 0)]
    say(reader, out, REMOTE_ADDR="203.0.113.9")
    assert counts() == [(4, 0)]


def test_anything_else_is_not_counted(reader, out):
    response = say(reader, out, "perhaps")

    assert response.status_code == 200
    assert counts() == []


def test_counts_stand_beside_the_answer_from_the_next_day_and_five_on(client, out, now, time):
    for _time in range(6):
        count_help(release=out, helped=True, now=now)
    for _time in range(5):
        count_help(release=out, helped=False, now=now)
    assert "截至昨天" not in client.get(answer_at(out)).content.decode()

    time.set(now + timedelta(days=1))

    assert "解决了 6 次，没有解决 5 次" in client.get(answer_at(out)).content.decode()
    figures = client.get("/b/yunchuan/open/figures.json").json()["figures"]
    assert (figures["helped.yes"], figures["helped.no"]) == (6, 5)


def test_an_older_version_does_not_ask(client, yunchuan, out, now):
    desk.corrected(yunchuan, out, now)

    old = reverse("portal:version", args=["yunchuan", out.answer.number, 1])

    assert "解决您的疑问" not in client.get(old).content.decode()
    assert "解决您的疑问" in client.get(answer_at(out)).content.decode()


def test_there_is_nothing_to_say_of_an_answer_that_is_none(reader, out):
    assert reader.get(at(out).replace(out.answer.number, "A2026-9999")).status_code == 404
