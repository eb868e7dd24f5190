"""Read templates: the lines of a kind as a bureau has set them.

In:   a bureau, a kind.    Out:  entries in their order, and the edition that they are of.
Cost: one query.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from huiying.policy.procedure.reports import LINES, USUAL_LINES, ReportKind, lines_for
from huiying.work.reports.core.models import Report
from huiying.work.reports.templates.models import ReportTemplate


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a template: its code and its heading."""

    code: str
    heading: str


def editions_of(bureau_id: int, kind: ReportKind) -> QuerySet[ReportTemplate]:
    """Return the editions of a kind, the newest first."""
    rows = ReportTemplate.objects.filter(bureau_id=bureau_id, kind=kind)
    return rows.select_related("by").order_by("-edition")


def template_of(bureau_id: int, kind: ReportKind) -> tuple[int, list[Entry]]:
    """Return edition and entries of a kind; edition 0 = the usual lines."""
    newest = editions_of(bureau_id, kind).first()
    if newest is None:
        return 0, usual_entries(kind)
    possible = lines_for(kind)
    entries = [Entry(one["line"], one["heading"]) for one in newest.entries]
    return newest.edition, [entry for entry in entries if entry.code in possible]


def usual_entries(kind: ReportKind) -> list[Entry]:
    """Return the lines that a new bureau begins with."""
    return [Entry(code, LINES[code]) for code in USUAL_LINES[kind]]


def lines_left_out(report: Report, present: Collection[str]) -> list[Entry]:
    """Return the usual lines of its kind that a report does not have; a 零报告 has one line."""
    if report.nil:
        return []
    return [one for one in usual_entries(ReportKind(report.kind)) if one.code not in present]
