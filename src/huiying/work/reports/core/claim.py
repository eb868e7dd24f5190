"""Change a report by a conditional update: who comes second changes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.errors import Stale
from huiying.policy.procedure.reports import ReportState
from huiying.work.reports.core.models import Report

LATE = gettext_noop("该报告已被他人更新，本次操作未执行。请核对最新内容后重新提交。")


def claim_report(
    report: Report, states: Iterable[ReportState], revision: int | None, **values: object
) -> None:
    """Change columns of a report that stands in one of these states, at this revision.

    Args:
        revision: Of the page that the act was asked from; None = any.

    Raises:
        Stale: If it is another one by now.
    """
    rows = Report.objects.filter(pk=report.pk, state__in=[str(one) for one in states])
    if revision is not None:
        rows = rows.filter(revision=revision)
    if rows.update(revision=F("revision") + 1, **values) != 1:
        raise Stale(_(LATE))
    report.refresh_from_db()
