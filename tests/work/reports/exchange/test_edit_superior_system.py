"""Which superiors' systems are heard: registered by name, out of use, used again."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.work.reports.exchange.actions.edit_superior_system import (
    add_superior_system,
    set_superior_system_active,
)
from huiying.work.reports.exchange.actions.token import end_token, make_token, token_digest
from huiying.work.reports.exchange.models import SuperiorSystem, SuperiorToken
from huiying.work.reports.exchange.queries import superior_system_called
from tests.factories import T0


def add(cast, name):
    return add_superior_system(bureau=cast.bureau, name=name, officer=cast.shen, now=T0)


def test_add_superior_system_once_by_its_name(yunchuan):
    row = add(yunchuan, " 临江市信访局 ")
    assert row.name == "临江市信访局"
    assert AuditRecord.objects.filter(verb="superior_system.added").count() == 1
    with pytest.raises(Refused, match="已登记"):
        add(yunchuan, "临江市信访局")
    with pytest.raises(Refused, match="请填写"):
        add(yunchuan, " ")
    with pytest.raises(Refused, match="本局"):
        add(yunchuan, yunchuan.bureau.name)


def test_set_superior_system_active_from_a_page_that_is_not_too_old(yunchuan):
    row = add(yunchuan, "临江市信访局")
    more = {"row": row, "officer": yunchuan.shen, "now": T0}
    set_superior_system_active(active=False, revision=0, **more)
    assert superior_system_called(yunchuan.bureau.pk, "临江市信访局") is None
    with pytest.raises(Stale):
        set_superior_system_active(active=True, revision=0, **more)
    set_superior_system_active(active=True, revision=1, **more)
    assert superior_system_called(yunchuan.bureau.pk, "临江市信访局") == row


def test_a_token_of_it_is_made_replaced_and_ended(yunchuan):
    row = add(yunchuan, "临江市信访局")
    first = make_token(row=row, officer=yunchuan.shen, now=T0)
    second = make_token(row=row, officer=yunchuan.shen, now=T0)
    assert first != second
    working = SuperiorToken.objects.get(ended_at__isnull=True)
    assert working.digest == token_digest(second)
    end_token(row=row, reason="对方换了系统。", officer=yunchuan.shen, now=T0)
    assert not SuperiorToken.objects.filter(ended_at__isnull=True).exists()
    verbs = AuditRecord.objects.filter(verb__startswith="superior_system.token").values_list(
        "verb", flat=True
    )
    assert sorted(verbs) == [
        "superior_system.token_ended",
        "superior_system.token_made",
        "superior_system.token_made",
    ]
    SuperiorSystem.objects.update(active=False)
    row.refresh_from_db()
    with pytest.raises(Refused, match="已停用"):
        make_token(row=row, officer=yunchuan.shen, now=T0)
