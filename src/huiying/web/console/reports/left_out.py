"""What a report leaves out: bodies of the table of recipients, lines that are usual.

In:   a report and the version on the page.    Out:  warnings for who edits, signs and sends.
Cost: two queries for a report that was not sent; none for others.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.policy.procedure.reports import UNSENT, MatterClass
from huiying.web.console.shared.component_rows import NoteRow
from huiying.work.reports.core.content import lines_of
from huiying.work.reports.core.models import Report, ReportVersion
from huiying.work.reports.routing.queries import recipients_left_out
from huiying.work.reports.templates.queries import lines_left_out


def left_out_notes(report: Report, version: ReportVersion) -> list[NoteRow]:
    """Return a note on bodies and one on lines that are left out; none after the sending."""
    if report.state not in UNSENT or version.version != report.version:
        return []
    notes = []
    names = [
        _("%(name)s（%(matter)s）") % {"name": one.name, "matter": _matter(one.matter)}
        for one in recipients_left_out(report, version)
    ]
    if names:
        notes.append(
            NoteRow(
                what=_("应报未报：%(names)s。") % {"names": _("、").join(names)},
                safe=_("归口表列有上述机关，本稿未列为报送对象，签发后不报送。"),
                level="warn",
            )
        )
    present = {line.code for line in lines_of(version)}
    headings = [_(entry.heading) for entry in lines_left_out(report, present)]
    if headings:
        notes.append(
            NoteRow(
                what=_("本稿缺少通用栏目：%(lines)s。") % {"lines": _("、").join(headings)},
                safe=_("本局模板未列上述栏目，报告中没有相应内容。"),
                level="warn",
            )
        )
    return notes


def _matter(code: str) -> str:
    return _(MatterClass(code).label)
