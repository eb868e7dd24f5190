"""The erasure of old petitions as officers see it: shown, signed by two others, ended."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.work.closing.core.planned_deletions import DeletionState
from huiying.work.closing.petition_purges.models import PetitionPurge
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.closing.petition_purges.steps import (
    LATER,
    answered,
    run,
    set_months,
    signed_plan,
)

pytestmark = pytest.mark.django_db
PURGES = reverse("console:petition-purges")


def act(name, purge):
    return reverse(f"console:petition-purge-{name}", args=[purge.number])


def page_of_plan(purge):
    return reverse("console:petition-purge", args=[purge.number])


def test_a_plan_is_shown_before_it_runs_and_signed_by_two_others(yunchuan, time):
    petition = answered(yunchuan)
    time.set(LATER)
    office, duty, leader = map(signed_in, (yunchuan.shen, yunchuan.lu, yunchuan.leader))
    assert "不删除任何信访事项" in page_of(office.get(PURGES)).text
    set_months(yunchuan)
    office.post(reverse("console:petition-purge-plan"), {"version": "0"})
    purge = PetitionPurge.objects.get()

    page = page_of(leader.get(page_of_plan(purge)))
    assert "共 1 件" in page.text
    assert petition.number in page.panel("examples").text
    assert "签署删除计划" not in page_of(office.get(page_of_plan(purge))).text
    for browser in (duty, leader):
        shown = browser.get(page_of_plan(purge)).content.decode()
        browser.post(act("sign", purge), {"hash": shown.split('name="hash" value="')[1][:64]})

    purge.refresh_from_db()
    assert purge.state == DeletionState.RUNNING
    run()
    page = page_of(office.get(page_of_plan(purge)))
    assert "已完成" in page.text
    assert not page.has_panel("examples")


def test_who_stopped_a_run_ends_it_and_does_not_continue_it(yunchuan, time):
    answered(yunchuan)
    set_months(yunchuan)
    purge = signed_plan(yunchuan)
    time.set(LATER)
    office = signed_in(yunchuan.shen)
    assert "已删除 0 / 1 件" in page_of(office.get(page_of_plan(purge))).text

    office.post(act("stop", purge))
    page = page_of(office.get(page_of_plan(purge)))
    assert "终止…" in page.text
    assert "继续删除" not in page.text
    office.post(act("end", purge), {"reason": "规则已改，另行拟订"})

    page = page_of(office.get(page_of_plan(purge)))
    assert "停止原因：规则已改，另行拟订" in page.text
    assert "拟订删除计划…" in page_of(office.get(PURGES)).text
