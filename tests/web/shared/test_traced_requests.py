"""Each request has a number, a line and a count, and none of them says what was typed."""

from __future__ import annotations

import logging
import re

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from prometheus_client import CollectorRegistry

from huiying.config.asgi import application
from huiying.web.portal import page_cache
from huiying.web.shared.request_metrics import register_requests
from huiying.web.shared.request_trace import current_trace, request_number
from huiying.web.shared.traced_requests import TracedRequests
from tests.web.asgi import ask
from tests.web.clients import signed_in

NEW = re.compile(r"[0-9a-f]{32}")


def counted(view, status):
    registry = CollectorRegistry()
    register_requests(registry)
    labels = {"view": view, "status": status}
    return registry.get_sample_value("huiying_http_requests_total", labels) or 0


@pytest.mark.parametrize(
    "given", ["7c1e0a52-deploy", "a" * 32, "0b54f1c2-87aa-4f8e-9d13-c2a98bd04e17"]
)
def test_a_number_that_a_proxy_gave_is_kept(transactional_db, given):
    _status, headers, _body = ask("/healthz", (b"x-request-id", given.encode()))

    assert headers[b"x-request-id"] == given.encode()


@pytest.mark.parametrize(
    "given",
    ["", "short", "a" * 65, "two words", "line\nbreak", "<script>", "13800001111",
     "tel-13800001111", "zhang@example.org", "110101199003070011", "王建国王建国王建国"],
)  # fmt: skip
def test_another_one_is_made_where_that_is_none_or_says_who_somebody_is(
    transactional_db, given
):
    _status, headers, _body = ask("/healthz", (b"x-request-id", given.encode()))

    assert NEW.fullmatch(headers[b"x-request-id"].decode())


def test_two_requests_have_two_numbers(transactional_db):
    first, second = (ask("/healthz")[1][b"x-request-id"] for _ask in range(2))

    assert first != second


def test_also_what_is_refused_before_any_view_has_a_number(transactional_db):
    length = (b"content-length", b"9999999999")

    status, headers, _body = ask("/accounts/login/", length, method="POST")

    assert status == 413
    assert NEW.fullmatch(headers[b"x-request-id"].decode())


def test_within_a_request_its_number_is_known_and_not_after_it(transactional_db):
    seen = []

    async def app(scope, receive, send):
        seen.append(request_number())
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    _status, headers, _body = ask("/", app=TracedRequests(app))

    assert seen == [headers[b"x-request-id"].decode()]
    assert current_trace.get() is None


def test_a_request_is_counted_by_the_name_of_its_view(transactional_db):
    before = counted("portal:healthz", "2xx"), counted("unknown", "4xx")

    ask("/healthz")
    ask("/b/zhang-13800001111/x/")

    assert counted("portal:healthz", "2xx") == before[0] + 1
    assert counted("unknown", "4xx") == before[1] + 1


def test_a_fault_and_a_reader_who_left_are_counted_too(transactional_db):
    async def breaks(scope, receive, send):
        raise RuntimeError

    async def left(scope, receive, send):
        return

    before = counted("portal:index", "5xx"), counted("portal:index", "4xx")
    with pytest.raises(RuntimeError):
        ask("/", app=TracedRequests(breaks))
    with pytest.raises(ValueError, match="not enough values"):
        ask("/", app=TracedRequests(left))

    assert counted("portal:index", "5xx") == before[0] + 1
    assert counted("portal:index", "4xx") == before[1] + 1


def test_a_request_is_one_line_with_its_facts(transactional_db, caplog):
    caplog.set_level(logging.INFO, logger="huiying.request")

    ask("/robots.txt")

    [record] = [each for each in caplog.records if each.name == "huiying.request"]
    assert record.getMessage() == "GET portal:robots 200"
    assert (record.method, record.view, record.status) == ("GET", "portal:robots", 200)
    assert record.ms > 0


def test_a_method_that_nobody_knows_is_not_repeated(transactional_db, caplog):
    caplog.set_level(logging.INFO, logger="huiying.request")

    ask("/robots.txt", method="ZHANGSAN13800001111")

    [record] = [each for each in caplog.records if each.name == "huiying.request"]
    assert record.method == "OTHER"


def bureau_of(path, *headers):
    seen = []

    async def app(scope, receive, send):
        await application.app(scope, receive, send)
        seen.append(current_trace.get().bureau)

    ask(path, *headers, app=TracedRequests(app))
    return seen


@pytest.fixture
def _no_connection_left_open(monkeypatch):
    """A thread of the pool keeps its connection while the server lives; here it must go."""
    holds = page_cache._holds

    def and_close(copy):
        try:
            return holds(copy)
        finally:
            BaseDatabaseWrapper.close(connections["default"])

    monkeypatch.setattr(page_cache, "_holds", and_close)


@pytest.mark.usefixtures("_no_connection_left_open")
def test_the_bureau_of_a_public_page_is_known_also_from_a_copy(transactional_db, yunchuan):
    made = bureau_of("/b/yunchuan/about/")
    from_copy = bureau_of("/b/yunchuan/about/")

    assert made == from_copy == ["yunchuan"]


def test_a_bureau_that_is_none_is_not_repeated(transactional_db):
    assert bureau_of("/b/zhang-13800001111/") == [""]


def test_the_bureau_of_an_officer_is_known(transactional_db, yunchuan):
    client = signed_in(yunchuan.lu)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())

    seen = bureau_of("/desk/", (b"cookie", cookies.encode()))

    assert seen == ["yunchuan"]
