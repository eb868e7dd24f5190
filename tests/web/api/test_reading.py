"""What a reading token opens: scopes, days, networks, so many calls; pages and ETag."""

from __future__ import annotations

import pytest

from huiying.base.integration.actions.use_token import end_token
from huiying.web.api import calls
from huiying.web.shared.throttles import Throttle
from tests.factories import T0, make_cast
from tests.module_rows import module_rows
from tests.scenarios.incidents import QUEUE, WATER, incident_of
from tests.scenarios.integration import make_read_token
from tests.web.api.reading import Reader, refusal

pytestmark = pytest.mark.django_db
LAMPS = [f"望湖路的路灯坏了第{one}天,晚上一片漆黑,老人不敢出门" for one in "三四五六"]
ALL = ["incidents:read", "registers:read", "releases:read", "petitions:counts"]


@pytest.fixture(autouse=True)
def _now(time):
    time.set(T0)


def two_incidents(cast):
    return [incident_of(cast, QUEUE), incident_of(cast, WATER)]


standing_rows, rows, yunchuan, incidents = module_rows(two_incidents)


@pytest.fixture
def reader(yunchuan):
    return Reader(make_read_token(yunchuan, ALL, T0)[1])


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("incidents", "incidents:read"),
        ("incidents/2026-0001", "incidents:read"),
        ("registers/notices", "registers:read"),
        ("releases", "releases:read"),
        ("petitions/counts", "petitions:counts"),
    ],
)
def test_each_interface_asks_for_its_own_scope(yunchuan, incidents, path, scope):
    others = [one for one in ALL if one != scope]

    assert Reader(make_read_token(yunchuan, [scope], T0)[1]).get(path).status_code == 200
    without = Reader(make_read_token(yunchuan, others, T0)[1]).get(path)
    assert refusal(without) == (403, "scope_missing")
    assert refusal(Reader("hyi_nothing").get(path)) == (401, "wrong_token")
    assert refusal(Reader("").get(path)) == (401, "wrong_token")


def test_a_token_that_ended_or_ran_out_reads_nothing(yunchuan, time, incidents):
    token, secret = make_read_token(yunchuan, ALL, T0)
    _other, expiring = make_read_token(yunchuan, ALL, T0)
    end_token(token=token, reason="停用", officer=yunchuan.admin, now=T0)

    assert refusal(Reader(secret).get("incidents")) == (401, "token_ended")
    assert Reader(expiring).get("incidents").status_code == 200
    time.forward(days=30)
    assert refusal(Reader(expiring).get("incidents")) == (401, "token_ended")


def test_a_token_is_used_from_its_networks_alone(yunchuan, incidents):
    _token, secret = make_read_token(yunchuan, ALL, T0, networks=["192.0.2.0/24"])

    assert Reader(secret, "192.0.2.200").get("incidents").status_code == 200
    assert refusal(Reader(secret, "198.51.100.1").get("incidents")) == (403, "network_refused")


def test_another_bureau_is_not_read(incidents, db):
    linxi = make_cast("linxi", "临溪区")
    stranger = Reader(make_read_token(linxi, ALL, T0)[1])

    assert stranger.read("incidents")["items"] == []
    assert refusal(stranger.get(f"incidents/{incidents[0].number}")) == (
        404,
        "no_such_incident",
    )


def test_pages_follow_each_other_without_a_gap_while_rows_are_added(
    yunchuan, incidents, reader
):
    first = reader.read("incidents", limit=1)
    added = incident_of(yunchuan, LAMPS)
    second = reader.read("incidents", limit=1, cursor=first["next"])
    third = reader.read("incidents", limit=1, cursor=second["next"])

    found = [page["items"][0]["number"] for page in (first, second, third)]
    assert found == [*(row.number for row in incidents), added.number]
    assert third["next"] is None


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"limit": "0"}, "wrong_parameter"),
        ({"limit": "201"}, "wrong_parameter"),
        ({"limit": "²"}, "wrong_parameter"),
        ({"cursor": "MTp4"}, "wrong_cursor"),
        ({"cursor": "水"}, "wrong_cursor"),
        ({"cursor": "M" * 41}, "wrong_cursor"),
        ({"changed_since": "2026-11-24"}, "wrong_parameter"),
        ({"changed_since": "0001-01-01T00:00:00+08:00"}, "wrong_parameter"),
        ({"stage": "LOST"}, "wrong_parameter"),
        ({"grade": "9"}, "wrong_parameter"),
    ],
)
def test_a_wrong_parameter_is_said(incidents, reader, query, code):
    assert refusal(reader.get("incidents", **query)) == (400, code)


def test_what_did_not_change_is_not_sent_again(yunchuan, incidents, reader):
    first = reader.get("incidents")
    tag = {"If-None-Match": first["ETag"]}

    same = reader.get("incidents", tag)
    incident_of(yunchuan, LAMPS)
    other = reader.get("incidents", tag)

    assert (same.status_code, same.content) == (304, b"")
    assert other.status_code == 200
    assert other["ETag"] != first["ETag"]
    assert "no-cache" in first["Cache-Control"]
    assert "private" in first["Cache-Control"]


def test_each_answer_says_how_many_calls_are_left(incidents, reader, monkeypatch):
    few = Throttle("few-calls", limit=2, seconds=60)
    monkeypatch.setattr(calls, "CALLS", few)
    monkeypatch.setattr("huiying.web.api.reading.CALLS", few)

    answers = [reader.get("incidents") for _one in range(3)]

    assert [one["X-RateLimit-Remaining"] for one in answers] == ["1", "0", "0"]
    assert {one["X-RateLimit-Limit"] for one in answers} == {"2"}
    assert refusal(answers[2]) == (429, "too_many_calls")
    assert int(answers[2]["Retry-After"]) <= 60


def test_each_use_is_counted_at_the_token(yunchuan, incidents):
    token, secret = make_read_token(yunchuan, ALL, T0)

    Reader(secret).get("incidents")
    Reader(secret).get("releases")

    token.refresh_from_db()
    assert (token.used, token.last_used_at) == (2, T0)
