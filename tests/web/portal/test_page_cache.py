"""The ASGI door answers readers from copies, and passes everything else on to Django."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from huiying.web.portal import page_cache
from huiying.web.portal.page_cache import CachedPagesHandler
from huiying.work.responses.core.edition import bump_public_edition
from tests.work.responses import desk

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/b/yunchuan/"


@pytest.fixture(autouse=True)
def _no_connection_left_open(monkeypatch):
    """A thread of the pool keeps its connection while the server lives; here it must go."""
    holds = page_cache._holds

    def and_close(copy):
        try:
            return holds(copy)
        finally:
            # SQLite's own way leaves a database in memory open.
            BaseDatabaseWrapper.close(connections["default"])

    monkeypatch.setattr(page_cache, "_holds", and_close)


async def _django(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"made anew"})


def ask(path=PAGE, method="GET", kind="http", **headers):
    """Return (status, headers, body) as a server that speaks ASGI would get them."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
    }
    async_to_sync(CachedPagesHandler(_django))(scope, None, send)
    start, body = sent
    return start["status"], dict(start["headers"]), body["body"]


@pytest.fixture
def page(client, yunchuan, time):
    """A page that was just asked for: a copy of it holds until the hour is over."""
    desk.published(yunchuan, time.now)
    return client.get(PAGE)


def test_a_copy_is_answered_whole_without_django(page):
    status, headers, body = ask()

    assert (status, body) == (200, page.content)
    assert headers[b"ETag"] == page["ETag"].encode()
    assert headers[b"Content-Security-Policy"] == page["Content-Security-Policy"].encode()


def test_who_holds_this_very_copy_is_told_that_nothing_changed(page):
    status, _headers, body = ask(if_none_match=page["ETag"])

    assert (status, body) == (304, b"")


def test_a_copy_that_is_no_longer_true_is_never_answered(page, yunchuan):
    bump_public_edition(yunchuan.bureau.pk)

    assert ask()[0] == 299


def test_a_database_that_does_not_answer_is_left_to_django(page, monkeypatch):
    def broken(_bureau_id):
        raise OperationalError("gone")

    monkeypatch.setattr(page_cache, "public_state", broken)

    assert ask()[0] == 299


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "POST"},
        {"path": "/b/yunchuan/never-seen/"},
        {"cookie": "sessionid=somebody"},
        {"accept_language": "en"},
    ],
)
def test_everything_else_is_for_django(page, asked):
    assert ask(**asked)[0] == 299


# The front page ------------------------------------------------------------------------------


@pytest.fixture
def front(client, page):
    """The front page of a single bureau, which was just asked for."""
    return client.get("/")


def test_the_front_page_is_answered_from_a_copy_like_any_other(front):
    status, _headers, body = ask("/")

    assert (status, body) == (200, front.content)


def test_a_correction_shows_on_the_front_page_at_once(front, yunchuan):
    bump_public_edition(yunchuan.bureau.pk)

    assert ask("/")[0] == 299


def test_a_second_bureau_that_answers_makes_the_front_page_a_choice(front, client, linxi, time):
    assert ask("/")[0] == 200, "a bureau that has not answered is no choice yet"

    desk.published(linxi, time.now)
    assert ask("/")[0] == 299
    choice = client.get("/")

    assert "/b/linxi/" in choice.content.decode()
    assert ask("/")[2] == choice.content
    linxi.bureau.name = "临溪区接待局"
    linxi.bureau.save(update_fields=["name"])
    assert ask("/")[0] == 299


def test_the_front_page_costs_a_few_small_questions(
    front, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):
        assert client.get("/").content == front.content
