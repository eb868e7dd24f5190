"""Official accounts and media are listed in public; what stands on a retired one stays."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection

from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused
from huiying.work.responses.core.models import Edition
from huiying.work.responses.outlets.account_hash import account_hash
from huiying.work.responses.outlets.actions.manage_accounts import (
    add_account,
    confirm_account,
    retire_account,
)
from huiying.work.responses.outlets.models import OfficialAccount, Outlet
from huiying.work.responses.outlets.queries import own_accounts
from huiying.work.responses.responders.models import Responder
from tests.work.responses.responders.steps import listed

pytestmark = pytest.mark.django_db


def edition_of(cast) -> int:
    """Return how often what the public sees was changed."""
    return sum(Edition.objects.filter(bureau=cast.bureau).values_list("number", flat=True))


def add(officer, now, outlet=Outlet.WEIBO, **changes):
    said = {"name": " 云川  信访 ", "address": "https://weibo.example/yunchuan"}
    return add_account(outlet=outlet, officer=officer, now=now, **said | changes)


def test_an_account_is_listed_under_the_public_name_of_its_kind(yunchuan, now):
    before = edition_of(yunchuan)

    row = add(yunchuan.shen, now)

    assert (row.platform, row.name, row.added_at) == ("微博", "云川 信访", now)
    assert edition_of(yunchuan) == before + 1
    record = records_of(bureau_id=yunchuan.bureau.pk).first()
    assert record.verb == "account.added"
    said = {"outlet": "WEIBO", "address": "https://weibo.example/yunchuan"}
    assert record.data == {**said, "hash": account_hash(row)}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": " "}, "请填写名称"),
        ({"address": ""}, "网址须以"),
        ({"address": "x"}, "网址须以"),
    ],
)
def test_an_own_account_has_a_name_and_an_address(yunchuan, now, changes, why):
    with pytest.raises(Refused, match=why):
        add(yunchuan.shen, now, **changes)

    assert not OfficialAccount.objects.exists()


def test_a_newspaper_needs_no_address(yunchuan, now):
    row = add(yunchuan.shen, now, Outlet.NEWSPAPER, name="云川日报", address="")

    assert (row.platform, row.own) == ("报纸", False)


def test_an_account_is_listed_once_in_a_bureau(yunchuan, linxi, now):
    add(yunchuan.shen, now)

    with pytest.raises(Refused, match="已经登记过"):
        add(yunchuan.speaker, now)

    assert add(linxi.shen, now).bureau == linxi.bureau


def test_a_retired_account_stays_listed_and_is_retired_once(yunchuan, now):
    row = add(yunchuan.shen, now)
    before = edition_of(yunchuan)

    retire_account(account=row, officer=yunchuan.speaker, now=now)

    assert OfficialAccount.objects.get().retired_at == now
    assert edition_of(yunchuan) == before + 1
    assert records_of(bureau_id=yunchuan.bureau.pk).first().verb == "account.retired"
    with pytest.raises(Refused, match="已经停用"):
        retire_account(account=row, officer=yunchuan.shen, now=now)


def test_who_does_not_keep_the_roster_changes_no_account(yunchuan, now):
    row = add(yunchuan.shen, now)

    with pytest.raises(PermissionDenied):
        add(yunchuan.lu, now, name="另一个")
    with pytest.raises(PermissionDenied):
        retire_account(account=row, officer=yunchuan.lu, now=now)

    assert OfficialAccount.objects.get().retired_at is None


def test_an_account_is_public_once_another_person_confirmed_it(yunchuan, now):
    row = add(yunchuan.shen, now)
    assert not own_accounts(yunchuan.bureau.pk).exists()
    before = edition_of(yunchuan)

    confirm_account(account=row, officer=yunchuan.speaker, now=now)

    assert [one.confirmed_at for one in own_accounts(yunchuan.bureau.pk)] == [now]
    assert edition_of(yunchuan) == before + 1
    record = records_of(bureau_id=yunchuan.bureau.pk).first()
    assert (record.verb, record.label) == ("account.confirmed", "微博 云川 信访")
    with pytest.raises(Refused, match="已经确认"):
        confirm_account(account=row, officer=yunchuan.speaker, now=now)


def test_who_added_it_confirms_it_by_no_account_of_his(yunchuan, now):
    row = add(yunchuan.shen, now)
    speaker = yunchuan.speaker
    speaker.password_reset_at, speaker.password_reset_by = now, yunchuan.shen
    speaker.save(update_fields=["password_reset_at", "password_reset_by"])

    for officer in (yunchuan.shen, speaker):
        with pytest.raises(Refused, match="登记人不得自行确认"):
            confirm_account(account=row, officer=officer, now=now)
    with pytest.raises(PermissionDenied):
        confirm_account(account=row, officer=yunchuan.lu, now=now)

    assert not own_accounts(yunchuan.bureau.pk).exists()


def test_who_stands_in_for_him_does_not_confirm_it(yunchuan, now):
    row = add(yunchuan.shen, now)
    absence = DelegationTerms(Role.OFFICE, now, now + timedelta(hours=8), "出差")
    delegate(
        principal=yunchuan.shen,
        to=yunchuan.speaker,
        absence=absence,
        by=yunchuan.shen,
        now=now,
    )

    after = now + timedelta(hours=9)
    with pytest.raises(Refused, match="登记人不得自行确认"):
        confirm_account(account=row, officer=yunchuan.speaker, now=after)


def test_accounts_and_units_from_before_stand_in_public_after_the_upgrade(yunchuan, now):
    row = add(yunchuan.shen, now)
    line = listed(yunchuan, yunchuan.window, now)
    Responder.objects.filter(pk=line.pk).update(unit_name="")
    steps = import_module("huiying.work.responses.migrations.0008_confirmed_accounts")

    steps.count_as_confirmed(apps, SimpleNamespace(connection=connection))

    row.refresh_from_db()
    line.refresh_from_db()
    assert row.confirmed_at == row.added_at
    assert line.unit_name == yunchuan.reception.name
