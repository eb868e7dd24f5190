"""Reports as rows and panels: the list, the page of one, its lines and its recipients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision
from huiying.policy.procedure.reports import (
    OUT,
    MatterClass,
    ReportKind,
    ReportState,
    Way,
)
from huiying.reasons.chinese_numerals import chinese_number
from huiying.web.console.reports.source_links import SourceLink, source_link
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_parts import incident_url
from huiying.web.console.shared.report_words import report_label
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.numbers import numbered
from huiying.work.casework.late_records.models import LateRecord
from huiying.work.casework.late_records.queries import late_records_of
from huiying.work.reports.archive.models import ReportFiling
from huiying.work.reports.core.content import (
    EDITED,
    Figure,
    Line,
    Recipient,
    lines_of,
    recipients_of,
)
from huiying.work.reports.core.models import Report, ReportVersion
from huiying.work.reports.core.text import report_text
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.deliveries.sending import HANDED_OVER

STATE_TAGS = {
    ReportState.SIGNED: "warn",
    ReportState.SENT: "ok",
    ReportState.RECEIVED: "ok",
    ReportState.WITHDRAWN: "bad",
}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as one line.

    Attributes:
        tag: How its state is marked.
        omitted: How many bodies a leader signed it without, in words; "" = none.
        archive_number: Its 档号; "" = it is not filed.
    """

    number: str
    url: str
    kind: str
    title: str
    state: str
    tag: str
    incident: str
    incident_url: str
    cut_off: datetime
    drafted_at: datetime
    drafted_by: str
    sent_at: datetime | None
    clock: ClockFacts | None
    nil: bool
    omitted: str
    archive_number: str


def report_row(
    report: Report, title: str, now: datetime, omitted: Sequence[object]
) -> ReportRow:
    """Return a report as one line.

    Args:
        omitted: The bodies that its newest version leaves out.
    """
    incident = report.incident.current if report.incident else None
    state = ReportState(report.state)
    return ReportRow(
        number=report.number,
        url=reverse("console:report", args=[report.number]),
        kind=report_label(report.kind, report.sequence),
        title=title,
        state=_(state.label),
        tag=STATE_TAGS.get(state, "dash"),
        incident=incident.number if incident else "",
        incident_url=incident_url(incident.number) if incident else "",
        cut_off=report.cut_off,
        drafted_at=report.drafted_at,
        drafted_by=report.drafted_by.name if report.drafted_by else _("系统"),
        sent_at=report.sent_at,
        clock=clock_facts(report.clock, now) if report.clock else None,
        nil=report.nil,
        archive_number=filing.number if (filing := _filing_of(report)) else "",
        omitted=omitted_words(len(omitted)) if state in (ReportState.SIGNED, *OUT) else "",
    )


def _filing_of(report: Report) -> ReportFiling | None:
    found: ReportFiling | None = getattr(report, "filing", None)
    return found


