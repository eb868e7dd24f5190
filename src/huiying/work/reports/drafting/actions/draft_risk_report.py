"""拟报梳理结果: draft the report about a sweep that was signed.

In:   a signed sweep.    Out:  a report of the kind 风险梳理报告 with its first version.
Cost: as ``draft_period_report``.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.work.prevention.sweeps.actions.report import set_report
from huiying.work.prevention.sweeps.models import Sweep, SweepState
from huiying.work.reports.core.models import Report
from huiying.work.reports.drafting.actions.draft_report import draft_period_report
from huiying.work.reports.figures import Span


@transaction.atomic
def draft_sweep_report(*, sweep: Sweep, officer: Officer | None, now: datetime) -> Report:
    """Draft the report; its time runs with the sweep since the signature.

    Args:
        officer: None = the system, of itself.

    Raises:
        PermissionDenied: If the officer writes no reports.
        Refused: If the sweep is not signed or was reported, or there is a report about it.
    """
    if officer is not None:
        require(officer, Capability.REPORT)
    if sweep.state != SweepState.SIGNED or sweep.signed_at is None:
        raise Refused(_("梳理结果签发后、上报前方可拟报。"))
    report = draft_period_report(
        bureau=sweep.bureau,
        kind=ReportKind.RISKS,
        span=Span(sweep.since, sweep.signed_at),
        officer=officer,
        now=now,
    )
    set_report(sweep=sweep, report_ref=report.number, officer=officer, now=now)
    return report


def report_is_missing(sweep: Sweep) -> bool:
    """Tell whether a signed sweep has no report, or only one that was withdrawn."""
    if sweep.state != SweepState.SIGNED:
        return False
    rows = Report.objects.filter(
        bureau_id=sweep.bureau_id, kind=str(ReportKind.RISKS), until=sweep.signed_at
    )
    return not rows.exclude(state=ReportState.WITHDRAWN).exists()
