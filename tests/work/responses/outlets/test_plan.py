"""发布计划: which account carries an answer, whose task it is, and when; or that none does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.work.responses.outlets.actions.manage_accounts import add_account, retire_account
from huiying.work.responses.outlets.actions.plan import (
    PlanInput,
    change_line,
    drop_line,
    plan_outlet,
)
from huiying.work.responses.outlets.actions.post_article import drop_article
from huiying.work.responses.outlets.actions.record_carried import CarriedInput, record_carried
from huiying.work.responses.outlets.models import Outlet, PlanLine, PlanState
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.press import wechat_of
from tests.work.responses.outlets.steps import drafted, planned

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, line = module_rows(planned)


@pytest.fixture
def weibo(yunchuan, line):
    return add_account(
        outlet=Outlet.WEIBO,
        name="云川信访",
        address="https://weibo.example/yunchuan",
        officer=yunchuan.shen,
        now=T0,
    )


def plan(cast, line, account, now, officer=None, **changes):
    wanted = replace(PlanInput(account, cast.office, now), **changes)
    return plan_outlet(
        answer=line.answer, planned=wanted, officer=officer or cast.shen, now=now
    )


def change(cast, line, account, now, **more):
    wanted = PlanInput(account, cast.reception, now + timedelta(hours=1))
    change_line(line=line, planned=wanted, officer=cast.shen, now=now, **more)


def drop(line, officer, now, reason="改发网站", revision=None):
    drop_line(line=line, reason=reason, officer=officer, now=now, revision=revision)


@pytest.mark.clause("8e")
def test_a_line_says_where_when_and_whose_task_it_is(yunchuan, line, weibo, now):
    row = plan(yunchuan, line, weibo, now)

    assert (row.account, row.owner, row.planned_at) == (weibo, yunchuan.office, now)
    assert row.state == PlanState.PLANNED
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.verb, record.data) == ("outlet.planned", {"outlet": "WEIBO"})


def test_an_account_stands_once_in_a_plan_and_is_in_use_and_the_bureau_s(
    yunchuan, linxi, line, weibo, now
):
    with pytest.raises(Refused, match="已经在计划里"):
        plan(yunchuan, line, line.account, now)
    with pytest.raises(Refused, match="未找到该单位"):
        plan(yunchuan, line, weibo, now, owner=linxi.office)
    with pytest.raises(Refused, match="只能选本局"):
        plan(yunchuan, line, wechat_of(linxi), now)
    retire_account(account=weibo, officer=yunchuan.shen, now=now)
    with pytest.raises(Refused, match="在用的官方账号"):
        plan(yunchuan, line, weibo, now)

    assert PlanLine.objects.get() == line


def test_who_does_not_speak_for_the_bureau_plans_nothing(yunchuan, line, weibo, now):
    with pytest.raises(PermissionDenied):
        plan(yunchuan, line, weibo, now, yunchuan.lu)


def test_account_owner_and_time_of_a_line_are_changed_together(yunchuan, line, weibo, now):
    change(yunchuan, line, weibo, now)

    row = PlanLine.objects.get()
    assert (row.account, row.owner) == (weibo, yunchuan.reception)
    assert row.planned_at == now + timedelta(hours=1)
    assert records_of(bureau_id=row.bureau_id).first().verb == "outlet.changed"


def test_a_line_is_not_changed_from_an_old_page_nor_to_what_is_planned(
    yunchuan, line, weibo, now
):
    seen = line.revision
    plan(yunchuan, line, weibo, now)
    with pytest.raises(Refused, match="已经在计划里"):
        change(yunchuan, line, weibo, now)
    change(yunchuan, line, line.account, now, revision=seen)

    with pytest.raises(Stale):
        change(yunchuan, line, line.account, now, revision=seen)


def test_a_retired_account_may_stay_in_the_line_that_has_it(yunchuan, line, now):
    retire_account(account=line.account, officer=yunchuan.shen, now=now)

    change(yunchuan, line, line.account, now)

    assert PlanLine.objects.get().owner == yunchuan.reception


def test_an_article_under_way_holds_its_account(yunchuan, line, weibo, now):
    posting = drafted(yunchuan, line)
    with pytest.raises(Refused, match="请先放弃草稿"):
        change(yunchuan, PlanLine.objects.get(), weibo, now)
    with pytest.raises(Refused, match="请先放弃草稿"):
        drop(PlanLine.objects.get(), yunchuan.shen, now)

    drop_article(posting=posting, how="换账号", officer=yunchuan.shen, now=now)
    change(yunchuan, PlanLine.objects.get(), weibo, now)
    assert PlanLine.objects.get().account == weibo


def test_a_line_is_given_up_with_a_reason_and_may_be_planned_again(yunchuan, line, now):
    with pytest.raises(Refused, match="请填写不发布的理由"):
        drop(line, yunchuan.shen, now, reason=" ")
    with pytest.raises(PermissionDenied):
        drop(line, yunchuan.lu, now)

    drop(line, yunchuan.shen, now)

    assert (line.state, line.reason) == (PlanState.DROPPED, "改发网站")
    record = records_of(bureau_id=line.bureau_id).first()
    assert (record.verb, record.data["reason"]) == ("outlet.dropped", "改发网站")
    assert plan(yunchuan, line, line.account, now).state == PlanState.PLANNED


def test_what_a_channel_carried_is_not_given_up(yunchuan, line, now):
    on_her_screen, seen = PlanLine.objects.get(), line.revision
    carried = CarriedInput(now, "https://mp.weixin.example/s/1")
    record_carried(line=line, carried=carried, officer=yunchuan.shen, now=now)

    with pytest.raises(Refused, match="已发"):
        drop(on_her_screen, yunchuan.speaker, now, revision=seen)
