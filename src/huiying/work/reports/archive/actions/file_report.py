"""归档: file a report that everybody received, or that was withdrawn, under an archive number.

In:   a finished report, a period.    Out:  a filing.
Cost: a few writes and the lock of one running number.

A period shorter than the rules set (or, where they set none, shorter than 永久) could let a
report go too early: it is refused, since the rules themselves change by two persons.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.queries import book_of
from huiying.policy.closing.archive import ArchivePeriod, needs_second_signature
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.archive.numbers import require_fonds, take_archive_number
from huiying.work.reports.archive.content import report_filing_hash
from huiying.work.reports.archive.models import ReportFiling
from huiying.work.reports.archive.queries import (
    filing_of_report,
    proposed_report_period,
    why_not_to_file,
)
from huiying.work.reports.core.models import Report, ReportSignature
from huiying.work.reports.core.queries import newest_version


@transaction.atomic
def file_report(
    *,
    report: Report,
    period: str,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> ReportFiling:
    """File a report; its number stays, also when it is withdrawn later.

    Raises:
        PermissionDenied: If the officer does not keep the archive.
        Refused: If the report is not finished, is filed, the 全宗号 is not set, the period is
            shorter than the rules set, or a longer one has no reason.
        Stale: If somebody changed the report since ``revision``.
    """
    require(officer, Capability.ARCHIVE)
    report = lock_row(Report, report.pk)
    if filing_of_report(report) is not None:
        raise Refused(_("该报告已归档，未重复执行。"))
    if revision is not None and report.revision != revision:
        raise Stale(_("报告已更新，本次未归档。请核对最新内容后重新提交。"))
    if why := why_not_to_file(report):
        raise Refused(why)
    require_fonds(report.bureau_id)
    proposed = proposed_report_period(report, now)
    words = masked_text(reason.strip())[:400]
    chosen = _checked_period(period, proposed, words)
    version = newest_version(report)
    taken = take_archive_number(report.bureau_id, _year_of(report), chosen)
    row = ReportFiling.objects.create(
        bureau_id=report.bureau_id,
        report=report,
        number=taken.number,
        fonds=taken.fonds,
        year=taken.year,
        period=chosen,
        item=taken.item,
        version=version.version,
        text_hash=version.content_hash,
        title=version.title,
        state=report.state,
        proposed=proposed or "",
        reason=words,
        rule_version=str(book_of(report.bureau_id, now).version),
        filed_at=now,
        filed_by=officer,
    )
    data = {"report": report.number, "period": row.period, "hash": report_filing_hash(row)}
    record(row, "archive.report_filed", officer, now, **data)
    return row


def _checked_period(period: str, proposed: ArchivePeriod | None, reason: str) -> ArchivePeriod:
    if period not in set(ArchivePeriod):
        raise Refused(_("请选择保管期限：永久、30 年或 10 年。"))
    chosen = ArchivePeriod(period)
    if needs_second_signature(chosen, proposed):
        if proposed is None:
            raise Refused(_("规则未设定该类报告的保管期限，只能选永久；其他期限请先修改规则。"))
        raise Refused(_("所选期限短于规则规定的期限，未归档。确需缩短的，请先修改规则。"))
    if proposed is not None and chosen != proposed and not reason:
        raise Refused(_("所选保管期限与规则不同，请填写理由。"))
    return chosen


def _year_of(report: Report) -> int:
    """Return the local year of the signature under what was sent."""
    rows = ReportSignature.objects.filter(report=report, version=report.version)
    signed = rows.order_by("-at").values_list("at", flat=True).first()
    return (signed or report.sent_at or report.drafted_at).astimezone(LOCAL).year
