"""A database that is being restarted is said on the page: nobody thinks his work is lost."""

from __future__ import annotations

import html

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from psycopg.errors import AdminShutdown, DiskFull

from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize(
    ("error", "status", "staff", "public"),
    [
        (psycopg.OperationalError("Connection refused"), 503, "数据库暂时", "网站暂时无法使用"),
        (AdminShutdown("terminating connection"), 503, "数据库暂时", "网站暂时无法使用"),
        (ValueError("a fault of ours"), 500, "时限继续计算", "网站出了故障"),
    ],
)
def test_staff_read_what_is_out_of_reach_and_the_public_when_to_come_back(
    yunchuan, error, status, staff, public
):
    def gone(*_asked):
        raise OperationalError(str(error)) from error

    client = signed_in(yunchuan.lu)
    client.raise_request_exception = False
    with connection.execute_wrapper(gone):
        answers = [client.get("/desk/"), client.get("/")]

    pages = [html.unescape(answer.content.decode()) for answer in answers]
    assert [answer.status_code for answer in answers] == [status, status]
    assert staff in pages[0]
    assert public in pages[1]
    assert "时限" not in pages[1]
    assert answers[1].headers.get("Retry-After") == ("30" if status == 503 else None)


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
