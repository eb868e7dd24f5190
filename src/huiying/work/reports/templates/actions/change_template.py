"""修改模板: a new edition of the lines of a kind; reports that are written stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import refuse_accusation
from huiying.policy.procedure.reports import ReportKind, lines_for
from huiying.work.casework.core.text import checked_text
from huiying.work.reports.templates.models import ReportTemplate
from huiying.work.reports.templates.queries import Entry, template_of

MAX_HEADING = 20


@transaction.atomic
def change_template(
    *,
    kind: ReportKind,
    entries: Sequence[Entry],
    shown_edition: int,
    officer: Officer,
    now: datetime,
) -> ReportTemplate:
    """Make the next edition of a kind.

    Args:
        shown_edition: What the page was made from; 0 = the usual lines.

    Raises:
        Refused: If no line is left, one is unknown or there twice, a heading is missing or
            too long, or nothing changed.
        Stale: If somebody made another edition meanwhile.
    """
    checked = checked_entries(kind, entries)
    edition, before = template_of(officer.bureau_id, kind)
    if edition != shown_edition:
        raise Stale(_("模板已被他人修改，本次未保存。请核对最新模板后重新提交。"))
    if checked == before:
        raise Refused(_("模板无变化，无需保存。"))
    try:
        with transaction.atomic():
            row = ReportTemplate.objects.create(
                bureau_id=officer.bureau_id,
                kind=kind,
                edition=edition + 1,
                entries=[{"line": one.code, "heading": one.heading} for one in checked],
                at=now,
                by=officer,
            )
    except IntegrityError as error:
        raise Stale(_("模板已被他人修改，本次未保存。请核对最新模板后重新提交。")) from error
    data = {"kind": str(kind), "edition": row.edition, "lines": [one.code for one in checked]}
    was = [{"line": one.code, "heading": one.heading} for one in before]
    record(row, "report_template.changed", officer, now, **data, before=was, after=row.entries)
    return row


def checked_entries(kind: ReportKind, entries: Sequence[Entry]) -> list[Entry]:
    """Return entries with clean headings.

    Raises:
        Refused: As ``change_template``.
    """
    possible, found = lines_for(kind), list[Entry]()
    for entry in entries:
        if entry.code not in possible or entry.code in {one.code for one in found}:
            raise Refused(_("模板中有重复或不存在的栏目。"))
        heading = checked_text(
            " ".join(entry.heading.split()), MAX_HEADING, _("请填写每一栏的标题。")
        )
        refuse_accusation(heading)
        found.append(Entry(entry.code, heading))
    if not found:
        raise Refused(_("模板至少保留一栏。"))
    return found
