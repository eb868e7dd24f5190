"""Who tries tokens of signed links is slowed down; a right one opens all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from huiying.base.accounts.sign_in.invitations import invitation_of
from huiying.jobs import clock
from huiying.web.errors.wrong_tokens import WRONG_TOKENS
from tests.scenarios.incidents import incident_of, restart_workers
from tests.scenarios.liaison import make_share

pytestmark = pytest.mark.django_db
HERS, HIS = "192.0.2.7", "198.51.100.9"
KINDS = ["/r/{}/", "/v/{}/", "/s/{}/", "/s/{}/claims/1/", "/k/{}/"]
INVITATION = "/accounts/invitation/{}/{}/"


@pytest.fixture(autouse=True)
def _now(time, monkeypatch):
    restart_workers()
    time.forward(minutes=6)
    moment = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: moment)


def opened(address, sender=HIS):
    return Client(REMOTE_ADDR=sender).get(address)


@pytest.mark.parametrize("kind", KINDS)
def test_wrong_tokens_of_an_address_are_slowed_down_with_a_sentence(kind, db):
    answers = [opened(kind.format(f"guess{n}")) for n in range(WRONG_TOKENS.limit + 1)]

    assert {answer.status_code for answer in answers[:-1]} == {404}
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= WRONG_TOKENS.seconds
    assert "该网络地址打开不存在的链接次数过多" in answers[-1].content.decode()
    assert opened(kind.format("guess"), HERS).status_code == 404


def test_tokens_of_all_kinds_are_counted_together(db):
    tries = WRONG_TOKENS.limit // len(KINDS) + 1
    answers = [opened(kind.format(f"guess{n}")) for n in range(tries) for kind in KINDS]

    assert answers[-1].status_code == 429


def test_a_right_link_opens_at_an_address_where_others_were_tried(yunchuan, now):
    incident = incident_of(yunchuan)
    _share, _lead, token = make_share(yunchuan, incident)
    for n in range(WRONG_TOKENS.limit + 1):
        opened(f"/s/guess{n}/")

    assert opened("/s/guess/").status_code == 429
    assert opened(f"/s/{token}/").status_code == 200


def test_invitations_are_guessed_no_faster(yunchuan):
    key, token = invitation_of(yunchuan.lu)

    answers = [
        opened(INVITATION.format(key, f"{n}-{'0' * 32}")).status_code
        for n in range(WRONG_TOKENS.limit + 1)
    ]

    assert answers == [410] * WRONG_TOKENS.limit + [429]
    assert opened(INVITATION.format(key, token)).status_code == 200


def test_a_link_that_was_used_or_has_expired_is_no_guess(yunchuan, now, time):
    incident = incident_of(yunchuan)
    _share, _lead, token = make_share(yunchuan, incident)
    time.forward(days=400)

    answers = {opened(f"/s/{token}/").status_code for _ in range(WRONG_TOKENS.limit + 5)}

    assert answers == {410}
    assert now + timedelta(days=400) <= clock.now()
