"""A body is counted and timed while it comes: nobody fills the disk, and he is told why."""

from __future__ import annotations

import asyncio
import json

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session

from huiying.config.asgi import application
from huiying.web.errors import body_limits
from huiying.web.errors.body_limits import (
    FILES,
    FILES_BY_LINK,
    FORM_BYTES,
    FORMS,
    LINK_BYTES,
    BodyLimits,
    body_limit,
)
from tests.web.clients import signed_in

MEGABYTE = 1 << 20
DESK, LINK, PUSH, LOGIN = (
    "/desk/intake/upload/",
    "/s/token/",
    "/api/v1/posts",
    "/accounts/login/",
)
HERS, HIS = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def session(transactional_db, request):
    """The cookie of an officer who is signed in, stored for every thread."""
    client = signed_in(request.getfixturevalue("yunchuan").lu)
    name = django_settings.SESSION_COOKIE_NAME
    return (b"cookie", f"theme=dark; {name}={client.cookies[name].value}".encode())


@pytest.fixture(autouse=True)
def _every_place_is_given_back():
    yield
    assert not any(slots._taken for slots in (FORMS, *FILES.values(), FILES_BY_LINK))


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
    return asyncio.run(exchange(sender, path, *headers, app=app))


async def exchange(sender, path=DESK, *headers, app=application, address=HERS):
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
        "client": (address, 1234),
        "headers": [(b"host", b"testserver"), *headers],
    }
    await app(scope, sender.receive, keep)
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
    ("path", "limit"),
    [
        (PUSH, 16 * MEGABYTE),
        ("/k/token/", LINK_BYTES),
        ("/u/token/", LINK_BYTES),
        (DESK, 200 * MEGABYTE),
        (LOGIN, FORM_BYTES),
        ("/b/yunchuan/", FORM_BYTES),
    ],
)
def test_each_path_has_its_limit(path, limit):
    assert body_limit(path) == limit


def test_what_is_declared_too_large_never_reaches_the_application(settings, session):
    settings.UPLOAD_LIMIT_BYTES = MEGABYTE
    sender = Sender(b"x" * MEGABYTE, b"x" * MEGABYTE)
    length = (b"content-length", str(2 * MEGABYTE).encode())
    referer = (b"referer", b"http://testserver/desk/intake/")

    status, page, headers = send(sender, DESK, session, length, referer, app=BodyLimits(None))

    assert status == 413
    assert "文件超过 1 MB" in page
    assert 'href="/desk/intake/"' in page
    assert headers[b"connection"] == b"close"
    assert sender.taken == 2 * MEGABYTE, "a browser reads no answer before it has sent all"


def test_what_is_not_declared_is_counted_while_it_comes():
    sender = Sender(b"x" * MEGABYTE, forever=True)

    status, page, _headers = send(sender, "/accounts/login/", app=BodyLimits(reads_all))

    assert status == 413
    assert "文件太大" in page
    assert sender.taken <= 4 * MEGABYTE, "the connection is closed, not read for ever"


def test_who_is_not_signed_in_may_send_a_form_and_no_file(session):
    body, app = b"x" * (2 * MEGABYTE), BodyLimits(reads_all)

    length = (b"content-length", str(len(body)).encode())
    nobody = send(Sender(body), DESK, length, app=app)
    made_up = send(Sender(body), DESK, length, (b"cookie", b"sessionid=made-up"), app=app)

    assert nobody[0] == made_up[0] == 403
    assert send(Sender(body), DESK, app=app)[0] == 413, "it does not say how much it is"
    assert "登录已失效" in made_up[1]
    assert send(Sender(b"a=1"), DESK, (b"content-length", b"3"), app=app)[0] == 200
    assert send(Sender(body), DESK, session, app=app)[0] == 200


def test_whose_session_ended_is_told_so_though_he_sends_a_large_file(session):
    Session.objects.all().delete()
    sender = Sender(*[b"x" * MEGABYTE] * 30)
    length = (b"content-length", str(30 * MEGABYTE).encode())

    status, page, _headers = send(sender, DESK, session, length, app=BodyLimits(None))

    assert status == 403
    assert "登录后请重新选择" in page
    assert sender.taken == 30 * MEGABYTE, "a browser reads no answer before it has sent all"


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
    assert "接收不完整" in page


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


class Stalled:
    """Who sends the beginning of a body, and then nothing more."""

    def __init__(self):
        self.begun = False
        self.waits = asyncio.Event()

    async def receive(self):
        if self.begun:
            self.waits.set()
            await asyncio.Event().wait()
        self.begun = True
        return {"type": "http.request", "body": b"x", "more_body": True}


class Crowd:
    """Bodies that begin and do not end."""

    def __init__(self, path, *, declared):
        self.path = path
        self.length = (b"content-length", str(declared).encode())
        self.waiting = []

    async def join(self, address=HERS):
        sender = Stalled()
        self.waiting.append(asyncio.create_task(self.ask(sender, address)))
        await sender.waits.wait()

    async def ask(self, sender, address=HERS, path=""):
        app = BodyLimits(reads_all)
        where = path or self.path
        return await exchange(sender, where, self.length, app=app, address=address)

    async def leave(self):
        for task in self.waiting:
            task.cancel()
        await asyncio.gather(*self.waiting, return_exceptions=True)


