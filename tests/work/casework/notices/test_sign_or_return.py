"""The unit signs a notice, or sends it back."""

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.notices.actions.record_delivery import mark_shown
from huiying.work.casework.notices.actions.sign_or_return import return_notice, sign_notice
from tests.module_rows import module_rows
from tests.work.casework.notices.steps import confirmed, notify, running

standing_rows, rows, yunchuan, incident = module_rows(confirmed)


def test_signing_has_its_own_clock_and_starts_the_report(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    mark_shown(notice=notice, officer=yunchuan.window, now=now + timedelta(minutes=5))
    sign_notice(notice=notice, officer=yunchuan.window, now=now + timedelta(minutes=30))

    notice.refresh_from_db()
    incident.refresh_from_db()
    receipt = Clock.objects.get(pk=notice.receipt_clock_id)
    assert receipt.state == ClockState.MET
    assert receipt.standing == "bureau"
    assert running(notice.report_clock)
    assert incident.stage == Stage.VERIFYING


def test_signing_twice_is_told_and_signs_once(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    sign_notice(notice=notice, officer=yunchuan.window, now=now)

    with pytest.raises(Stale):
        sign_notice(notice=notice, officer=yunchuan.window, now=now)


def test_only_the_notified_unit_signs_returns_and_reports(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)

    with pytest.raises(Refused):
        sign_notice(notice=notice, officer=yunchuan.water, now=now)
    with pytest.raises(Refused):
        return_notice(notice=notice, reason="x", officer=yunchuan.lu, now=now)


def test_a_wrong_unit_sends_it_back_and_the_clock_goes_on_from_its_start(
    yunchuan, incident, now
):
    notice = notify(incident, yunchuan.waterworks, yunchuan.lu, now)
    clock = notice.notice_clock
    due = clock.due_at
    return_notice(
        notice=notice, reason="不属我局", officer=yunchuan.water, now=now + timedelta(minutes=7)
    )

    assert running(clock)
    assert Clock.objects.get(pk=clock.pk).due_at == due
    again = notify(incident, yunchuan.reception, yunchuan.lu, now + timedelta(minutes=9))
    incident.refresh_from_db()
    assert again.notice_clock_id == clock.pk
    assert incident.lead_unit == yunchuan.reception
