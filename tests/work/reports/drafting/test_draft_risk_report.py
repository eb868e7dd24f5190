"""拟报梳理结果: a report of what a leader signed, once, with the recipients of the table."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused
from huiying.policy.procedure.reports import ReportKind
from huiying.work.prevention.sweeps.actions.open import open_sweep
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.drafting.actions.draft_risk_report import (
    draft_sweep_report,
    report_is_missing,
)
from tests.factories import T0
from tests.scenarios.reports import linked_recipient
from tests.work.prevention.steps import later
from tests.work.prevention.sweeps.test_compile import compiled, sign

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)b")]
NOW = later(days=10)


@pytest.fixture
def sweep(yunchuan):
    return open_sweep(bureau=yunchuan.bureau, officer=yunchuan.shen, now=T0)


@pytest.fixture
def signed(yunchuan, sweep):
    compiled(sweep, yunchuan.shen)
    sign(sweep, yunchuan.leader)
    return sweep


def test_it_is_of_the_period_of_the_sweep_and_goes_to_whom_the_table_names(yunchuan, signed):
    linked_recipient(yunchuan)
    assert report_is_missing(signed)

    report = draft_sweep_report(sweep=signed, officer=yunchuan.shen, now=NOW)

    assert report.kind == ReportKind.RISKS
    assert (report.since, report.until) == (signed.since, signed.signed_at)
    assert [one["name"] for one in newest_version(report).recipients] == ["区委网信办"]
    assert not report_is_missing(signed)


def test_a_second_one_is_refused(yunchuan, signed):
    draft_sweep_report(sweep=signed, officer=yunchuan.shen, now=NOW)

    with pytest.raises(Refused):
        draft_sweep_report(sweep=signed, officer=yunchuan.lu, now=NOW)


def test_nothing_is_drafted_before_the_signature_or_by_a_section(yunchuan, sweep):
    with pytest.raises(Refused, match="签发"):
        draft_sweep_report(sweep=sweep, officer=yunchuan.shen, now=NOW)
    with pytest.raises(PermissionDenied):
        draft_sweep_report(sweep=sweep, officer=yunchuan.window, now=NOW)
