"""Keep the next version of a report; no version is ever changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.policy.core.hashing import hash_of_content
from huiying.work.reports.core.content import (
    Line,
    Omission,
    Recipient,
    lines_to_data,
    omitted_to_data,
    recipients_to_data,
    version_content,
)
from huiying.work.reports.core.models import Report, ReportVersion


@dataclass(frozen=True, slots=True)
class Text:
    """What a version says, whom it goes to, and whom it leaves out for which reason."""

    title: str
    lines: Sequence[Line]
    recipients: Sequence[Recipient]
    edition: int = 0  # of the template
    omitted: Sequence[Omission] = ()
    omission_reason: str = ""


def store_version(
    report: Report, text: Text, *, officer: Officer | None, now: datetime
) -> ReportVersion:
    """Store the version after the report's newest; the report must be claimed already."""
    lines, recipients = lines_to_data(text.lines), recipients_to_data(text.recipients)
    omitted = omitted_to_data(text.omitted)
    reason = text.omission_reason if omitted else ""
    version = ReportVersion.objects.create(
        bureau_id=report.bureau_id,
        report=report,
        version=report.version + 1,
        title=text.title,
        cut_off=report.cut_off,
        lines=lines,
        recipients=recipients,
        omitted=omitted,
        omission_reason=reason,
        template_edition=text.edition,
        content_hash=hash_of_content(
            version_content(
                report,
                report.cut_off,
                text.title,
                lines,
                recipients,
                omitted=omitted,
                omission_reason=reason,
            )
        ),
        at=now,
        by=officer,
    )
    Report.objects.filter(pk=report.pk).update(version=version.version)
    report.version = version.version
    return version
