"""The archive on the page of a report: its 档号, or what keeps it out.

In:   a report, its reader.    Out:  a panel.
Cost: one or two queries for a report that is not filed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.closing.archive import ArchivePeriod
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.web.shared.drawing import ActButton
from huiying.work.reports.archive.models import ReportFiling
from huiying.work.reports.archive.queries import why_not_to_file
from huiying.work.reports.core.models import Report


@dataclass(frozen=True, slots=True)
class ArchivePanel:
    """The filing of a report.

    Attributes:
        number: "" = it is not filed; then ``waits`` says what it waits for.
        ends_on: None = for ever.
    """

    number: str = ""
    period: str = ""
    ends_on: date | None = None
    reason: str = ""
    filed_at: datetime | None = None
    filed_by: str = ""
    waits: str = ""
    acts: tuple[ActButton, ...] = ()


def archive_panel(report: Report, acting: Officer) -> ArchivePanel | None:
    """Return the panel; None for a report that never went out.

    Args:
        acting: The reader, without acts if he keeps out.
    """
    if report.sent_at is None:
        return None
    filing: ReportFiling | None = getattr(report, "filing", None)
    if filing is None:
        why = why_not_to_file(report)
        if why or not may(acting, Capability.ARCHIVE):
            return ArchivePanel(waits=why or _("待归档。"))
        button = act_button(_("归档…"), "console:archive-report-file", report.number)
        return ArchivePanel(waits=_("待归档。"), acts=(button,))
    return ArchivePanel(
        number=filing.number,
        period=translate_rule(ArchivePeriod(filing.period).label),
        ends_on=filing.ends_on,
        reason=filing.reason,
        filed_at=filing.filed_at,
        filed_by=filing.filed_by.name,
    )
