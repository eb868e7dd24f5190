"""退回 and on to another unit (Art. 4(1), 4(3)): in one step, and the clock never rests."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.reasons.rendering import render_data
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import mark_shown
from huiying.work.casework.notices.actions.sign_or_return import (
    return_notice,
    settle_returned_notice,
    sign_notice,
)
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.module_rows import module_rows
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import QUEUE, WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at(time, now):
    """Set the clock to a minute after T0; return the moment."""
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


def tell(cast, incident, unit, moment):
    return notify_unit(
        incident=incident, unit=unit, guidance="先查泵房。", officer=cast.lu, now=moment
    )


def back(notice, officer, moment, reason="管网归自来水公司"):
    return_notice(notice=notice, reason=reason, officer=officer, now=moment)
    notice.refresh_from_db()


def test_the_unit_sees_how_long_a_notice_may_take_before_it_was_delivered(
    at, yunchuan, incident
):
    tell(yunchuan, incident, yunchuan.waterworks, at(4))

    page = page_of(signed_in(yunchuan.water).get(reverse("console:notices"))).text

    assert "没有在走的时钟" not in page
    assert re.search(r"\d+:\d\d 通报 ", page)


def panel(client, incident):
    address = reverse("console:incident", args=[incident.number])
    return page_of(client.get(address)).panel("notices")


@pytest.mark.clause("4(1)")
@pytest.mark.clause("4(3)")
def test_a_notice_sent_back_goes_to_another_unit_in_one_step_and_its_clock_goes_on(
    at, desk, yunchuan, incident
):
    first = tell(yunchuan, incident, yunchuan.waterworks, at(4))
    before = Clock.objects.get(pk=first.notice_clock_id)
    back(first, yunchuan.water, at(10))
    at(12)
    address = reverse("console:notice-reroute", args=[first.number])
    assert address in panel(desk, incident), "one step from the incident's page"
    form = page_of(desk.get(address))
    assert "退回：管网归自来水公司" in form
    assert "先查泵房。" in form, "what was asked is there already"
    assert f'value="{yunchuan.waterworks.pk}"' not in form

    answer = {"unit": yunchuan.online.pk, "guidance": "先查泵房。"}
    page = page_of(desk.post(address, answer, follow=True))

    second = Notice.objects.get(rerouted_from=first)
    assert f"已转给网上信访科（{second.number}），等待送达。" in page
    running = Clock.objects.get(pk=second.notice_clock_id)
    assert running.pk == before.pk
    assert (running.starts_at, running.due_at) == (before.starts_at, before.due_at)
    assert running.state == ClockState.RUNNING
    incident.refresh_from_db()
    assert incident.lead_unit == yunchuan.online
    twice = page_of(desk.post(address, {**answer, "unit": yunchuan.reception.pk}), 409)
    assert "已经转给别的单位了" in twice
    assert Notice.objects.count() == 2


@pytest.mark.clause("4(3)")
def test_the_page_shows_through_whose_hands_it_went_with_the_minutes_of_each(
    at, desk, yunchuan, incident, now
):
    first = tell(yunchuan, incident, yunchuan.waterworks, at(4))
    back(first, yunchuan.water, at(10))
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
    assert f"{chain} 7 分 现在在这里" in waiting
    assert f"{chain} 11 分 已签收" in said


def test_a_late_return_keeps_the_breach_and_the_next_unit_takes_a_late_clock(
    at, yunchuan, incident
):
    first = tell(yunchuan, incident, yunchuan.waterworks, at(4))
    mark_shown(notice=first, officer=yunchuan.water, now=at(50))
    first.refresh_from_db()
    breached = Clock.objects.get(pk=first.notice_clock_id).breached_at
    back(first, yunchuan.water, at(55))

    second = notify_unit(
        incident=incident,
        unit=yunchuan.reception,
        guidance="",
        officer=yunchuan.lu,
        now=at(56),
        instead_of=first,
    )

    late = Clock.objects.get(pk=second.notice_clock_id)
    assert breached is not None
    assert (late.breached_at, late.state) == (breached, ClockState.RUNNING)


def test_a_further_unit_that_sends_it_back_gives_the_desk_its_own_clock(
    at, desk, yunchuan, incident
):
    tell(yunchuan, incident, yunchuan.waterworks, at(4))
    further = tell(yunchuan, incident, yunchuan.reception, at(5))
    own = further.notice_clock_id
    back(further, yunchuan.window, at(9), "与来访无关")

    held = Clock.objects.get(pk=own)
    assert (held.state, held.holder) == (ClockState.RUNNING, "值班员")
    address = reverse("console:notice-settle", args=[further.number])
    assert address in panel(desk, incident)
    at(11)
    page = page_of(desk.post(address, {"reason": "主办单位已经够了"}, follow=True))

    assert "已记为不另行通报。" in page
    held.refresh_from_db()
    assert held.state == ClockState.CANCELLED
    assert render_data(held.stop_reason) == "主办单位已经够了"
    assert address not in panel(desk, incident)
    assert "已经处理过了" in page_of(desk.post(address, {"reason": "再来一次"}), 409)


def test_the_further_units_clock_goes_on_to_the_unit_that_takes_its_place(
    at, yunchuan, incident
):
    lead = tell(yunchuan, incident, yunchuan.waterworks, at(4))
    further = tell(yunchuan, incident, yunchuan.reception, at(5))
    back(further, yunchuan.window, at(9))

    third = notify_unit(
        incident=incident,
        unit=yunchuan.online,
        guidance="",
        officer=yunchuan.lu,
        now=at(12),
        instead_of=further,
    )

    assert third.notice_clock_id == further.notice_clock_id != lead.notice_clock_id
    assert not third.lead


def test_the_leading_unit_cannot_be_left_out(at, yunchuan, incident):
    first = tell(yunchuan, incident, yunchuan.waterworks, at(4))
    with pytest.raises(Refused, match="只有协办单位"):
        settle_returned_notice(notice=first, reason="x", officer=yunchuan.lu, now=at(5))
    back(first, yunchuan.water, at(10))

    with pytest.raises(Refused, match="只有协办单位"):
        settle_returned_notice(notice=first, reason="x", officer=yunchuan.lu, now=at(11))


@pytest.mark.parametrize("case", ["same unit", "not sent back"])
def test_what_cannot_be_routed_on_says_why(at, desk, yunchuan, incident, case):
    first = tell(yunchuan, incident, yunchuan.waterworks, at(4))
    unit, why = yunchuan.reception, "没有退回，不能转给别的单位"
    if case == "same unit":
        back(first, yunchuan.water, at(10))
        unit, why = yunchuan.waterworks, "请选别的单位"

    with pytest.raises(Refused, match=why):
        notify_unit(
            incident=incident,
            unit=unit,
            guidance="",
            officer=yunchuan.lu,
            now=at(11),
            instead_of=first,
        )

    assert Notice.objects.count() == 1


def test_a_return_after_an_upgrade_leaves_one_clock_running(at, yunchuan):
    incident = incident_of(yunchuan, WATER, grade=Grade.ORDINARY)
    first = tell(yunchuan, incident, yunchuan.waterworks, at(4))
    regrade_with_second(
        incident=incident, grade=Grade.MAJOR, reason="扩散", officer=yunchuan.lu, now=at(6)
    )
    incident.refresh_from_db()
    back(first, yunchuan.water, at(8))

    second = notify_unit(
        incident=incident,
        unit=yunchuan.reception,
        guidance="",
        officer=yunchuan.lu,
        now=at(10),
        instead_of=first,
    )

    notices = Clock.objects.filter(kind="notice", state=ClockState.RUNNING)
    assert [row.pk for row in notices] == [second.notice_clock_id]
    assert second.notice_clock_id == incident.notice_clock_id


def test_the_second_unit_can_work_though_the_first_sent_its_notice_back(at, yunchuan, incident):
    first = tell(yunchuan, incident, yunchuan.waterworks, at(4))
    other = tell(yunchuan, incident, yunchuan.reception, at(5))
    back(first, yunchuan.water, at(8))

    sign_notice(notice=other, officer=yunchuan.window, now=at(9))

    other.refresh_from_db()
    incident.refresh_from_db()
    assert (other.state, incident.stage) == (NoticeState.SIGNED, "VERIFYING")


def test_notifying_anew_after_the_lead_sent_it_back_is_the_same_chain(
    at, desk, yunchuan, incident
):
    first = tell(yunchuan, incident, yunchuan.waterworks, at(4))
    back(first, yunchuan.water, at(10))

    second = tell(yunchuan, incident, yunchuan.reception, at(12))

    assert second.rerouted_from == first
    at(15)
    said = panel(desk, incident).text
    assert "值班台 2 分 来访接待科 3 分 现在在这里" in said
    assert "转给别的单位…" not in said


def test_the_same_unit_may_be_told_again_after_a_talk(at, yunchuan, incident):
    first = tell(yunchuan, incident, yunchuan.waterworks, at(4))
    back(first, yunchuan.water, at(10))

    again = tell(yunchuan, incident, yunchuan.waterworks, at(12))

    assert again.rerouted_from == first
    assert Clock.objects.get(pk=again.notice_clock_id).state == ClockState.RUNNING


def test_two_officers_who_route_it_on_at_once_make_one_notice(at, yunchuan, incident):
    first = tell(yunchuan, incident, yunchuan.waterworks, at(4))
    back(first, yunchuan.water, at(10))
    stale = Notice.objects.get(pk=first.pk)
    ask = {"incident": incident, "guidance": "", "officer": yunchuan.lu, "now": at(12)}
    notify_unit(unit=yunchuan.reception, instead_of=first, **ask)

    with pytest.raises(Refused, match="已经转给别的单位了"):
        notify_unit(unit=yunchuan.online, instead_of=stale, **ask)
    assert Notice.objects.count() == 2


def test_after_a_merge_the_notice_that_is_routed_on_keeps_the_clock_of_its_own_matter(
    at, yunchuan, incident
):
    other = incident_of(yunchuan, QUEUE)
    first = tell(yunchuan, other, yunchuan.waterworks, at(4))
    merge_incidents(
        source=other, target=incident, reason="同一件事", officer=yunchuan.lu, now=at(6)
    )
    first.refresh_from_db()
    back(first, yunchuan.water, at(8))

    second = notify_unit(
        incident=incident,
        unit=yunchuan.reception,
        guidance="",
        officer=yunchuan.lu,
        now=at(10),
        instead_of=first,
    )

    assert second.notice_clock_id == first.notice_clock_id != incident.notice_clock_id
    both = Clock.objects.filter(pk__in=[second.notice_clock_id, incident.notice_clock_id])
    assert {row.state for row in both} == {ClockState.RUNNING}
