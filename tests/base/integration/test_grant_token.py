"""A token of another system: asked for by one person, signed by the leader if it must be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.integration.actions.grant_token import TokenTerms, ask_token, sign_token
from huiying.base.integration.actions.use_token import make_secret
from huiying.base.integration.models import IntegrationToken
from tests.scenarios.integration import ask_read_token

pytestmark = pytest.mark.django_db
ALL = ["incidents:read", "registers:read", "releases:read", "petitions:counts"]


@pytest.mark.parametrize(
    ("scopes", "signed"),
    [
        (["incidents:read"], True),
        (["registers:read", "releases:read"], True),
        (["releases:read", "petitions:counts"], False),
    ],
)
def test_what_is_not_public_asks_for_a_second_signature(yunchuan, now, scopes, signed):
    token = ask_read_token(yunchuan, scopes, now)

    assert token.awaits_signature is signed
    if signed:
        with pytest.raises(Refused, match="签署"):
            make_secret(token=token, officer=yunchuan.admin, now=now)
    else:
        assert make_secret(token=token, officer=yunchuan.admin, now=now).startswith("hyi_")


def test_the_leader_signs_and_both_stand_in_the_record(yunchuan, now):
    token = ask_read_token(yunchuan, ALL, now)

    sign_token(token=token, officer=yunchuan.leader, now=now)

    token.refresh_from_db()
    assert not token.awaits_signature
    records = AuditRecord.objects.filter(kind="integration_token").order_by("seq")
    assert [(row.verb, row.actor) for row in records] == [
        ("integration_token.asked", f"officer:{yunchuan.admin.pk}"),
        ("integration_token.signed", f"officer:{yunchuan.leader.pk}"),
    ]
    with pytest.raises(Stale):
        sign_token(token=token, officer=yunchuan.leader, now=now)


def test_who_asked_never_signs_nor_does_who_only_administers(yunchuan, now):
    token = ask_read_token(yunchuan, ALL, now)

    with pytest.raises(Refused, match="组长"):
        sign_token(token=token, officer=yunchuan.admin, now=now)
    with pytest.raises(PermissionDenied):
        sign_token(token=token, officer=yunchuan.shen, now=now)
    with transaction.atomic(), pytest.raises(IntegrityError):
        IntegrationToken.objects.filter(pk=token.pk).update(signed_by=token.asked_by)
    token.refresh_from_db()
    assert token.awaits_signature


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"purpose": ""},
        {"scopes": []},
        {"scopes": ["posts:read"]},
        {"days": 0},
        {"days": 367},
    ],
)
def test_terms_that_say_too_little_or_too_much_are_refused(yunchuan, now, change):
    asked = {"name": "甲", "purpose": "乙", "scopes": ["releases:read"], "days": 30} | change
    days = asked.pop("days")

    with pytest.raises(Refused):
        ask_token(
            terms=TokenTerms(**asked, ends_at=now + timedelta(days=days)),
            officer=yunchuan.admin,
            now=now,
        )


def test_only_who_manages_channels_asks(yunchuan, now):
    terms = TokenTerms("甲", "乙", ["releases:read"], now + timedelta(days=1))

    with pytest.raises(PermissionDenied):
        ask_token(terms=terms, officer=yunchuan.leader, now=now)
