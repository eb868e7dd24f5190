"""修改报告: a form by line; a new version each time, bound to what the page was made from.

In:   a report, a title, texts by line, rows of the table of recipients.
Out:  a new version; a signature that the report had, or waited for, is void.
Cost: a few writes; of ``recompose`` as composing it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.signoff.actions.void import void
from huiying.policy.procedure.reports import UNSENT, ReportState
from huiying.reasons.reason import Reason
from huiying.work.reports.core.claim import claim_report
from huiying.work.reports.core.content import (
    MAX_LINE,
    Line,
    Omission,
    Recipient,
    keep_edits,
    lines_of,
    omitted_of,
    recipients_of,
    with_texts,
)
from huiying.work.reports.core.models import MAX_TITLE, Report, ReportVersion
from huiying.work.reports.core.queries import (
    has_composed_title,
    newest_version,
)
from huiying.work.reports.core.store import Text, store_version
from huiying.work.reports.core.text import checked_line
from huiying.work.reports.drafting.composing import ComposedText, compose_anew
from huiying.work.reports.routing.queries import as_recipient, omissions_of, rules_in_use

MAX_OMISSION_REASON = 400


@transaction.atomic
def edit_report(
    *,
    report: Report,
    title: str,
    texts: Mapping[str, str],
    recipients: Collection[int],
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    omission_reason: str = "",
) -> None:
    """Keep what people wrote as a new version.

    Args:
        texts: By the code of the line; a line that is missing stays, an empty one is 无数据.
        recipients: Keys of rows of the table of recipients; one that is named already stays
            as it was named.
        omission_reason: Why it does not go to each body that the table names.

    Raises:
        Refused: If the title is missing, a text is too long or accuses somebody, a body of the
            table is left out without a reason, or nothing changed.
        Stale: If somebody was faster, or the report went out.
    """
    before = newest_version(report)
    lines = lines_of(before)
    head = checked_line(" ".join(title.split()), MAX_TITLE)
    if not head:
        raise Refused(_("请填写报告标题。"))
    typed = {line.code: texts[line.code] for line in lines if line.code in texts}
    changed = with_texts(lines, _checked(lines, typed))
    chosen = _chosen(report, recipients_of(before), recipients)
    omitted, why = _omitted(report, chosen, omission_reason)
    after = (head, changed, chosen, omitted, why)
    if after == (before.title, lines, recipients_of(before), *_omitted_before(before)):
        raise Refused(_("报告无变化，无需保存。"))
    _reopen(report, officer, now, revision)
    text = Text(head, changed, chosen, before.template_edition, omitted, why)
    version = store_version(report, text, officer=officer, now=now)
    data = {"version": version.version, "hash": version.content_hash}
    record(report, "report.edited", officer, now, **data)


@transaction.atomic
def recompose(
    *,
    report: Report,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    composed: ComposedText | None = None,
) -> None:
    """Compose title and lines anew up to now; what people wrote stays.

    Args:
        composed: What was composed of it before, at ``now``; None = it is composed here.

    Raises:
        Stale: As ``edit_report``.
    """
    before = newest_version(report)
    composed = composed or compose_anew(report, now=now)
    made = composed.made
    title = made.title if has_composed_title(report) else before.title
    _reopen(report, officer, now, revision, cut_off=now, nil=made.nil)
    lines = keep_edits(made.lines, lines_of(before))
    recipients = recipients_of(before)
    known = {one.superior for one in omitted_of(before)}
    omitted = [one for one in omissions_of(report, recipients) if one.superior in known]
    text = Text(title, lines, recipients, composed.edition, omitted, before.omission_reason)
    version = store_version(report, text, officer=officer, now=now)
    data = {"version": version.version, "hash": version.content_hash}
    record(report, "report.recomposed", officer, now, **data)


def _omitted(
    report: Report, chosen: Sequence[Recipient], reason: str
) -> tuple[list[Omission], str]:
    """Return the bodies that a report leaves out, and why; nobody without a reason."""
    omitted = omissions_of(report, chosen)
    if not omitted:
        return [], ""
    why = checked_line(reason.strip(), MAX_OMISSION_REASON)
    if not why:
        names = "、".join(one.name for one in omitted)
        raise Refused(
            _("应报未报：%(names)s。请列为报送对象，或写明不报送的理由。") % {"names": names}
        )
    return omitted, why


def _omitted_before(version: ReportVersion) -> tuple[list[Omission], str]:
    return omitted_of(version), version.omission_reason


def _checked(lines: Sequence[Line], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that are others than before, checked; the system's own stay."""
    before = {line.code: line.text for line in lines}
    return {
        code: before[code] if _same(text, before[code]) else checked_line(text, MAX_LINE)
        for code, text in texts.items()
    }


def _same(text: str, before: str) -> bool:
    return text.replace("\r\n", "\n").strip() == before


def _chosen(
    report: Report, named: Sequence[Recipient], wanted: Collection[int]
) -> list[Recipient]:
    """Return the recipients: those named before first, as they were, then new ones."""
    grade = report.incident.current.grade if report.incident else None
    chosen = [one for one in named if one.rule in wanted]
    known = {one.superior for one in chosen}
    new = rules_in_use(report.bureau_id).filter(pk__in=wanted)
    return chosen + [as_recipient(row, grade) for row in new if row.superior_id not in known]


def _reopen(
    report: Report, officer: Officer, now: datetime, revision: int | None, **columns: object
) -> None:
    """Make it a draft again; a signature that it waited for or had is void."""
    request = report.signoff
    claim_report(
        report,
        UNSENT,
        revision,
        state=str(ReportState.DRAFT),
        writers=sorted({*report.writers, officer.pk}),
        signoff=None,
        **columns,
    )
    if request is not None:
        void(request=request, reason=Reason("clocks.report_changed"), now=now)
