"""A database that is being restarted is said on the page: nobody thinks his work is lost."""

from __future__ import annotations

import html

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from psycopg.errors import AdminShutdown, DiskFull

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (psycopg.OperationalError("Connection refused"), 503, "数据库暂时无法连接"),
        (AdminShutdown("terminating connection"), 503, "数据库暂时无法连接"),
        (ValueError("a fault of ours"), 500, "系统故障"),
    ],
)
def test_who_asks_meanwhile_reads_that_the_database_is_out_of_reach(error, status, said):
    def gone(*_asked):
        raise OperationalError(str(error)) from error

    with connection.execute_wrapper(gone):
        answer = Client(raise_request_exception=False).get("/")

    assert answer.status_code == status
    assert said in html.unescape(answer.content.decode())
    assert answer.headers.get("Retry-After") == ("30" if status == 503 else None)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (psycopg.OperationalError("Connection refused"), 503, "database_down"),
        (DiskFull("could not extend file"), 507, "disk_full"),
        (ValueError("a fault of ours"), 500, "server_error"),
    ],
)
def test_a_machine_is_told_in_json_and_may_send_again(error, status, code):
    def gone(*_asked):
        raise OperationalError(str(error)) from error

    client = Client(raise_request_exception=False, headers={"authorization": "Bearer x"})
    with connection.execute_wrapper(gone):
        answer = client.post("/api/v1/posts", {"items": []}, content_type="application/json")

    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json()["error"]["code"] == code
    assert "重发" in answer.json()["error"]["message"]
    assert answer.headers.get("Retry-After") == ("30" if status == 503 else None)
