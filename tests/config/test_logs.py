"""The log: a refusal is one line, a fault keeps its traceback."""

import logging
import sys
import traceback

import pytest
from django.conf import settings
from django.db import DataError, OperationalError, connection
from psycopg import OperationalError as PostgresIsGone

from huiying.config.logs import OneLineForAnswers, WithoutSecrets
from huiying.work.casework.notices.unit_messages import LINK_PATH


def recorded(status):
    try:
        raise PermissionError("no")
    except PermissionError:
        record = logging.LogRecord(
            "django.request", logging.WARNING, __file__, 1, "Forbidden", (), sys.exc_info()
        )
    record.status_code = status
    assert OneLineForAnswers().filter(record)
    return record


@pytest.mark.parametrize("status", [403, 507])
def test_a_refusal_and_a_full_disk_are_one_line(status):
    assert recorded(status).exc_info is None


def test_a_fault_keeps_its_traceback():
    assert recorded(500).exc_info is not None


def test_the_console_uses_it():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["answers", "secrets"]


@pytest.mark.parametrize(
    "path",
    [
        LINK_PATH.format(token="k7Qm-3nVx_" * 4),
        f"/accounts/invitation/MQ/{'c8u1x2-' + 'a' * 32}/",
    ],
)
def test_the_secret_of_a_link_is_in_no_line(path):
    record = logging.LogRecord("django.request", 30, "", 1, "%s: %s", ("Gone", path), None)

    WithoutSecrets().filter(record)

    said = record.getMessage()
    assert path.strip("/").rsplit("/", 1)[1] not in said
    assert said.endswith("/…/")


def test_an_address_of_the_console_is_written_whole():
    path = "/desk/incidents/2026-0001/"
    record = logging.LogRecord("django.request", 30, "", 1, "%s: %s", ("Conflict", path), None)

    WithoutSecrets().filter(record)

    assert record.getMessage() == f"Conflict: {path}"


def test_a_database_out_of_reach_is_one_line_that_says_so():
    try:
        raise OperationalError("refused, 100%") from PostgresIsGone("refused")
    except OperationalError:
        told = ("Internal Server Error: %s", ("/desk/",), sys.exc_info())
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, *told)

    OneLineForAnswers().filter(record)

    assert record.exc_info is None
    assert record.getMessage() == (
        "Internal Server Error: /desk/ (the database is out of reach: refused, 100%)"
    )


@pytest.mark.django_db
def test_what_is_no_number_is_not_repeated_by_the_database():
    typed = ["姓名“张三”"]
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT CAST(%s AS integer), 1", typed)
        except DataError as error:  # SQLite takes anything
            said = "".join(traceback.format_exception(error))
            assert 'invalid input syntax for type integer: "…"' in said
            assert "张三" not in said
        else:
            assert connection.vendor == "sqlite"
