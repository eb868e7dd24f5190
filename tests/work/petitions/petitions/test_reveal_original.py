"""查看原文: with a reason, recorded, never for the unit that handles it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.roles.models import Delegation
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.petitions.petitions.actions.reveal_original import may_reveal, reveal_original
from tests.factories import T0
from tests.scenarios.petitions import QUEUE_TEXT, forward, registered, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def reveal(petition, officer, reason="核对住址是否写明"):
    return reveal_original(petition=petition, reason=reason, officer=officer, now=T0)


def test_the_office_sees_it_with_a_reason_and_that_is_recorded(yunchuan):
    petition = registered(yunchuan)

    original = reveal(petition, yunchuan.shen)

    assert original.text == QUEUE_TEXT
    assert original.phone == "13800138000"
    row = AuditRecord.objects.get(verb="petition.original_revealed")
    assert row.data["reason"] == "核对住址是否写明"
    assert "李晓雪" not in str(AuditRecord.objects.values())


def test_without_a_reason_nothing_is_shown(yunchuan):
    petition = registered(yunchuan)
    with pytest.raises(Refused, match="查看理由"):
        reveal(petition, yunchuan.shen, reason="  ")
    assert not AuditRecord.objects.filter(verb="petition.original_revealed").exists()


def test_the_registering_officer_sees_one_that_is_not_registered_yet(yunchuan):
    petition = submit(yunchuan).row
    assert reveal(petition, yunchuan.lu).name == "李晓雪"


def test_after_registration_the_duty_officer_sees_it_no_more(yunchuan):
    petition = registered(yunchuan)
    assert not may_reveal(yunchuan.lu, petition, T0)
    with pytest.raises(PermissionDenied):
        reveal(petition, yunchuan.lu)


@pytest.mark.parametrize("who", ["window", "leader", "speaker", "auditor", "admin"])
def test_nobody_else_sees_it(yunchuan, who):
    petition = registered(yunchuan)
    with pytest.raises(PermissionDenied):
        reveal(petition, getattr(yunchuan, who))


def test_nobody_of_the_competent_unit_sees_it_whatever_his_role(yunchuan):
    petition = forward(
        yunchuan, registered(yunchuan), unit=yunchuan.office, officer=yunchuan.cheng
    )
    with pytest.raises(Refused, match="承办单位"):
        reveal(petition, yunchuan.shen)


def test_who_stands_in_for_somebody_of_the_unit_does_not_see_it(yunchuan):
    petition = forward(yunchuan, registered(yunchuan))
    Delegation.objects.create(
        bureau=yunchuan.bureau,
        principal=yunchuan.window,
        delegate=yunchuan.shen,
        role="member",
        from_at=T0 - timedelta(days=1),
        until_at=T0 + timedelta(days=1),
        made_by=yunchuan.window,
        made_at=T0 - timedelta(days=1),
    )
    with pytest.raises(Refused, match="代行人"):
        reveal(petition, yunchuan.shen)
