"""Whom to call: the officer who shares a telephone, else the telephone of the unit."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.contacts import contacts_of

pytestmark = pytest.mark.django_db


def call(cast) -> str:
    found = contacts_of(
        cast.bureau.pk, officers=(), units={cast.waterworks.pk}, roles=(), first=()
    )
    return found.units[cast.waterworks.pk].phone


def has_phone(officer, *, shared: bool) -> None:
    Officer.objects.filter(pk=officer.pk).update(phone="0000-8273001", phone_shared=shared)


def test_a_telephone_is_shown_to_colleagues_once_its_officer_agrees(yunchuan):
    has_phone(yunchuan.water, shared=False)
    before = call(yunchuan)
    has_phone(yunchuan.water, shared=True)

    assert before == ""
    assert call(yunchuan) == "0000-8273001"


def test_a_unit_is_called_on_its_own_telephone_when_no_officer_shares_one(yunchuan):
    has_phone(yunchuan.water, shared=False)
    yunchuan.waterworks.phone = "0000-8273000"
    yunchuan.waterworks.save(update_fields=["phone"])

    assert call(yunchuan) == "0000-8273000"


def test_whom_to_call_for_many_holders_is_one_query(yunchuan, django_assert_num_queries):
    with django_assert_num_queries(1):
        contacts_of(
            yunchuan.bureau.pk,
            officers={yunchuan.lu.pk},
            units={yunchuan.waterworks.pk, yunchuan.reception.pk},
            roles={"leader"},
            first=(),
        )
