"""A token has so many calls a minute, and who tries tokens is slowed down; both in JSON."""

from __future__ import annotations

import pytest
from django.test import Client

from huiying.base.audit.subjects import MACHINE
from huiying.jobs import clock
from huiying.web.api import calls
from huiying.web.api.calls import WRONG_TOKENS
from huiying.web.shared.throttles import Throttle
from huiying.work.collection.posts.models import Post
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.rotate_token import rotate_token
from tests.scenarios.liaison import make_agency_token

pytestmark = pytest.mark.django_db
PUSH, SHARES = "/api/v1/posts", "/api/v1/agency/shares"
HERS, HIS = "192.0.2.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch):
    moment = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: moment)


@pytest.fixture
def new_token(yunchuan, now):
    def make(name):
        source = add_source(
            bureau=yunchuan.bureau,
            name=name,
            kind="PUSH",
            channel="论坛",
            actor=MACHINE,
            now=now,
        )
        return rotate_token(source=source, actor=MACHINE, now=now)

    return make


def push(bearer, address=HERS, number="1"):
    return Client(REMOTE_ADDR=address).post(
        PUSH,
        {"items": [{"external_id": number, "text": "停水三天了"}]},
        content_type="application/json",
        headers={"Authorization": f"Bearer {bearer}"},
    )


def read_shares(bearer, address=HERS):
    return Client(REMOTE_ADDR=address).get(
        SHARES, headers={"Authorization": f"Bearer {bearer}"}
    )


def refusal(response):
    return response.status_code, response.json()["error"]["code"]


@pytest.fixture
def three_calls(monkeypatch):
    """Let the limit be small, so that it is reached in a moment."""
    monkeypatch.setattr(calls, "CALLS", Throttle("calls", limit=3, seconds=60))


def test_a_token_that_calls_too_often_is_told_when_to_come_again(new_token, three_calls):
    busy, other = new_token("甲"), new_token("乙")

    answers = [push(busy, address) for address in (HERS, HIS, HERS, HIS)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert refusal(answers[3]) == (429, "too_many_calls")
    assert 0 < int(answers[3]["Retry-After"]) <= 60
    assert "该令牌每分钟最多调用 3 次" in answers[3].json()["error"]["message"]
    assert push(other).status_code == 200, "another token has calls of its own"


def test_nothing_of_a_call_too_many_is_taken(new_token, three_calls):
    token = new_token("甲")
    for _ in range(3):
        push(token)
    before = Post.objects.count()

    push(token, number="2")

    assert Post.objects.count() == before == 1


def test_the_system_of_an_agency_is_limited_alike(yunchuan, three_calls):
    token = make_agency_token(yunchuan)

    answers = [read_shares(token) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert refusal(answers[3]) == (429, "too_many_calls")
    assert answers[3]["Retry-After"]


@pytest.mark.parametrize("call", [push, read_shares])
def test_who_tries_tokens_is_slowed_down_and_a_right_one_is_always_let_in(
    new_token, yunchuan, call
):
    right = {push: new_token, read_shares: lambda _name: make_agency_token(yunchuan)}[call]
    token = right("甲")

    answers = [call(f"guess-{n}", HIS) for n in range(WRONG_TOKENS.limit + 2)]

    assert {refusal(answer) for answer in answers[:-2]} == {(401, "wrong_token")}
    assert {refusal(answer) for answer in answers[-2:]} == {(429, "too_many_wrong_tokens")}
    assert answers[-1]["Retry-After"]
    assert call("guess", HERS).status_code == 401, "another address is not slowed down"
    assert call(token, HIS).status_code == 200
