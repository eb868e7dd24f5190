"""The token of an agency's system: shown once, replaced, taken back; one act once a key."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.casework.liaison.actions.agency_token import (
    KeyConflict,
    end_token,
    make_token,
    perform_once,
    record_use,
    token_digest,
)
from huiying.work.casework.liaison.models import AgencyToken, HandedIn
from huiying.work.casework.liaison.queries import token_by_digest, working_token
from tests.factories import T0
from tests.scenarios.liaison import make_agency_token

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def token(yunchuan):
    return token_by_digest(token_digest(make_agency_token(yunchuan)))


def end(cast, token, reason="对方换系统", now=T0):
    end_token(token=token, reason=reason, officer=cast.shen, now=now)


def test_a_token_is_returned_once_and_only_its_digest_is_stored(yunchuan):
    secret = make_token(unit=yunchuan.waterworks, officer=yunchuan.shen, now=T0)

    row = AgencyToken.objects.get()
    assert (row.unit, row.digest) == (yunchuan.waterworks, token_digest(secret))
    assert secret not in str(row.__dict__)
    assert AuditRecord.objects.get(verb="agency.token_made").ref == str(yunchuan.waterworks.pk)


def test_a_new_token_ends_the_old_one_at_once(yunchuan, token):
    make_agency_token(yunchuan, now=T0 + MINUTE)

    token.refresh_from_db()
    assert (token.ended_at, token.reason) == (T0 + MINUTE, "更换令牌")
    assert working_token(yunchuan.waterworks) != token


def test_only_an_agency_of_the_own_bureau_that_is_in_use_has_a_token(yunchuan, linxi):
    closed = yunchuan.waterworks
    closed.active = False

    for unit in (yunchuan.reception, linxi.waterworks, closed):
        with pytest.raises(Refused, match="只有外单位"):
            make_token(unit=unit, officer=yunchuan.shen, now=T0)

    assert not AgencyToken.objects.exists()


def test_a_token_is_taken_back_once_and_with_a_reason(yunchuan, token):
    with pytest.raises(Refused, match="请填写收回理由"):
        end(yunchuan, token, reason=" ")
    end(yunchuan, token)
    with pytest.raises(Refused, match="该令牌已收回或更换"):
        end(yunchuan, token, now=T0 + MINUTE)

    token.refresh_from_db()
    assert (token.ended_at, token.reason) == (T0, "对方换系统")
    assert working_token(yunchuan.waterworks) is None
    assert AuditRecord.objects.get(verb="agency.token_ended").data == {"reason": "对方换系统"}


def test_every_use_is_counted_and_one_an_hour_of_an_ended_token_recorded(yunchuan, token):
    record_use(token=token, now=T0)
    end(yunchuan, token)
    ended = AgencyToken.objects.get(pk=token.pk)

    for minutes in (1, 2, 59, 60, 61):
        record_use(token=ended, now=T0 + minutes * MINUTE)

    ended.refresh_from_db()
    refused = AuditRecord.objects.filter(verb="agency.token_refused").order_by("seq")
    assert (ended.used, ended.last_used_at) == (6, T0 + 61 * MINUTE)
    assert [row.at for row in refused] == [T0 + MINUTE, T0 + 60 * MINUTE]
    assert refused[0].actor == f"agency:{yunchuan.waterworks.pk}"


@pytest.fixture
def call(token):
    done = []

    def act():
        done.append(len(done))
        return {"lead": f"X{len(done)}"}

    def call(key, content, perform=act):
        return perform_once(token=token, key=key, content=content, now=T0, perform=perform)

    return call


def test_the_same_key_and_content_get_the_same_answer(call):
    first, second = (
        call("k1", {"text": "甲", "post": "乙"}),
        call("k1", {"post": "乙", "text": "甲"}),
    )
    other = call("k2", {"text": "甲", "post": "乙"})

    assert (first.body, first.replayed) == ({"lead": "X1"}, False)
    assert (second.body, second.replayed) == ({"lead": "X1"}, True)
    assert other.body == {"lead": "X2"}


def test_a_key_is_not_used_for_another_content(call):
    call("k1", {"text": "甲"})

    with pytest.raises(KeyConflict):
        call("k1", {"text": "乙"})

    assert HandedIn.objects.get().answer == {"lead": "X1"}


def test_a_refused_act_leaves_its_key_free(call):
    def refuse():
        raise Refused

    with pytest.raises(Refused):
        call("k1", {"text": ""}, refuse)

    assert not HandedIn.objects.exists()
    assert not call("k1", {"text": "甲"}).replayed
