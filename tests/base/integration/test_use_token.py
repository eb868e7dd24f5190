"""The secret of a token: made by who asked, shown once, replaced, ended with a reason."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.base.integration.actions.use_token import (
    count_use,
    end_token,
    make_secret,
    secret_digest,
)
from huiying.base.integration.queries import token_by_digest
from tests.scenarios.integration import ask_read_token, make_read_token

pytestmark = pytest.mark.django_db


def refusals():
    return AuditRecord.objects.filter(verb="integration_token.refused").count()


def test_only_the_digest_is_stored_and_a_new_secret_ends_the_old_one(yunchuan, now):
    token, first = make_read_token(yunchuan, ["releases:read"], now)

    second = make_secret(token=token, officer=yunchuan.admin, now=now)

    token.refresh_from_db()
    assert token.digest == secret_digest(second) != secret_digest(first)
    assert token_by_digest(secret_digest(first)) is None
    assert not AuditRecord.objects.filter(data__icontains=second).exists()


def test_somebody_else_makes_no_secret_of_it(yunchuan, now):
    token = ask_read_token(yunchuan, ["releases:read"], now)

    with pytest.raises(PermissionDenied):
        make_secret(token=token, officer=yunchuan.shen, now=now)

    token.refresh_from_db()
    assert token.digest is None


def test_a_token_is_ended_once_with_a_reason(yunchuan, now):
    token, _secret = make_read_token(yunchuan, ["incidents:read"], now)

    with pytest.raises(Refused, match="理由"):
        end_token(token=token, reason=" ", officer=yunchuan.leader, now=now)
    end_token(token=token, reason="平台停用", officer=yunchuan.leader, now=now)

    token.refresh_from_db()
    assert (token.ended_at, token.end_reason) == (now, "平台停用")
    with pytest.raises(Refused, match="已收回"):
        end_token(token=token, reason="再次", officer=yunchuan.admin, now=now)
    with pytest.raises(Refused, match="终止"):
        make_secret(token=token, officer=yunchuan.admin, now=now)


def test_calls_are_counted_and_refused_ones_recorded_once_an_hour(yunchuan, now):
    token, _secret = make_read_token(yunchuan, ["incidents:read"], now)

    count_use(token=token, works=True, now=now)
    count_use(token=token, works=False, now=now)
    count_use(token=token, works=False, now=now)

    token.refresh_from_db()
    assert (token.used, token.last_used_at) == (1, now)
    assert refusals() == 1