def omitted_words(count: int) -> str:
    """Say how many bodies a signed report leaves out; "" = none."""
    return _("缺报 %(count)s 家，经领导签署") % {"count": count} if count else ""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a report with what it rests on.

    Attributes:
        number: As a report counts its parts: 一, 二.
        edited: People wrote it.
        empty: The record has nothing for it.
    """

    number: str
    heading: str
    text: str
    edited: bool
    empty: bool
    sources: list[SourceLink]
    figures: Sequence[Figure]


def line_rows(lines: Sequence[Line]) -> list[LineRow]:
    """Return the lines of a report; what people wrote stays in their own words."""
    return [
        LineRow(
            number=chinese_number(at),
            heading=line.heading,
            text=_("无数据") if line.empty else line.text,
            edited=line.origin == EDITED,
            empty=line.empty,
            sources=[source_link(one) for one in line.sources],
            figures=line.figures,
        )
        for at, line in enumerate(lines, 1)
    ]


def version_lines(version: ReportVersion) -> list[LineRow]:
    """Return the lines of a version."""
    return line_rows(lines_of(version))


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """A recipient: before the sending as signed, after it with its proof.

    Attributes:
        late: What was recorded late and how that stands, in words; "" = nothing.
        late_url: Where another person confirms it.
        acts: What may be recorded of it.
    """

    name: str
    office: str
    matter: str
    way: str
    limit: str
    sent_at: datetime | None
    opened: int
    received_at: datetime | None
    received: str
    told_at: datetime | None
    clock: ClockFacts | None
    late: str
    late_url: str
    acts: list[ActButton]


def recipient_rows(version: ReportVersion) -> list[RecipientRow]:
    """Return whom a version goes to when it is sent."""
    return [_planned(one) for one in recipients_of(version)]


def _planned(one: Recipient) -> RecipientRow:
    return RecipientRow(
        name=one.name,
        office=one.office,
        matter=_(MatterClass(one.matter).label),
        way=_(Way(one.way).label),
        limit=minutes_words(one.minutes),
        sent_at=None,
        opened=0,
        received_at=None,
        received="",
        told_at=None,
        clock=None,
        late="",
        late_url="",
        acts=[],
    )


def delivery_rows(
    rows: Sequence[ReportDelivery], officer: Officer, now: datetime
) -> list[RecipientRow]:
    """Return whom a report was sent to, with what proves it."""
    numbers = [row.number for row in rows]
    late = late_records_of(officer.bureau_id, HANDED_OVER, numbers)
    return [_delivered(row, late.get(row.number), officer, now) for row in rows]


def _delivered(
    row: ReportDelivery, late: LateRecord | None, officer: Officer, now: datetime
) -> RecipientRow:
    waits = row.received_at is None and row.report.state == ReportState.SENT
    return RecipientRow(
        name=row.name,
        office="",
        matter="",
        way=_(Way(row.way).label),
        limit=minutes_words(row.minutes),
        sent_at=row.sent_at,
        opened=row.opened,
        received_at=row.received_at,
        received=f"{row.received_label} · {row.get_proof_display()}" if row.proof else "",
        told_at=row.withdrawal_sent_at,
        clock=clock_facts(row.clock, now) if row.clock and waits else None,
        late=_late_words(late) if late else "",
        late_url=reverse("console:late-record", args=[late.signoff_id]) if late else "",
        acts=delivery_acts(row, officer),
    )


LATE: Final = {
    Decision.PENDING: gettext_lazy("补登送交时间 %(at)s，待核签"),
    Decision.APPROVED: gettext_lazy("补登送交时间 %(at)s，已核签"),
    Decision.RETURNED: gettext_lazy("补登送交时间 %(at)s，已退回"),
    Decision.VOID: gettext_lazy("补登送交时间 %(at)s，已失效"),
}


def _late_words(row: LateRecord) -> str:
    at = timezone.localtime(row.claimed_at).strftime("%m-%d %H:%M")
    return LATE[Decision(row.signoff.decision)] % {"at": at}


def delivery_acts(row: ReportDelivery, officer: Officer) -> list[ActButton]:
    """Return what may be recorded of a delivery."""
    if not may(officer, Capability.REPORT):
        return []
    report, address = row.report, (row.report.number, row.pk)
    if report.state == ReportState.WITHDRAWN:
        if row.sent_at is None or row.withdrawal_sent_at is not None:
            return []
        return [act_button(_("登记已告知撤回…"), "console:report-told", *address)]
    if row.received_at is not None or report.state != ReportState.SENT:
        return []
    if row.sent_at is None:
        return [act_button(_("登记送交…"), "console:report-handover", *address)]
    acts = [act_button(_("登记回执…"), "console:report-receipt", *address)]
    if row.way in (Way.LINK, Way.PUSH):
        acts.append(
            act_button(_("再次发送"), "console:report-send-again", *address, method="post")
        )
    return acts


def minutes_words(minutes: int | None) -> str:
    """Say a number of minutes; "" = no rule names any."""
    if minutes is None:
        return ""
    if minutes % 60 == 0:
        return _("%(count)s 小时") % {"count": minutes // 60}
    return _("%(count)s 分钟") % {"count": minutes}


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a report, with the page that shows it."""

    version: int
    at: datetime
    by: str
    url: str
    current: bool


def version_rows(
    report: Report, versions: Sequence[ReportVersion], shown: int
) -> list[VersionRow]:
    """Return every version, the newest first."""
    page = reverse("console:report", args=[report.number])
    return [
        VersionRow(
            version=row.version,
            at=row.at,
            by=row.by.name if row.by else _("系统"),
            url=f"{page}?version={row.version}",
            current=row.version == shown,
        )
        for row in sorted(versions, key=lambda one: -one.version)
    ]


def incident_words(report: Report) -> str:
    """Return number and title of the incident, without accusations; "" = of a period."""
    if report.incident is None:
        return ""
    incident = report.incident.current
    return f"{numbered('incident', incident.number)} {report_text(incident.title)}"


STATES = [(str(one), gettext_lazy(one.label)) for one in ReportState]
KINDS = [(str(one), gettext_lazy(one.label)) for one in ReportKind]
