"""What a report leaves out: bodies of the table of recipients, lines that are usual.

In:   a report and the version on the page.    Out:  warnings for who edits, signs and sends;
      after the signature, what was signed.
Cost: two queries for a report that was not sent; none for others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from huiying.policy.procedure.reports import OUT, UNSENT, MatterClass, ReportState
from huiying.web.console.reports.rows import omitted_words
from huiying.web.console.shared.component_rows import NoteRow
from huiying.work.reports.core.content import (
    Omission,
    lines_of,
    omitted_of,
    recipients_of,
)
from huiying.work.reports.core.models import Report, ReportVersion
from huiying.work.reports.routing.queries import omissions_of
from huiying.work.reports.templates.queries import lines_left_out

SIGNED: Final = (ReportState.SIGNED, *OUT)


def left_out_notes(report: Report, version: ReportVersion) -> list[NoteRow]:
    """Return notes on bodies and on lines that are left out; after the sending on bodies."""
    explained = omitted_of(version)
    notes = [_explained(report, version, explained)] if explained else []
    if report.state not in UNSENT or version.version != report.version:
        return notes
    known = {one.superior for one in explained}
    left = omissions_of(report, recipients_of(version))
    unexplained = [one for one in left if one.superior not in known]
    if unexplained:
        notes.append(
            NoteRow(
                what=_("应报未报：%(names)s。") % {"names": _names(unexplained)},
                safe=_(
                    "请在“修改”中列为报送对象，或写明不报送的理由；否则不能送签、签发和报送。"
                ),
                level="bad",
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


def _explained(report: Report, version: ReportVersion, omitted: Sequence[Omission]) -> NoteRow:
    words = {"names": _names(omitted), "reason": version.omission_reason}
    signed = report.state in SIGNED and version.version == report.version
    return NoteRow(
        what=_("应报未报：%(names)s。理由：%(reason)s") % words,
        safe=omitted_words(len(omitted))
        if signed
        else _("理由和上述机关载入签发内容；签发后不向其报送。"),
        level="warn",
    )


def _names(omitted: Sequence[Omission]) -> str:
    names = (
        _("%(name)s（%(matter)s）")
        % {"name": one.name, "matter": _(MatterClass(one.matter).label)}
        for one in omitted
    )
    return _("、").join(names)