@pytest.mark.parametrize(
    ("path", "size", "places"),
    [(LINK, 50 * MEGABYTE, 4), (PUSH, 10 * MEGABYTE, 8), (LOGIN, 500, 32)],
)
def test_one_address_sends_so_many_bodies_at_once_and_others_go_on(path, size, places):
    async def attack():
        crowd = Crowd(path, declared=size)
        for _ in range(places):
            await crowd.join()
        refused = await crowd.ask(Sender(b"a=1"))
        taken = await crowd.ask(Sender(b"a=1"), HIS)
        await crowd.leave()
        return refused, taken, await crowd.ask(Sender(b"a=1"))

    refused, taken, again = asyncio.run(attack())

    assert refused[0] == 503
    assert int(refused[2][b"Retry-After"]) > 0
    assert taken[0] == again[0] == 200


def test_many_addresses_together_send_so_many_bodies_and_forms_go_on():
    async def attack():
        crowd = Crowd(LINK, declared=MEGABYTE + 1)
        for n in range(8):
            await crowd.join(f"198.51.100.{n}")
        refused = await crowd.ask(Sender(b"a=1"))
        pushed = await crowd.ask(Sender(b"a=1"), path=PUSH)
        crowd.length = (b"content-length", b"3")
        form = await crowd.ask(Sender(b"a=1"), path=LOGIN)
        await crowd.leave()
        return refused, pushed, form

    refused, pushed, form = asyncio.run(attack())

    assert refused[0] == 503
    assert "同时上传人数过多" in refused[1]
    assert pushed[0] == form[0] == 200


def test_what_all_bodies_may_come_to_is_bounded(monkeypatch):
    monkeypatch.setattr(FILES_BY_LINK, "most_bytes", 100 * MEGABYTE)

    async def attack():
        crowd = Crowd(LINK, declared=60 * MEGABYTE)
        await crowd.join()
        second = await crowd.ask(Sender(b"a=1"), HIS)
        crowd.length = (b"content-length", str(40 * MEGABYTE).encode())
        smaller = await crowd.ask(Sender(b"a=1"), HIS)
        await crowd.leave()
        return second[0], smaller[0]

    assert asyncio.run(attack()) == (503, 200)


def test_a_machine_for_which_there_is_no_place_is_told_in_json():
    async def attack():
        crowd = Crowd(PUSH, declared=16 * MEGABYTE)
        for n in range(16):
            await crowd.join(f"198.51.100.{n}")
        refused = await crowd.ask(Sender(b"{}"))
        await crowd.leave()
        return refused

    status, body, headers = asyncio.run(attack())

    assert status == 503
    assert json.loads(body)["error"]["code"] == "busy"
    assert headers[b"Retry-After"]


def test_what_is_refused_for_want_of_a_place_is_answered_before_it_has_come(monkeypatch):
    monkeypatch.setattr(body_limits, "BUSY_SECONDS", 0.2)
    monkeypatch.setattr(FILES_BY_LINK, "per_sender", 0)
    told = []

    async def keep(message):
        told.append((message["type"], message.get("more_body", False), sender.taken))

    sender = Sender(b"x" * 1000, forever=True, pause=0.02)

    async def ask():
        scope = {"type": "http", "path": LINK, "headers": [(b"content-length", b"9999999")],
                 "method": "POST", "query_string": b"", "client": (HERS, 1)}  # fmt: skip
        await BodyLimits(None)(scope, sender.receive, keep)

    asyncio.run(ask())

    assert told[0] == ("http.response.start", False, 0)
    assert told[1] == ("http.response.body", True, 0)
    assert told[2][:2] == ("http.response.body", False)
    assert 0 < told[2][2] < 20_000, "thrown away for a moment, and no longer"


def test_who_waits_for_our_word_before_he_sends_is_told_at_once(monkeypatch):
    monkeypatch.setattr(FILES_BY_LINK, "per_sender", 0)
    sender = Sender(b"x" * 1000, forever=True)

    answer = send(
        sender, LINK, (b"content-length", b"9999999"), (b"expect", b"100-continue"),
        app=BodyLimits(None),
    )  # fmt: skip

    assert answer[0] == 503
    assert sender.taken == 0


@pytest.mark.parametrize(("declared", "pace", "status"), [(0, 100, 408), (0, 10**6, 200)])
def test_a_body_that_comes_too_slowly_is_given_up_long_before_its_time(
    monkeypatch, declared, pace, status
):
    monkeypatch.setattr(body_limits, "GRACE_SECONDS", 0.1)
    monkeypatch.setattr(body_limits, "LEAST_PACE", 10_000)
    parts = [b"x" * max(1, pace // 100)] * 40

    answer = send(Sender(*parts, pause=0.01), LINK, app=BodyLimits(reads_all))

    assert answer[0] == status


def test_a_large_body_must_keep_the_pace_with_which_it_would_be_there_in_time(monkeypatch):
    monkeypatch.setattr(body_limits, "GRACE_SECONDS", 0.1)
    length = (b"content-length", str(60 * MEGABYTE).encode())  # 51 kB/s at least
    parts = [b"x" * 350] * 40  # 35 kB/s at most, enough for a smaller one also under load

    slow = send(Sender(*parts, pause=0.01), LINK, length, app=BodyLimits(reads_all))
    small = send(Sender(*parts, pause=0.01), LINK, app=BodyLimits(reads_all))

    assert (slow[0], small[0]) == (408, 200)


@pytest.mark.django_db
def test_the_server_itself_has_the_door():
    status, page, _headers = send(Sender(b"x" * (2 * MEGABYTE)), "/accounts/login/")

    assert status == 413
    assert "文件太大" in page
