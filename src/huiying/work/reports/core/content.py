"""What a version of a report consists of: lines with their sources, recipients, one hash.

In:   lines as they were composed or edited.    Out:  JSON that is stored, and back.
Cost: pure.

A line that people changed is "edited" and keeps the sources that it was composed from. Where
the record has nothing, the text of a line is 无数据 and it has no source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.reports import NO_DATA
from huiying.policy.time.zone import LOCAL
from huiying.work.reports.core.models import Report, ReportVersion

SCHEMA: Final = 1
COMPOSED, EDITED = "composed", "edited"
MAX_LINE, MAX_SOURCES = 4_000, 40


@dataclass(frozen=True, slots=True)
class Source:
    """A row, or a list of rows, that a line rests on.

    Attributes:
        kind: What it is; ``web/console/reports/source_links.py`` knows the page of each.
        ref: Its public number, or days of a list as ``2026-11-01/2026-11-30``.
        label: What it is called on the page.
    """

    kind: str
    ref: str
    label: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A table of a line: headings, rows of text, and how it is drawn ("" = not).

    Attributes:
        chart: "bars" or "line": the first column names, the second counts. A cell "" has no
            data.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    chart: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a report: its heading, its text, and what both rest on."""

    code: str
    heading: str
    text: str
    origin: str = COMPOSED
    sources: tuple[Source, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def empty(self) -> bool:
        """The record has nothing for it."""
        return self.text == NO_DATA


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a report goes to, as it was signed.

    Attributes:
        rule: Key of the row of the table of recipients; its later changes count for nothing.
        unit: Key of the agency whose channels carry the link; None = no link.
        minutes: Until it must be sent; None = no rule names any.
    """

    rule: int
    superior: int
    name: str
    office: str
    matter: str
    way: str
    unit: int | None
    unit_name: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Omission:
    """A body that the table of recipients names for a report, and the report does not go to."""

    superior: int
    name: str
    matter: str


def lines_to_data(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Return lines as JSON."""
    return [asdict(line) for line in lines]


def lines_of(version: ReportVersion) -> list[Line]:
    """Return the lines of a version."""
    return [_line(data) for data in version.lines]


def lines_of_data(lines: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Return lines of a file: without origin and sources, which no file carries."""
    return [_line({"origin": COMPOSED, "sources": (), **data}) for data in lines]


def _line(data: Mapping[str, Any]) -> Line:
    return Line(
        code=data["code"],
        heading=data["heading"],
        text=data["text"],
        origin=data["origin"],
        sources=tuple(Source(**one) for one in data["sources"]),
        figures=tuple(
            Figure(
                one["caption"],
                tuple(one["headings"]),
                tuple(tuple(row) for row in one["rows"]),
                one["chart"],
            )
            for one in data["figures"]
        ),
    )


def recipients_to_data(recipients: Iterable[Recipient]) -> list[dict[str, Any]]:
    """Return recipients as JSON."""
    return [asdict(one) for one in recipients]


def recipients_of(version: ReportVersion) -> list[Recipient]:
    """Return whom a version goes to."""
    return [Recipient(**data) for data in version.recipients]


def omitted_to_data(omitted: Iterable[Omission]) -> list[dict[str, Any]]:
    """Return bodies that are left out as JSON."""
    return [asdict(one) for one in omitted]


def omitted_of(version: ReportVersion) -> list[Omission]:
    """Return the bodies that a version leaves out, with its reason, for its signer to sign."""
    return [Omission(**data) for data in version.omitted]


def version_content(
    report: Report,
    cut_off: datetime,
    title: str,
    lines: list[dict[str, Any]],
    recipients: list[dict[str, Any]],
    *,
    omitted: list[dict[str, Any]],
    omission_reason: str,
) -> dict[str, Any]:
    """Return what a signature binds.

    Number, kind, cut-off, title, lines, recipients; and, where bodies are left out that ought
    to hear of it, which ones and why.
    """
    left_out = {"omitted": omitted, "omission_reason": omission_reason} if omitted else {}
    return {
        **left_out,
        "schema": SCHEMA,
        "number": report.number,
        "kind": report.kind,
        "sequence": report.sequence,
        "cut_off": cut_off.astimezone(LOCAL).isoformat(),
        "title": title,
        "lines": lines,
        "recipients": recipients,
    }


def hash_of_version(report: Report, version: ReportVersion) -> str:
    """Return the hash of a version as it is stored now."""
    return hash_of_content(
        version_content(
            report,
            version.cut_off,
            version.title,
            version.lines,
            version.recipients,
            omitted=version.omitted,
            omission_reason=version.omission_reason,
        )
    )


def keep_edits(fresh: Sequence[Line], before: Sequence[Line]) -> list[Line]:
    """Return lines composed anew, where people's own words stay.

    A line that was edited keeps its text and its origin; sources and figures are the new ones.
    One that is no longer composed, because its template has changed, stands at the end: with
    its sources, without its figures, which are of an earlier moment.
    """
    edited = {line.code: line for line in before if line.origin == EDITED}
    lines = [
        replace(line, text=edited[line.code].text, origin=EDITED)
        if line.code in edited
        else line
        for line in fresh
    ]
    composed = {line.code for line in fresh}
    left = [line for code, line in edited.items() if code not in composed]
    return lines + [replace(line, figures=()) for line in left]


def with_texts(lines: Sequence[Line], texts: Mapping[str, str]) -> list[Line]:
    """Return lines with the texts of people; a line that they left alone stays composed."""
    return [
        replace(line, text=texts[line.code] or NO_DATA, origin=EDITED)
        if line.code in texts and (texts[line.code] or NO_DATA) != line.text
        else line
        for line in lines
    ]
