"""Rows of the archive's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.db.job_rows import JobState
from huiying.policy.closing.archive import ArchivePeriod
from huiying.policy.grading.grades import Grade
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.work.closing.archive.models import Filing, FilingEnd
from huiying.work.closing.core.models import Closing
from huiying.work.closing.dossiers.models import Dossier

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A filed matter in the list; ends_on: None = for ever."""

    number: str
    url: str
    title: str
    incident: str
    unit: str
    grade: int
    period: str
    year: int
    ends_on: date | None
    filed_at: datetime
    filed_by: str


def filing_row(filing: Filing) -> FilingRow:
    """Return a filing as the list shows it."""
    unit = filing.incident.lead_unit
    return FilingRow(
        number=filing.number,
        url=reverse("console:filing", args=[filing.number]),
        title=filing.title,
        incident=filing.incident.number,
        unit=unit.name if unit else "",
        grade=filing.grade,
        period=period_word(filing.period),
        year=filing.year,
        ends_on=filing.ends_on,
        filed_at=filing.filed_at,
        filed_by=filing.filed_by.name,
    )


def period_word(period: str) -> str:
    """Return a period in the language of the page."""
    return translate_rule(ArchivePeriod(period).label)


@dataclass(frozen=True, slots=True)
class ToFileRow:
    """A closed matter that is not filed; act_url: "" = the reader does not file."""

    number: str
    title: str
    url: str
    closed_at: datetime
    days: int
    act_url: str


def to_file_row(closing: Closing, now: datetime, *, may_file: bool) -> ToFileRow:
    """Return a closing that waits to be filed."""
    incident = closing.incident
    return ToFileRow(
        number=incident.number,
        title=incident.title,
        url=part_url(incident.number, "closing"),
        closed_at=closing.closed_at,
        days=max((now - closing.closed_at).days, 0),
        act_url=reverse("console:archive-file", args=[incident.number]) if may_file else "",
    )


@dataclass(frozen=True, slots=True)
class EarlierFilingRow:
    """A filing of the same matter that ended, and why."""

    number: str
    url: str
    ended_at: datetime
    ended_by: str
    kind_word: str
    reason: str
    successor: str


def earlier_row(end: FilingEnd) -> EarlierFilingRow:
    """Return the end of a filing."""
    return EarlierFilingRow(
        number=end.filing.number,
        url=reverse("console:filing", args=[end.filing.number]),
        ended_at=end.at,
        ended_by=end.by.name,
        kind_word=end.get_kind_display(),
        reason=end.reason,
        successor=end.successor.number if end.successor else "",
    )


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier of a filing; take_url: "" = nothing to take, or not for this reader."""

    number: str
    state: str
    state_word: str
    progress: str
    size: str
    sha256: str
    missing: int
    failure: str
    requested_at: datetime
    requested_by: str
    take_url: str


def dossier_row(dossier: Dossier, *, may_take: bool) -> DossierRow:
    """Return a dossier with what the reader can do."""
    done = dossier.state == JobState.DONE
    running = dossier.state == JobState.RUNNING and dossier.expected
    counts = {"written": dossier.written, "expected": dossier.expected}
    return DossierRow(
        number=dossier.number,
        state=dossier.state,
        state_word=dossier.get_state_display(),
        progress=_("已写 %(written)s / %(expected)s 个文件") % counts if running else "",
        size=f"{dossier.size / MEGABYTE:.1f} MB" if dossier.size else "",
        sha256=dossier.sha256,
        missing=dossier.missing,
        failure=dossier.get_failure_display() if dossier.failure else "",
        requested_at=dossier.requested_at,
        requested_by=dossier.requested_by.name,
        take_url=reverse("console:dossier-take", args=[dossier.number])
        if done and may_take
        else "",
    )


def grade_word(grade: int) -> str:
    """Return the name of a grade in the language of the page."""
    return _(Grade(grade).label)
