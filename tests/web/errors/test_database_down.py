"""A database that is being restarted is said on the page: nobody thinks his work is lost."""

from __future__ import annotations

import html

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from psycopg.errors import AdminShutdown

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (psycopg.OperationalError("Connection refused"), 503, "数据库暂时连不上"),
        (AdminShutdown("terminating connection"), 503, "数据库暂时连不上"),
        (ValueError("a fault of ours"), 500, "系统出错了"),
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
