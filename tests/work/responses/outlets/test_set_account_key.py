"""公众号接口: keys of an account are sealed, kept when left empty, and never on record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused
from huiying.base.files.incoming import check_incoming, write_file
from huiying.work.responses.outlets.actions.manage_accounts import add_account, retire_account
from huiying.work.responses.outlets.actions.mark_article import store_cover_id
from huiying.work.responses.outlets.actions.set_account_key import (
    KeyInput,
    secret_of,
    set_account_key,
)
from huiying.work.responses.outlets.models import AccountKey, Outlet
from tests.scenarios.press import wechat_of
from tests.scenarios.tasks import PICTURE

pytestmark = pytest.mark.django_db
SECRET = "not-a-secret-of-anybody"
TYPED = KeyInput(" wx1234567890abcdef ", SECRET, active=False)


def put(account, officer, now, typed=TYPED):
    return set_account_key(account=account, given=typed, officer=officer, now=now)


@pytest.fixture
def account(yunchuan):
    return wechat_of(yunchuan)


@pytest.fixture
def cover(yunchuan, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return write_file(yunchuan.bureau.pk, check_incoming(PICTURE))


def test_the_secret_is_sealed_and_stands_in_no_record(yunchuan, account, now):
    key = put(account, yunchuan.admin, now)

    assert (key.appid, key.active, key.set_by) == ("wx1234567890abcdef", False, yunchuan.admin)
    assert SECRET.encode() not in bytes(key.secret)
    assert secret_of(AccountKey.objects.get()) == SECRET
    record = records_of(bureau_id=key.bureau_id).first()
    assert (record.verb, record.data) == ("account.key_set", {"active": False})


def test_an_empty_secret_and_no_cover_keep_what_is_stored(yunchuan, account, now, cover):
    put(account, yunchuan.admin, now, replace(TYPED, cover=cover, active=True))
    kept = AccountKey.objects.get().cover

    put(account, yunchuan.admin, now, replace(TYPED, secret="", active=True))

    key = AccountKey.objects.get()
    assert (secret_of(key), key.cover, key.active) == (SECRET, kept, True)


def test_another_appid_forgets_how_the_platform_names_the_cover(yunchuan, account, now, cover):
    key = put(account, yunchuan.admin, now, replace(TYPED, cover=cover))
    store_cover_id(key, "COVER")
    put(account, yunchuan.admin, now)
    same = AccountKey.objects.get().cover_media_id

    put(account, yunchuan.admin, now, replace(TYPED, appid="wx0000000000000000"))

    assert (same, AccountKey.objects.get().cover_media_id) == ("COVER", "")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"appid": "gh_123456"}, "AppID 以 wx 开头"),
        ({"secret": ""}, "完整的 AppSecret"),
        ({"secret": "short"}, "完整的 AppSecret"),
        ({"active": True}, "须有封面"),
    ],
)
def test_keys_have_their_form_and_are_not_in_use_without_a_cover(
    yunchuan, account, now, changes, why
):
    with pytest.raises(Refused, match=why):
        put(account, yunchuan.admin, now, replace(TYPED, **changes))

    assert not AccountKey.objects.exists()


def test_only_a_public_account_in_use_has_keys(yunchuan, account, now):
    weibo = add_account(
        outlet=Outlet.WEIBO,
        name="云川信访",
        address="https://weibo.example/yunchuan",
        officer=yunchuan.shen,
        now=now,
    )
    retire_account(account=account, officer=yunchuan.shen, now=now)

    for row in (weibo, account):
        with pytest.raises(Refused, match="在用的微信公众号"):
            put(row, yunchuan.admin, now)


def test_only_who_manages_channels_sets_keys(yunchuan, account, now):
    with pytest.raises(PermissionDenied):
        put(account, yunchuan.shen, now)
