"""A unit reports what it found and did."""

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.policy.procedure.findings import Finding
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.notices.actions.report_back import report_back
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from tests.module_rows import module_rows
from tests.work.casework.notices.steps import confirmed, notify

standing_rows, rows, yunchuan, incident = module_rows(confirmed)


@pytest.mark.clause("7a")
def test_a_report_says_what_was_found_and_done_offline(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    with pytest.raises(Refused):
        report(notice, yunchuan.window, now)
    sign_notice(notice=notice, officer=yunchuan.window, now=now)
    report(notice, yunchuan.window, now + timedelta(hours=2))

    incident.refresh_from_db()
    assert incident.stage == Stage.HANDLING
    notice.refresh_from_db()
    assert Clock.objects.get(pk=notice.report_clock_id).state == ClockState.MET


def report(notice, officer, now):
    report_back(
        notice=notice,
        finding=Finding.TRUE,
        facts="三号窗口当日只有一人。",
        handled="已加开一个窗口。",
        evidence="排班表",
        officer=officer,
        now=now,
    )
