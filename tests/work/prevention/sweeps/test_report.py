"""上报: a report follows the signature, goes to whom the table names, and ends the time."""

from __future__ import annotations

import pytest

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.jobs.clocks import ladder, risk_sweeps
from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.work.prevention.sweeps.actions.report import mark_reported, set_report
from huiying.work.prevention.sweeps.models import SweepState
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.drafting.actions.draft_risk_report import draft_sweep_report
from tests.work.prevention.steps import later
from tests.work.prevention.sweeps.conftest import LATE
from tests.work.prevention.sweeps.test_compile import compiled, sign

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)b")]
NOW = later(LATE, hours=2)


@pytest.fixture
def signed(yunchuan, sweep):
    compiled(sweep, yunchuan.shen)
    sign(sweep, yunchuan.leader)
    return sweep


def test_the_report_is_drafted_of_itself_and_once(yunchuan, signed, risk):
    assert risk_sweeps.turn(NOW) == 1
    assert risk_sweeps.turn(NOW) == 0

    report = Report.objects.get()
    signed.refresh_from_db()
    assert (report.kind, report.number) == (ReportKind.RISKS, signed.report_ref)
    version = newest_version(report)
    assert "风险梳理报告" in version.title
    lines = {one["code"]: one for one in version.lines}
    assert "在册风险点 1 个，其中高风险 1 个" in lines["risks_overview"]["text"]
    assert risk.number in str(lines["risks_high"]["figures"])
    assert "逾期未确认：网上信访科" in lines["risks_units"]["text"]


def test_a_withdrawn_draft_is_drafted_again(yunchuan, signed):
    risk_sweeps.turn(NOW)
    Report.objects.update(state=ReportState.WITHDRAWN)

    assert risk_sweeps.turn(NOW) == 1

    signed.refresh_from_db()
    assert signed.report_ref == Report.objects.exclude(state=ReportState.WITHDRAWN).get().number


def test_a_report_that_nobody_sends_is_late(yunchuan, signed):
    ladder.turn(later(NOW, days=6))

    signed.report_clock.refresh_from_db()
    assert signed.report_clock.breached_at is not None


def test_sent_to_everybody_the_time_ends(yunchuan, signed):
    set_report(sweep=signed, report_ref="H2026-0001", officer=yunchuan.shen, now=NOW)

    assert mark_reported(sweep=signed, at=NOW, to=["区委办"], officer=yunchuan.shen, now=NOW)
    assert not mark_reported(
        sweep=signed, at=NOW, to=["区委办"], officer=yunchuan.shen, now=NOW
    )

    assert (signed.state, signed.reported_at) == (SweepState.REPORTED, NOW)
    signed.report_clock.refresh_from_db()
    assert signed.report_clock.state == ClockState.MET


def test_nothing_is_reported_before_the_signature(yunchuan, sweep):
    with pytest.raises(Refused, match="签发"):
        draft_sweep_report(sweep=sweep, officer=yunchuan.shen, now=NOW)
    with pytest.raises(Refused, match="签发"):
        set_report(sweep=sweep, report_ref="H2026-0001", officer=None, now=NOW)
