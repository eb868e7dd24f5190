"""The token of a subordinate's system: one works, its digest alone is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.reports.exchange.actions.token import (
    end_token,
    make_token,
    record_use,
    token_digest,
)
from huiying.work.reports.exchange.models import SubordinateToken
from huiying.work.reports.exchange.queries import token_by_digest
from tests.factories import T0
from tests.scenarios.exchange import subordinate_of, token_of


@pytest.fixture
def row(linxi):
    return subordinate_of(linxi, "云川区信访局")


def test_make_token_ends_the_old_one_and_stores_digests_alone(linxi, row):
    first, second = token_of(linxi, row), token_of(linxi, row)
    assert token_by_digest(token_digest(first)).ended_at == T0
    assert token_by_digest(token_digest(second)).ended_at is None
    assert second not in str(list(SubordinateToken.objects.values()))


def test_a_subordinate_out_of_use_gets_none(linxi, row):
    row.active = False
    with pytest.raises(Refused, match="已停用"):
        make_token(row=row, officer=linxi.shen, now=T0)


def test_end_token_asks_for_a_reason_and_happens_once(linxi, row):
    token_of(linxi, row)
    with pytest.raises(Refused, match="理由"):
        end_token(row=row, reason=" ", officer=linxi.shen, now=T0)
    end_token(row=row, reason="对方换了系统。", officer=linxi.shen, now=T0)
    with pytest.raises(Refused, match="已收回"):
        end_token(row=row, reason="对方换了系统。", officer=linxi.shen, now=T0)


def test_record_use_counts_and_records_an_ended_one_once_an_hour(linxi, row):
    token = token_by_digest(token_digest(token_of(linxi, row)))
    record_use(token=token, now=T0)
    end_token(row=row, reason="对方换了系统。", officer=linxi.shen, now=T0)
    token.refresh_from_db()
    for minutes in (1, 2, 90):
        record_use(token=token, now=T0 + timedelta(minutes=minutes))
    token.refresh_from_db()
    assert token.used == 4
    assert AuditRecord.objects.filter(verb="subordinate.token_refused").count() == 2
