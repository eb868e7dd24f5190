"""The log: a refusal is one line, a fault keeps its traceback."""

import io
import json
import logging
import os
import re
import subprocess
import sys
import traceback
from contextlib import redirect_stderr

import pytest
from django.conf import settings
from django.db import DataError, OperationalError, connection
from django.utils.module_loading import import_string
from psycopg import OperationalError as PostgresIsGone

from huiying.config.commands._django import ready
from huiying.config.logs import JsonLines, OneLineForAnswers, TextLines
from huiying.web.shared.request_trace import RequestTrace, current_trace
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
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["answers"]
    assert settings.LOGGING["formatters"]["line"]["()"] == "huiying.config.logs.TextLines"


def test_a_command_within_a_process_that_runs_leaves_the_log_where_it_is():
    terminal = io.StringIO()

    with redirect_stderr(terminal):
        ready(migrated=False)
    logging.getLogger("huiying.x").error("one line")

    assert terminal.getvalue() == ""


@pytest.mark.parametrize(
    "path",
    [
        LINK_PATH.format(token="k7Qm-3nVx_" * 4),
        f"/accounts/invitation/MQ/{'c8u1x2-' + 'a' * 32}/",
    ],
)
def test_the_secret_of_a_link_is_in_no_line(path):
    record = logging.LogRecord("django.request", 30, "", 1, "%s: %s", ("Gone", path), None)

    said = TextLines().format(record)

    assert path.strip("/").rsplit("/", 1)[1] not in said
    assert said.endswith("/…/")


def test_an_address_of_the_console_is_written_whole():
    path = "/desk/incidents/2026-0001/"
    record = logging.LogRecord("django.request", 30, "", 1, "%s: %s", ("Conflict", path), None)

    assert TextLines().format(record).endswith(f" WARNING django.request: Conflict: {path}")


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


def line_of(message, *args, name="huiying.jobs", error=None, **facts):
    """Return what is written of a record, read back from JSON."""
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, told)
    vars(record).update(facts)
    [line] = JsonLines().format(record).splitlines()
    return json.loads(line)


def raised(error, cause=None):
    try:
        raise error from cause
    except Exception as caught:
        return caught


def test_a_line_of_json_holds_what_is_known_and_nothing_else():
    line = line_of("job %s failed", "stream")

    assert list(line) == ["time", "level", "logger", "message", "process"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert (line["level"], line["logger"]) == ("ERROR", "huiying.jobs")
    assert line["message"] == "job stream failed"


def test_a_line_about_a_request_has_its_number_bureau_and_facts():
    trace = RequestTrace("7c1e0a52-deploy", "yunchuan")
    before = current_trace.set(trace)
    try:
        line = line_of("GET %s 200", "portal:index", view="portal:index", status=200, ms=3.1)
    finally:
        current_trace.reset(before)

    assert (line["request_id"], line["bureau"]) == ("7c1e0a52-deploy", "yunchuan")
    assert (line["view"], line["status"], line["ms"]) == ("portal:index", 200, 3.1)


@pytest.mark.parametrize(
    "typed",
    [
        "电话13812345678",
        "我叫王建国",
        "姓名：王建国",
        "110101199003070011",
        "wang@example.org",
        "token=s3cr3t",
        "Authorization: Bearer s3cr3t",
        "/desk/search/?q=s3cr3t&p=1",
        "hy_Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd4f",
    ],
)
def test_what_says_who_somebody_is_or_lets_act_is_in_no_message(typed):
    said = line_of(f"not taken: {typed} (1 of 2)")["message"]

    assert said.startswith("not taken: ")
    assert said.endswith(" (1 of 2)") or "search" in said
    for part in ("13812345678", "王建国", "19900307", "wang@", "s3cr3t", "Ab3dEf6h"):
        assert part not in said


def test_an_error_is_told_with_its_place_and_without_the_data_in_its_words():
    first = raised(KeyError("王建国"))
    error = raised(ValueError("王建国 13812345678 s3cr3t=1 token=s3cr3t"), first)

    told = line_of("job %s failed", "stream", error=error)["exception"]

    assert "ValueError: … 〔电话〕 s3cr3t=1 token=…" in told
    assert "KeyError: '…'" in told
    assert f'File "{__file__}", line' in told
    assert "direct cause" in told
    assert "王建国" not in told


def test_an_error_that_is_an_argument_is_without_its_data_too():
    said = line_of("channel %s: %s", 3, ValueError("王建国不在 13812345678"))["message"]

    assert said == "channel 3: … 〔电话〕"


def test_what_others_log_holds_no_chinese_word():
    said = line_of("Not Found: %s", "/b/王建国/", name="django.request")["message"]

    assert said == "Not Found: /b/…/"


def test_our_own_sentences_for_the_administrator_are_whole():
    sentence = "写不进去：/var/lib/huiying。只读，或属于别的账号。请检查磁盘、属主和权限。"

    assert line_of("%s", sentence)["message"] == sentence


def test_an_error_in_text_stands_below_its_line():
    error = raised(ValueError("王建国"))
    record = logging.LogRecord(
        "huiying.jobs", 40, __file__, 1, "failed", (), (ValueError, error, error.__traceback__)
    )

    first, second, *_frames, last = TextLines().format(record).splitlines()

    assert first.endswith(" ERROR huiying.jobs: failed")
    assert second == "Traceback (most recent call last):"
    assert last == "ValueError: …"


def test_a_refused_sign_in_names_nobody():
    assert import_string(settings.AXES_CLIENT_STR_CALLABLE)("wang", "192.0.2.7") == "a client"


ONE_LINE = "import django, logging; django.setup(); logging.getLogger('huiying.x').error('a')"


@pytest.fixture
def in_process():
    """Log a line in a process of its own, with the settings of an environment."""

    def run(code=ONE_LINE, **more):
        kept = {key: text for key, text in os.environ.items() if "HUIYING_LOG" not in key}
        words = [sys.executable, "-c", code]
        done = subprocess.run(  # noqa: S603 - our own words
            words, env=kept | more, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stderr

    return run


def test_the_format_is_a_setting(in_process):
    code, said = in_process(HUIYING_LOG_FORMAT="json")

    assert code == 0, said
    assert json.loads(said)["message"] == "a"


ROTATE = """
import django, logging, os; django.setup(); log = logging.getLogger("huiying.x")
log.error("first"); os.rename(os.environ["HUIYING_LOG_FILE"], os.environ["MOVED"])
log.error("second")
"""


def test_the_file_is_opened_anew_when_a_rotation_moved_it(in_process, tmp_path):
    file, moved = tmp_path / "log", tmp_path / "log.1"

    in_process(ROTATE, HUIYING_LOG_FILE=str(file), MOVED=str(moved))

    assert moved.read_text().endswith(": first\n")
    assert file.read_text().endswith(": second\n")


def test_a_file_takes_the_lines_instead_of_the_console(in_process, tmp_path):
    code, said = in_process(HUIYING_LOG_FILE=str(tmp_path / "log"))

    assert (code, said) == (0, "")
    assert (tmp_path / "log").read_text().endswith(" ERROR huiying.x: a\n")


def test_a_file_that_cannot_be_written_is_said_by_the_name_of_the_setting(in_process, tmp_path):
    code, said = in_process(HUIYING_LOG_FILE=str(tmp_path / "absent" / "log"))

    assert code != 0
    assert "HUIYING_LOG_FILE：写不进" in said


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
