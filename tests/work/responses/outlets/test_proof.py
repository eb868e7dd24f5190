"""An official account is the one that was added and confirmed."""

from __future__ import annotations

import pytest

from huiying.base.audit.actions.append import append
from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.responses.outlets.actions.manage_accounts import (
    add_account,
    confirm_account,
    retire_account,
)
from huiying.work.responses.outlets.models import OfficialAccount, Outlet
from huiying.work.responses.outlets.proof import account_differences
from tests.factories import T0
from tests.module_rows import module_rows
from tests.tampering import tamper

pytestmark = pytest.mark.django_db
WHERE = "https://weibo.example/yunchuan"


def added(cast):
    return add_account(
        outlet=Outlet.WEIBO, name="云川信访", address=WHERE, officer=cast.shen, now=T0
    )


standing_rows, rows, yunchuan, account = module_rows(added)


def differences(cast):
    found = account_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record.account_"), one.params["ref"]) for one in found]


def test_what_was_added_confirmed_and_retired_agrees(yunchuan, account):
    assert differences(yunchuan) == []

    confirm_account(account=account, officer=yunchuan.speaker, now=T0)
    assert differences(yunchuan) == []

    retire_account(account=account, officer=yunchuan.shen, now=T0)
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE responses_officialaccount SET name = '别的账号'", "differs"),
        ("UPDATE responses_officialaccount SET address = 'https://x.example/'", "differs"),
        ("UPDATE responses_officialaccount SET confirmed_at = added_at", "differs"),
        ("UPDATE responses_officialaccount SET retired_at = added_at", "differs"),
        ("DELETE FROM responses_officialaccount", "missing"),
    ],
)
def test_what_was_changed_below_the_application_is_found(yunchuan, account, change, found):
    assert tamper(f"{change} WHERE id = %s", account.pk) == 1

    assert differences(yunchuan) == [(found, "微博 云川信访")]


def of_an_earlier_version(cast):
    """An account as 0.2.0 recorded it: without a hash."""
    row = OfficialAccount.objects.create(
        bureau=cast.bureau,
        outlet=Outlet.WEIBO,
        platform="微博",
        name="云川发布",
        address="https://weibo.example/1234567890",
        added_at=T0,
        confirmed_at=T0,
    )
    append(
        bureau_id=cast.bureau.pk,
        actor=cast.shen.audit_actor(),
        verb="account.added",
        subject=row.audit_subject(),
        now=T0,
        data={"outlet": "WEIBO", "address": row.address},
    )
    return row


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE responses_officialaccount SET retired_at = NULL", []),
        ("UPDATE responses_officialaccount SET name = '别的账号'", ["differs"]),
        ("UPDATE responses_officialaccount SET address = 'https://x.example/'", ["differs"]),
    ],
)
def test_a_record_of_an_earlier_version_is_compared_by_what_it_says(
    yunchuan, account, change, found
):
    row = of_an_earlier_version(yunchuan)

    tamper(f"{change} WHERE id = %s", row.pk)

    assert [code for code, _ref in differences(yunchuan)] == found


def test_an_account_without_a_record_is_found_and_the_daily_check_names_it(yunchuan, account):
    OfficialAccount.objects.create(
        bureau=yunchuan.bureau,
        outlet=Outlet.OTHER,
        platform="论坛",
        name="另一个",
        address=WHERE,
        added_at=T0,
        confirmed_at=T0,
    )

    problems = check_bureau(yunchuan.bureau.pk, read_files=False).problems

    assert [(one.code, one.params["ref"]) for one in problems] == [
        ("record.account_not_recorded", "论坛 另一个")
    ]
