"""What happened in a matter after the moment up to which a report was written.

In:   a report about an incident, the other reports about it.    Out:  a note for its page.
Cost: eight queries on the page of one report; the text of the report stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.web.console.shared.component_rows import NoteRow
from huiying.web.console.shared.report_words import report_label
from huiying.web.shared.time_words import moment_text
from huiying.work.reports.composition.record import IncidentRecord
from huiying.work.reports.core.models import Report

FOLLOWED_UP = (ReportKind.INITIAL, ReportKind.FOLLOW_UP)


def later_note(report: Report, others: Sequence[Report], now: datetime) -> NoteRow | None:
    """Return a note of what came after the cut-off of a report; None if nothing did."""
    if report.incident is None or report.state == ReportState.WITHDRAWN:
        return None
    record = IncidentRecord(report.incident.current, now, report.cut_off)
    parts = [words % {"count": count} for words, count in _later(record) if count]
    if not parts:
        return None
    unsigned = report.state in (ReportState.DRAFT, ReportState.IN_REVIEW)
    return NoteRow(
        what=_("本报告数据截至 %(at)s，此后该事件另有进展：%(what)s。")
        % {"at": moment_text(report.cut_off, now), "what": _("、").join(parts)},
        safe=_advice(report, others),
        level="warn" if unsigned else "",
    )


def _later(record: IncidentRecord) -> Iterator[tuple[str, int]]:
    """Yield each kind of progress with how much of it there is since the cut-off."""
    new, since = record.is_new, record.since or record.cut_off
    yield _("定级 %(count)s 次"), sum(new(row.at) for row in record.grades)
    yield _("通报 %(count)s 份"), sum(new(row.sent_at) for row in record.notices)
    yield _("单位反馈 %(count)s 份"), sum(new(row.at) for row in record.unit_reports)
    yield _("核实结论 %(count)s 项"), sum(new(row.at) for row in record.findings.values())
    yield _("交办任务 %(count)s 项"), sum(new(row.assigned_at) for row in record.tasks)
    yield _("公开回应 %(count)s 次"), sum(new(row.published_at) for row in record.releases)
    hour = timedelta(hours=1)
    yield _("新增帖文 %(count)s 条"), record.posts_between(since, record.cut_off + hour)


def _advice(report: Report, others: Sequence[Report]) -> str:
    if report.state == ReportState.DRAFT:
        return _("送签前可“重新汇总”，列入新进展。")
    if report.state == ReportState.IN_REVIEW:
        return _("签发前可退回并重新汇总；签发后的新进展另行报告。")
    later = [
        row
        for row in others
        if row.cut_off > report.cut_off and row.state != ReportState.WITHDRAWN
    ]
    if later:
        last = later[-1]
        values = {"kind": report_label(last.kind, last.sequence), "number": last.number}
        return _("新进展见其后的%(kind)s %(number)s。") % values
    if report.kind in FOLLOWED_UP:
        return _("签发的文字不再修改，新进展请在续报中报告。")
    return _("签发的文字不再修改，新进展请另行报告。")
