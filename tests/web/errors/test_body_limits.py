"""A body is counted and timed while it comes: nobody fills the disk, and he is told why."""

from __future__ import annotations

import asyncio
import json

import pytest

from huiying.config.asgi import application
from huiying.web.errors import body_limits
from huiying.web.errors.body_limits import FORM_BYTES, LINK_BYTES, BodyLimits, body_limit

MEGABYTE = 1 << 20
SESSION = (b"cookie", b"sessionid=abc")
DESK = "/desk/intake/upload/"


class Sender:
    """Who sends a body in parts, as a server hands them on."""

    def __init__(self, *parts, forever=False, pause=0.0):
        self.parts, self.forever, self.pause = list(parts), forever, pause
        self.taken = 0

    async def receive(self):
        if not self.parts:
            await asyncio.sleep(60)
        await asyncio.sleep(self.pause)
        body = self.parts[0] if self.forever else self.parts.pop(0)
        self.taken += len(body)
        more = self.forever or bool(self.parts)
        return {"type": "http.request", "body": body, "more_body": more}


def send(sender, path=DESK, *headers, app=application):
    """Send a request through the door; return status, body and headers of the answer."""
    answer = []

    async def keep(message):
        answer.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("192.0.2.7", 1234),
        "headers": [(b"host", b"testserver"), *headers],
    }
    asyncio.run(app(scope, sender.receive, keep))
    start, *rest = answer
    body = b"".join(part.get("body", b"") for part in rest).decode()
    return start["status"], body, dict(start["headers"])


async def reads_all(scope, receive, send):
    """Do with a body what Django does before any view: read it to its end."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        more = message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize(
    ("path", "signed_in", "limit"),
    [
        ("/api/v1/posts", False, 16 * MEGABYTE),
        ("/k/token/", False, LINK_BYTES),
        (DESK, True, 200 * MEGABYTE),
        (DESK, False, FORM_BYTES),
        ("/accounts/login/", True, FORM_BYTES),
        ("/b/yunchuan/", False, FORM_BYTES),
    ],
)
def test_each_path_has_its_limit(path, signed_in, limit):
    assert body_limit(path, signed_in=signed_in) == limit


def test_what_is_declared_too_large_never_reaches_the_application(settings):
    settings.UPLOAD_LIMIT_BYTES = MEGABYTE
    sender = Sender(b"x" * MEGABYTE, b"x" * MEGABYTE)
    length = (b"content-length", str(2 * MEGABYTE).encode())
    referer = (b"referer", b"http://testserver/desk/intake/")

    status, page, headers = send(sender, DESK, SESSION, length, referer, app=BodyLimits(None))

    assert status == 413
    assert "超过 1 MB 的文件不接收" in page
    assert 'href="/desk/intake/"' in page
    assert headers[b"connection"] == b"close"
    assert sender.taken == 2 * MEGABYTE, "a browser reads no answer before it has sent all"


def test_what_is_not_declared_is_counted_while_it_comes():
    sender = Sender(b"x" * MEGABYTE, forever=True)

    status, page, _headers = send(sender, "/accounts/login/", app=BodyLimits(reads_all))

    assert status == 413
    assert "文件太大" in page
    assert sender.taken <= 4 * MEGABYTE, "the connection is closed, not read for ever"


def test_who_is_not_signed_in_may_send_a_form_and_no_file():
    body = b"x" * (2 * MEGABYTE)

    assert send(Sender(body), DESK, app=BodyLimits(reads_all))[0] == 413
    assert send(Sender(body), DESK, SESSION, app=BodyLimits(reads_all))[0] == 200


def test_a_system_is_answered_in_json():
    sender = Sender(b"x" * (17 * MEGABYTE))

    status, body, headers = send(sender, "/api/v1/posts", app=BodyLimits(reads_all))

    assert status == 413
    assert json.loads(body)["error"]["code"] == "too_large"
    assert headers[b"Content-Type"] == b"application/json; charset=utf-8"


@pytest.mark.parametrize("how", ["idle", "drip"])
def test_a_slow_sender_is_given_up(monkeypatch, how):
    monkeypatch.setattr(body_limits, "IDLE_SECONDS", 0.05 if how == "idle" else 5)
    monkeypatch.setattr(body_limits, "TOTAL_SECONDS", 0.2)
    sender = Sender() if how == "idle" else Sender(b"x", forever=True, pause=0.01)

    status, page, _headers = send(sender, "/accounts/login/", app=BodyLimits(reads_all))

    assert status == 408
    assert "没有收全" in page


def test_a_request_that_fits_goes_on_and_may_wait_for_its_answer_as_long_as_it_takes(
    monkeypatch,
):
    monkeypatch.setattr(body_limits, "IDLE_SECONDS", 0.05)

    async def slow(scope, receive, send):
        await receive()
        waiting = asyncio.create_task(receive())  # as Django listens for the end
        await asyncio.sleep(0.2)
        assert not waiting.done()
        waiting.cancel()
        await reads_nothing(send)

    async def reads_nothing(send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    assert send(Sender(b"a=1"), "/accounts/login/", app=BodyLimits(slow))[0] == 200


@pytest.mark.django_db
def test_the_server_itself_has_the_door():
    status, page, _headers = send(Sender(b"x" * (2 * MEGABYTE)), "/accounts/login/")

    assert status == 413
    assert "文件太大" in page
