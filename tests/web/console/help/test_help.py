"""Help stands on every page, and every part of the console has its own."""

from __future__ import annotations

import pytest
from django.urls import URLResolver, reverse

from huiying.web.console.help.topics import NO_PAGES, TOPICS, topic_of
from huiying.web.console.urls import urlpatterns
from tests.web.clients import signed_in


def routes(patterns, before=""):
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        else:
            yield route


def test_every_part_of_the_console_has_its_help():
    parts = {route.split("/")[0] for route in routes(urlpatterns)} - NO_PAGES

    assert parts == set(TOPICS)


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/desk/", "值班台"),
        ("/desk/incidents/2026-0001/", "事件"),
        ("/desk/nowhere/", "值班台"),
        ("https://elsewhere.example/desk/rules/", "值班台"),
    ],
)
def test_help_is_about_the_page_that_asks(address, title):
    assert topic_of(address).title == title


@pytest.mark.django_db
def test_a_page_leads_to_its_help_in_both_languages(yunchuan):
    client = signed_in(yunchuan.shen)

    assert "/desk/help/?at=/desk/rules/" in client.get("/desk/rules/").content.decode()
    page = client.get(reverse("console:help"), {"at": "/desk/rules/"}).content.decode()
    assert "以近 90 天数据试算" in page
    client.cookies["django_language"] = client.cookies["language"] = "en"
    page = client.get(reverse("console:help"), {"at": "/desk/rules/"}).content.decode()
    assert "tried on the last 90 days" in page
