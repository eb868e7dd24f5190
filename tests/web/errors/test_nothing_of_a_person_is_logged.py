"""What a person typed is in no line of the log, also when the request breaks."""

from __future__ import annotations

import io
import json
import logging
import re

import pytest
from django.test import Client

from huiying.config.logs import JsonLines, OneLineForAnswers
from huiying.web.portal import views
from huiying.web.portal.submit import following
from tests.web.asgi import ask

pytestmark = pytest.mark.django_db(transaction=True)
NAME, PHONE, TOKEN = "王建国", "13812345678", "hy_Ab3dEf6hIj9lMn2pQr5tUv8xYz1bCd4f"
TYPED = f"{NAME} {PHONE} token={TOKEN}"


@pytest.fixture
def log():
    """All that is logged, as an installation writes it with ``HUIYING_LOG_FORMAT=json``."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    handler.addFilter(OneLineForAnswers())
    root, ours = logging.getLogger(), logging.getLogger("huiying.request")
    before = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before[0])
    ours.setLevel(before[1])


@pytest.fixture
def _broken(monkeypatch):
    def breaks(*_args, **_how):
        try:
            raise KeyError(NAME)
        except KeyError as error:
            raise ValueError(f"cannot read {TYPED}") from error

    monkeypatch.setattr(views, "public_bureaus", breaks)
    monkeypatch.setattr(following, "bureau_or_404", breaks)


HEADERS = (
    (b"referer", f"https://huiying.example/?name={PHONE}".encode()),
    (b"user-agent", f"{TYPED}".encode()),
    (b"authorization", f"Bearer {TOKEN}".encode()),
    (b"cookie", f"name={TOKEN}".encode()),
    (b"x-request-id", PHONE.encode()),
)


def holds_nothing(lines):
    said = json.dumps(lines, ensure_ascii=False)
    return not [part for part in (NAME, PHONE, TOKEN, "192.0.2.7", "%E7%8E%8B") if part in said]


@pytest.mark.usefixtures("_broken")
def test_a_page_that_breaks_leaves_its_place_and_none_of_the_data(log):
    query = f"q={NAME}&phone={PHONE}&token={TOKEN}".encode()

    status, headers, body = ask("/", *HEADERS, query=query)

    number = headers[b"x-request-id"].decode()
    lines = log()
    assert status == 500
    assert f"故障编号：{number}" in re.sub(r"\s+", " ", body.decode())
    assert holds_nothing(lines)
    assert {line["request_id"] for line in lines} == {number}
    [fault] = [line for line in lines if line["logger"] == "django.request"]
    assert "ValueError: cannot read … 〔电话〕 token=…" in fault["exception"]
    [request] = [line for line in lines if line["logger"] == "huiying.request"]
    assert (request["view"], request["status"]) == ("portal:index", 500)


@pytest.mark.usefixtures("_broken")
def test_a_form_that_breaks_leaves_none_of_what_was_typed(log):
    typed = {"code": TOKEN, "name": NAME, "phone": PHONE}

    answer = Client(raise_request_exception=False).post("/b/yunchuan/status/", typed)

    lines = log()
    assert answer.status_code == 500
    assert [line["exception"] for line in lines if line["logger"] == "django.request"]
    assert holds_nothing(lines)
    assert TOKEN not in answer.content.decode()


@pytest.mark.parametrize(
    "path", [f"/b/{NAME}/", f"/b/tel-{PHONE}/", f"/r/{TOKEN}/", f"/{NAME}{PHONE}/{TOKEN}"]
)
def test_an_address_that_somebody_typed_is_in_no_line(log, path):
    status, _headers, _body = ask(path, *HEADERS)

    lines = log()
    assert status in {404, 410}
    assert lines
    assert holds_nothing(lines)


def test_a_refused_sign_in_names_nobody(log, settings, client):
    settings.AXES_ENABLED = True

    client.post("/accounts/login/", {"login": PHONE, "password": TOKEN})

    lines = log()
    assert [line for line in lines if "login failure by a client" in line["message"]]
    assert holds_nothing(lines)


def test_a_name_of_a_host_that_is_none_of_ours_is_cut(log, settings):
    settings.ALLOWED_HOSTS = ["huiying.example"]

    status, _headers, _body = ask("/", host=f"{PHONE}.example".encode())

    assert status == 400
    assert holds_nothing(log())
