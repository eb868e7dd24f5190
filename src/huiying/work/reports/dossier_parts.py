"""What reports add to the dossier of a filed matter: every version, whom it went to, receipts.

In:   a matter.    Out:  sections, requests to approve.
Cost: one or two queries a section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from huiying.policy.procedure.reports import ReportState
from huiying.work.closing.dossiers.matter import Matter
from huiying.work.closing.dossiers.parts import DossierPart, declare, listed_text
from huiying.work.closing.dossiers.section import Section, table
from huiying.work.reports.archive.models import ReportFiling
from huiying.work.reports.core.content import Line, lines_of, omitted_of
from huiying.work.reports.core.models import (
    Report,
    ReportSignature,
    ReportVersion,
    WithdrawalRequest,
)
from huiying.work.reports.deliveries.models import ReportDelivery


def _reports(matter: Matter) -> QuerySet[Report]:
    return Report.objects.filter(bureau_id=matter.bureau_id, incident_id__in=matter.keys)


def _sections(matter: Matter) -> list[Section]:
    reports = _reports(matter).select_related("incident", "drafted_by", "sent_by", "withdrawal")
    deliveries = ReportDelivery.objects.filter(report__in=_reports(matter))
    return [
        table(
            "superior-reports",
            "归口报送",
            "Report",
            reports.order_by("drafted_at", "pk"),
            (
                ("编号", lambda row: row.number),
                ("种类", lambda row: row.words),
                ("状态", lambda row: ReportState(row.state).label),
                ("拟稿时间", lambda row: row.drafted_at),
                ("拟稿人", lambda row: row.drafted_by.name if row.drafted_by else "系统"),
                ("报送时间", lambda row: row.sent_at),
                ("报送人", lambda row: row.sent_by.name if row.sent_by else ""),
                (
                    "撤回时间",
                    lambda row: getattr(row, "withdrawal", None) and row.withdrawal.at,
                ),
                ("撤回理由", _withdrawn),
            ),
        ),
        table(
            "superior-report-versions",
            "报送文稿",
            "ReportVersion",
            _versions(matter),
            (
                ("编号", lambda pair: pair[0].report.number),
                ("稿次", lambda pair: pair[0].version),
                ("时间", lambda pair: pair[0].at),
                ("修改人", lambda pair: pair[0].by.name if pair[0].by else "系统"),
                ("标题", lambda pair: listed_text(pair[0].title)),
                ("栏目", lambda pair: pair[1].heading),
                ("内容", lambda pair: listed_text(pair[1].text)),
                ("应报未报", lambda pair: "、".join(one.name for one in omitted_of(pair[0]))),
                ("缺报理由", lambda pair: listed_text(pair[0].omission_reason)),
                ("校验值", lambda pair: pair[0].content_hash),
            ),
        ),
        table(
            "superior-report-signatures",
            "报送签发",
            "ReportSignature",
            ReportSignature.objects.filter(report__in=_reports(matter))
            .select_related("report", "signed_by")
            .order_by("at", "pk"),
            (
                ("编号", lambda row: row.report.number),
                ("稿次", lambda row: row.version),
                ("签发时间", lambda row: row.at),
                ("签发人", lambda row: row.signed_by.name),
                ("签发职务", lambda row: row.signed_as),
                ("所在单位", lambda row: row.unit),
            ),
        ),
        table(
            "superior-report-withdrawals",
            "撤回申请",
            "WithdrawalRequest",
            WithdrawalRequest.objects.filter(report__in=_reports(matter))
            .select_related("report", "requested_by", "signoff__decided_by")
            .order_by("requested_at", "pk"),
            (
                ("编号", lambda row: row.report.number),
                ("申请时间", lambda row: row.requested_at),
                ("申请人", lambda row: row.requested_by.name),
                ("理由", lambda row: listed_text(row.reason)),
                ("决定", lambda row: row.signoff.get_decision_display()),
                (
                    "核签人",
                    lambda row: row.signoff.decided_by.name if row.signoff.decided_by else "",
                ),
                ("决定时间", lambda row: row.signoff.decided_at),
            ),
        ),
        table(
            "superior-report-receipts",
            "报送回执",
            "ReportDelivery",
            deliveries.select_related("report", "sent_by").order_by("number", "pk"),
            (
                ("编号", lambda row: row.number),
                ("报送对象", lambda row: row.name),
                ("方式", lambda row: row.get_way_display()),
                ("稿次", lambda row: row.version),
                ("送出时间", lambda row: row.sent_at),
                ("送出人", lambda row: row.sent_by.name if row.sent_by else ""),
                ("回执时间", lambda row: row.received_at),
                ("回执人", lambda row: row.received_label),
                ("回执方式", lambda row: row.get_proof_display()),
                ("撤回通知", lambda row: row.withdrawal_sent_at),
            ),
        ),
        table(
            "superior-report-filings",
            "报告归档",
            "ReportFiling",
            ReportFiling.objects.filter(report__in=_reports(matter))
            .select_related("report", "filed_by")
            .order_by("filed_at", "pk"),
            (
                ("编号", lambda row: row.report.number),
                ("档号", lambda row: row.number),
                ("稿次", lambda row: row.version),
                ("校验值", lambda row: row.text_hash),
                ("保管期限", lambda row: row.get_period_display()),
                ("归档时间", lambda row: row.filed_at),
                ("归档人", lambda row: row.filed_by.name),
                ("理由", lambda row: listed_text(row.reason)),
            ),
        ),
    ]


def _versions(matter: Matter) -> Iterator[tuple[ReportVersion, Line]]:
    rows = ReportVersion.objects.filter(report__in=_reports(matter))
    rows = rows.select_related("report", "by").order_by("report_id", "version")
    for row in rows.iterator(chunk_size=100):
        for line in lines_of(row):
            yield row, line


def _withdrawn_at(row: Report) -> datetime | None:
    withdrawal = getattr(row, "withdrawal", None)
    return withdrawal.at if withdrawal else None


def _withdrawn(row: Report) -> str:
    withdrawal = getattr(row, "withdrawal", None)
    return listed_text(withdrawal.reason) if withdrawal else ""


def _signoffs(matter: Matter) -> Iterable[int | None]:
    reports = _reports(matter)
    withdrawn = WithdrawalRequest.objects.filter(report__in=reports)
    yield from reports.values_list("signoff_id", flat=True)
    yield from withdrawn.values_list("signoff_id", flat=True)


REPORTS = declare(DossierPart(code="reports", sections=_sections, signoffs=_signoffs))
