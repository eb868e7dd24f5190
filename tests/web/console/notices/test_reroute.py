"""退回 and on to another unit (Art. 4(1), 4(3)): in one step, and the clock never rests."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.clocks.models import Clock, ClockState
from huiying.policy.grading.grades import Grade
from huiying.reasons.rendering import render_data
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.sign_or_return import (
    sign_notice,
)
from huiying.work.casework.notices.models import Notice
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import Page, page_of
from tests.work.casework.notices.steps import notify, send_back

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at(time, now):
    """Set the clock of the screens to a minute after T0."""
    restart_workers()

    def at(minute):
        time.set(now + minute * MINUTE)
        return time.now

    at(3)
    return at


standing_rows, rows, yunchuan, incident = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


@pytest.fixture
def desk(yunchuan):
    return signed_in(yunchuan.lu)


def test_the_unit_sees_how_long_a_notice_may_take_before_it_was_delivered(
    at, yunchuan, incident
):
    notify(incident, yunchuan.waterworks, yunchuan.lu, at(4))

    page = page_of(signed_in(yunchuan.water).get(reverse("console:notices"))).text

    assert "暂无计时中的时限" not in page
    assert re.search(r"\d+ 分 \d\d 秒 通报 ", page)


def panel(client, incident):
    page = page_of(client.get(reverse("console:incident", args=[incident.number]) + "?tab=all"))
    return Page(page.panel("notices") + page.panel("checks"))


@pytest.mark.clause("4(1)")
def test_a_notice_sent_back_goes_to_another_unit_in_one_step_and_its_clock_goes_on(
    at, desk, yunchuan, incident
):
    first = notify(incident, yunchuan.waterworks, yunchuan.lu, at(4))
    before = Clock.objects.get(pk=first.notice_clock_id)
    send_back(first, yunchuan.water, at(10))
    at(12)
    address = reverse("console:notice-reroute", args=[first.number])
    assert address in panel(desk, incident), "one step from the incident's page"
    form = page_of(desk.get(address))
    assert "退回：管网归自来水公司" in form
    assert "请核实排队情况" in form, "what was asked is there already"
    assert f'value="{yunchuan.waterworks.pk}"' not in form

    answer = {"unit": yunchuan.online.pk, "guidance": "先查泵房。"}
    page = page_of(desk.post(address, answer, follow=True))

    second = Notice.objects.get(rerouted_from=first)
    assert f"已转办网上信访科（通报 {second.number}），待送达。" in page
    running = Clock.objects.get(pk=second.notice_clock_id)
    assert running.pk == before.pk
    assert (running.starts_at, running.due_at) == (before.starts_at, before.due_at)
    assert running.state == ClockState.RUNNING
    incident.refresh_from_db()
    assert incident.lead_unit == yunchuan.online
    twice = page_of(desk.post(address, {**answer, "unit": yunchuan.reception.pk}), 409)
    assert "该通报已转办" in twice
    assert Notice.objects.count() == 2


def test_the_page_shows_through_whose_hands_it_went_with_the_minutes_of_each(
    at, desk, yunchuan, incident, now
):
    first = notify(incident, yunchuan.waterworks, yunchuan.lu, at(4))
    send_back(first, yunchuan.water, at(10))
    second = notify_unit(
        incident=incident,
        unit=yunchuan.reception,
        guidance="",
        officer=yunchuan.lu,
        now=at(13),
        instead_of=first,
    )
    at(20)
    waiting = panel(desk, incident).text
    sign_notice(notice=second, officer=yunchuan.window, now=at(24))
    at(60)

    said = panel(desk, incident).text

    assert "发出之前 3 分 区水务局" in said
    chain = "区水务局 6 分 退回：管网归自来水公司 值班台 3 分 来访接待科"
    assert f"{chain} 7 分 当前承办" in waiting
    assert f"{chain} 11 分 已签收" in said


def test_a_further_unit_that_sends_it_back_gives_the_desk_its_own_clock(
    at, desk, yunchuan, incident
):
    notify(incident, yunchuan.waterworks, yunchuan.lu, at(4))
    further = notify(incident, yunchuan.reception, yunchuan.lu, at(5))
    own = further.notice_clock_id
    send_back(further, yunchuan.window, at(9), "与来访无关")

    held = Clock.objects.get(pk=own)
    assert (held.state, held.holder) == (ClockState.RUNNING, "值班员")
    address = reverse("console:notice-settle", args=[further.number])
    assert address in panel(desk, incident)
    at(11)
    page = page_of(desk.post(address, {"reason": "主办单位已经够了"}, follow=True))

    assert "已登记为不另行通报。" in page
    held.refresh_from_db()
    assert held.state == ClockState.CANCELLED
    assert render_data(held.stop_reason) == "主办单位已经够了"
    assert address not in panel(desk, incident)
    assert "该退回已处理" in page_of(desk.post(address, {"reason": "再来一次"}), 409)


def test_notifying_anew_after_the_lead_sent_it_back_is_the_same_chain(
    at, desk, yunchuan, incident
):
    first = notify(incident, yunchuan.waterworks, yunchuan.lu, at(4))
    send_back(first, yunchuan.water, at(10))

    second = notify(incident, yunchuan.reception, yunchuan.lu, at(12))

    assert second.rerouted_from == first
    at(15)
    said = panel(desk, incident).text
    assert "值班台 2 分 来访接待科 3 分 当前承办" in said
    assert "转办…" not in said
