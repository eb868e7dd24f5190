"""Compose a report from the record: one line for each entry of its template.

In:   an incident or a span, a cut-off, the entries of a template.    Out:  title and lines.
Cost: as the lines.

No sentence is invented: what the record does not hold is 无数据.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.house_text import house_text
from huiying.policy.procedure.reports import NO_DATA, ReportKind, kind_words
from huiying.policy.time.zone import DAY, LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.composition.first_lines import FIRST_LINES, Composed
from huiying.work.reports.composition.later_lines import LATER_LINES
from huiying.work.reports.composition.period_lines import PERIOD_LINES, PeriodRecord, nil
from huiying.work.reports.composition.record import IncidentRecord
from huiying.work.reports.composition.risk_lines import RISK_LINES
from huiying.work.reports.core.content import MAX_LINE, MAX_SOURCES, Line
from huiying.work.reports.core.models import MAX_TITLE
from huiying.work.reports.core.text import report_text
from huiying.work.reports.figures import Span, nothing_to_report
from huiying.work.reports.templates.queries import Entry

COMPOSERS = FIRST_LINES | LATER_LINES
PERIOD_COMPOSERS = PERIOD_LINES | RISK_LINES
Progress = Callable[[int, int], None]
"""Called with the number of lines that are composed, and of all."""


@dataclass(frozen=True, slots=True)
class Composition:
    """A report as the record gives it; ``nil``: it is a 零报告."""

    title: str
    lines: list[Line]
    nil: bool = False


def compose_incident(
    incident: Incident,
    kind: ReportKind,
    *,
    sequence: int,
    cut_off: datetime,
    since: datetime | None,
    entries: Sequence[Entry],
) -> Composition:
    """Return a report about an incident.

    Args:
        sequence: Of a 续报, from 1.
        since: The cut-off of the report before; 续报 tells only what is later.
    """
    record = IncidentRecord(incident, cut_off, since)
    lines = [_line(entry, COMPOSERS[entry.code](record)) for entry in entries]
    words = house_text("%(matter)s%(kind)s")
    values = {"matter": report_text(incident.title), "kind": kind_words(kind, sequence)}
    return Composition(_title(words % values, values["kind"]), lines)


def compose_period(
    bureau: Bureau,
    kind: ReportKind,
    span: Span,
    *,
    now: datetime,
    entries: Sequence[Entry],
    progress: Progress = lambda _written, _expected: None,
) -> Composition:
    """Return a report about a period; a 零报告 if nothing happened that had to be reported."""
    record = PeriodRecord(bureau.pk, span, now)
    about_risks = kind == ReportKind.RISKS
    empty = not about_risks and nothing_to_report(bureau.pk, span)
    if empty:
        lines = [_line(Entry("overview", house_text("零报告")), nil(record))]
    else:
        lines = []
        for entry in entries:
            progress(len(lines), len(entries))
            lines.append(_line(entry, PERIOD_COMPOSERS[entry.code](record)))
    usual = kind.label if about_risks else house_text("舆情%(kind)s") % {"kind": kind.label}
    name = house_text("零报告") if empty else usual
    title = house_text("%(bureau)s%(name)s（%(days)s）")
    values = {"bureau": bureau.name, "name": name, "days": _days(kind, span)}
    return Composition(_title(title % values, kind.label), lines, empty)


def _line(entry: Entry, composed: Composed) -> Line:
    text = composed.text[:MAX_LINE]
    return Line(
        code=entry.code,
        heading=entry.heading,
        text=text or NO_DATA,
        sources=composed.sources[:MAX_SOURCES] if text else (),
        figures=composed.figures if text else (),
    )


def _title(text: str, kind: str) -> str:
    """Return a title that fits its column and still ends with what the report is."""
    if len(text) <= MAX_TITLE:
        return text
    return f"{text[: MAX_TITLE - len(kind) - 1]}…{kind}"


def _is_whole_month(first: date, last: date) -> bool:
    """Tell whether two days are the first and the last of one month."""
    after = last + DAY
    whole = first.day == after.day == 1
    return whole and (first.year, first.month) == (last.year, last.month)


def _days(kind: ReportKind, span: Span) -> str:
    first, last = span.first_day, span.last_day
    if kind == ReportKind.ANNUAL:
        return house_text("%(year)s年") % {"year": first.year}
    if kind == ReportKind.MONTHLY and _is_whole_month(first, last):
        return house_text("%(year)s年%(month)s月") % {"year": first.year, "month": first.month}
    if kind == ReportKind.DAILY:
        local = span.until.astimezone(LOCAL)
        words = house_text("截至%(year)s年%(month)s月%(day)s日%(time)s")
        values = {"year": local.year, "month": local.month, "day": local.day}
        return words % {**values, "time": f"{local:%H:%M}"}
    return f"{first.isoformat()} 至 {last.isoformat()}"
