"""登记回复: approved words as they stand on an official account, by who is on the roster."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused
from huiying.work.incidents.recusals.actions.recuse import recuse
from huiying.work.responses.core.models import Edition
from huiying.work.responses.outlets.actions.manage_accounts import (
    add_account,
    confirm_account,
    retire_account,
)
from huiying.work.responses.outlets.models import OfficialAccount, Outlet
from huiying.work.responses.responders.actions.record_reply import record_reply
from huiying.work.responses.responders.models import Reply
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk
from tests.work.responses.responders.steps import listed

pytestmark = pytest.mark.django_db
PLACE = "https://forum.yunchuan.example/t/77"


def with_a_responder(cast):
    """A public answer, somebody on the roster, and a forum account of the bureau."""
    listed(cast, cast.window, T0)
    account = add_account(
        outlet=Outlet.OTHER,
        platform="云川论坛",
        name="云川区信访局",
        address="https://forum.yunchuan.example/office",
        officer=cast.shen,
        now=T0,
    )
    confirm_account(account=account, officer=cast.speaker, now=T0)
    return desk.published(cast, T0)


standing_rows, rows, yunchuan, release = module_rows(with_a_responder)


def reply(cast, release, now, officer=None, **changes):
    how = {"account": OfficialAccount.objects.first(), "address": PLACE, "posted_at": now}
    return record_reply(
        release=release, officer=officer or cast.window, now=now, **how | changes
    )


@pytest.mark.clause("2(3)b")
def test_a_reply_says_where_and_when_the_words_were_posted(yunchuan, release, now):
    before = Edition.objects.get().number

    row = reply(yunchuan, release, now, address=f" {PLACE} ")

    assert (row.address, row.posted_at, row.release) == (PLACE, now, release)
    assert row.responder.officer == yunchuan.window
    assert Edition.objects.get().number == before + 1
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.verb, record.data["address"]) == ("reply.recorded", PLACE)


@pytest.mark.clause("2(3)b")
def test_only_who_is_on_the_roster_and_not_recused_records_one(yunchuan, release, now):
    with pytest.raises(Refused, match="公开名单上的回应人员"):
        reply(yunchuan, release, now, yunchuan.speaker)
    recuse(
        incident=release.answer.incident,
        who=yunchuan.window,
        reason="亲属",
        officer=yunchuan.window,
        now=now,
    )
    with pytest.raises(PermissionDenied):
        reply(yunchuan, release, now)

    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"address": "x"}, "读者能打开的网址"),
        ({"address": "https://other.example/t/1"}, "网址不属于该账号的网站"),
        ({"posted_at": T0 - timedelta(minutes=1)}, "审定发布之后"),
        ({"posted_at": T0 + timedelta(minutes=1)}, "现在之前"),
    ],
    ids=["no address", "another site", "before the release", "to come"],
)
def test_a_place_and_a_time_that_cannot_be_are_refused(yunchuan, release, now, changes, why):
    with pytest.raises(Refused, match=why):
        reply(yunchuan, release, now, **changes)

    assert not Reply.objects.exists()


def test_the_same_words_stand_once_on_an_account(yunchuan, release, now):
    reply(yunchuan, release, now)

    with pytest.raises(Refused, match="只发一次"):
        reply(yunchuan, release, now, address="https://forum.yunchuan.example/t/78")

    assert Reply.objects.count() == 1


def test_old_words_are_not_posted_any_more(yunchuan, release, now):
    later = now + timedelta(minutes=1)
    desk.corrected(yunchuan, release, later)

    with pytest.raises(Refused, match="已被更正"):
        reply(yunchuan, release, later)


def test_a_newspaper_and_a_retired_account_carry_no_reply(yunchuan, release, now):
    paper = add_account(
        outlet=Outlet.NEWSPAPER, name="云川日报", officer=yunchuan.shen, now=now
    )
    with pytest.raises(Refused, match="本局登记在用的账号"):
        reply(yunchuan, release, now, account=paper)
    forum = OfficialAccount.objects.get(outlet=Outlet.OTHER)
    retire_account(account=forum, officer=yunchuan.shen, now=now)
    with pytest.raises(Refused, match="本局登记在用的账号"):
        reply(yunchuan, release, now, account=forum)


def test_nothing_is_answered_on_an_account_that_nobody_confirmed(yunchuan, release, now):
    account = add_account(
        outlet=Outlet.WEIBO,
        name="云川信访",
        address="https://weibo.example/yunchuan",
        officer=yunchuan.shen,
        now=now,
    )

    with pytest.raises(Refused, match="该账号尚未经第二人确认"):
        reply(yunchuan, release, now, account=account, address="https://weibo.example/t/1")

    assert not Reply.objects.exists()
