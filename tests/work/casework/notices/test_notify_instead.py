"""A notice that a unit sent back goes on to another one, and its clock never rests."""

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import mark_shown
from huiying.work.casework.notices.models import Notice
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import QUEUE, WATER, incident_of
from tests.work.casework.notices.steps import notify, send_back

standing_rows, rows, yunchuan, incident = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


def at(minute):
    return T0 + timedelta(minutes=minute)


def test_a_late_return_keeps_the_breach_and_the_next_unit_takes_a_late_clock(
    yunchuan, incident
):
    first = notify(incident, yunchuan.waterworks, yunchuan.lu, at(4))
    mark_shown(notice=first, officer=yunchuan.water, now=at(50))
    first.refresh_from_db()
    breached = Clock.objects.get(pk=first.notice_clock_id).breached_at
    send_back(first, yunchuan.water, at(55))

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


def test_the_further_units_clock_goes_on_to_the_unit_that_takes_its_place(yunchuan, incident):
    lead = notify(incident, yunchuan.waterworks, yunchuan.lu, at(4))
    further = notify(incident, yunchuan.reception, yunchuan.lu, at(5))
    send_back(further, yunchuan.window, at(9))

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


@pytest.mark.parametrize("case", ["same unit", "not sent back"])
def test_what_cannot_be_routed_on_says_why(yunchuan, incident, case):
    first = notify(incident, yunchuan.waterworks, yunchuan.lu, at(4))
    unit, why = yunchuan.reception, "不能转办"
    if case == "same unit":
        send_back(first, yunchuan.water, at(10))
        unit, why = yunchuan.waterworks, "请选择其他单位"

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


def test_a_return_after_an_upgrade_leaves_one_clock_running(yunchuan):
    incident = incident_of(yunchuan, WATER, grade=Grade.ORDINARY)
    first = notify(incident, yunchuan.waterworks, yunchuan.lu, at(4))
    regrade(incident=incident, grade=Grade.MAJOR, reason="扩散", officer=yunchuan.lu, now=at(6))
    incident.refresh_from_db()
    send_back(first, yunchuan.water, at(8))

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


def test_the_same_unit_may_be_told_again_after_a_talk(yunchuan, incident):
    first = notify(incident, yunchuan.waterworks, yunchuan.lu, at(4))
    send_back(first, yunchuan.water, at(10))

    again = notify(incident, yunchuan.waterworks, yunchuan.lu, at(12))

    assert again.rerouted_from == first
    assert Clock.objects.get(pk=again.notice_clock_id).state == ClockState.RUNNING


def test_two_officers_who_route_it_on_at_once_make_one_notice(yunchuan, incident):
    first = notify(incident, yunchuan.waterworks, yunchuan.lu, at(4))
    send_back(first, yunchuan.water, at(10))
    stale = Notice.objects.get(pk=first.pk)
    ask = {"incident": incident, "guidance": "", "officer": yunchuan.lu, "now": at(12)}
    notify_unit(unit=yunchuan.reception, instead_of=first, **ask)

    with pytest.raises(Refused, match="该通报已转办"):
        notify_unit(unit=yunchuan.online, instead_of=stale, **ask)
    assert Notice.objects.count() == 2


def test_after_a_merge_the_notice_that_is_routed_on_keeps_the_clock_of_its_own_matter(
    yunchuan, incident
):
    other = incident_of(yunchuan, QUEUE)
    first = notify(other, yunchuan.waterworks, yunchuan.lu, at(4))
    merge_incidents(
        source=other, target=incident, reason="同一件事", officer=yunchuan.lu, now=at(6)
    )
    first.refresh_from_db()
    send_back(first, yunchuan.water, at(8))

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
