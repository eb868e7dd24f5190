"""签收、签收口径、反馈 behind the signed link of a notice: for its unit, without an account.

In:   a link that works, its notice, the name that was typed.
Out:  what an officer of the unit would have made, with the name and “通过链接” (ADR 0037).
Cost: that of the same act of an officer, and one record.

A link returns nothing, shows no file, and acts for the one unit and notice it was made for.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.outbox.models import SignedLink
from huiying.base.outbox.queries import proof_row_of
from huiying.base.outbox.signatory import signatory_behind
from huiying.work.casework.notices.actions.record_delivery import confirm_by_link
from huiying.work.casework.notices.actions.report_back import ReportInput, keep_report
from huiying.work.casework.notices.actions.sign_guidance import sign_guidance_alone
from huiying.work.casework.notices.actions.sign_or_return import refuse_replaced, take_on
from huiying.work.casework.notices.delivery import UNDELIVERED
from huiying.work.casework.notices.models import Notice, UnitReport
from huiying.work.casework.notices.report_hash import report_hash

MOST_REPORTS = 10  # of one notice by links; a link that got about fills no disk


@transaction.atomic
def confirm_arrival(*, link: SignedLink, notice: Notice, now: datetime) -> bool:
    """A person pressed the button: that is delivery; False if it was delivered before.

    Raises:
        Refused: If the link is not of this notice and unit.
    """
    _refuse_other(link, notice)
    if notice.state not in UNDELIVERED:
        return False
    confirm_by_link(notice=notice, channel=proof_row_of(link), now=now)
    record(link, "link.used", link, now)
    return True


@transaction.atomic
def sign_by_link(
    *,
    link: SignedLink,
    notice: Notice,
    name: str,
    now: datetime,
    revision: int | None,
    seen_guidance: int | None,
) -> None:
    """签收: the unit takes the matter on; it is delivered by that too.

    Args:
        name: Who signs, as typed.
        revision, seen_guidance: As the page showed them.

    Raises:
        Refused: If no name was typed, the link is not of this notice, a newer notice took its
            place, or the rule book counts no link of this channel as delivery.
        Stale: If the notice was signed or returned already, or the guidance has changed.
    """
    by = signatory_behind(notice.number, name)
    refuse_replaced(notice)
    if not confirm_arrival(link=link, notice=notice, now=now):
        _refuse_other(link, notice)
    notice.refresh_from_db()
    if notice.state in UNDELIVERED:
        raise Refused(
            _("本局规则未将此渠道的链接确认列为送达凭证，请登录系统签收或致电值班台。")
        )
    take_on(notice=notice, by=by, now=now, revision=revision, seen_guidance=seen_guidance)
    record(link, "link.used", link, now)


@transaction.atomic
def sign_guidance_by_link(
    *, link: SignedLink, notice: Notice, name: str, version: int, now: datetime
) -> None:
    """签收口径: a new version, for a unit that signed the notice.

    Raises:
        Refused, Stale: As ``sign_guidance_alone``; also if no name was typed.
    """
    _refuse_other(link, notice)
    by = signatory_behind(notice.number, name)
    sign_guidance_alone(notice=notice, version=version, by=by, now=now)
    record(link, "link.used", link, now)


@transaction.atomic
def report_by_link(
    *, link: SignedLink, notice: Notice, name: str, report: ReportInput, now: datetime
) -> UnitReport:
    """反馈: what the unit found and did; the same report twice is one.

    Raises:
        Refused: As ``keep_report``; also if no name was typed, or too many reports came by
            links already.
    """
    _refuse_other(link, notice)
    by = signatory_behind(notice.number, name)
    earlier = UnitReport.objects.filter(notice=notice, by__isnull=True)
    if (again := _same_report(list(earlier), report, by.label)) is not None:
        return again
    if len(earlier) >= MOST_REPORTS:
        words = _("通过链接最多反馈 %(most)s 次，请登录系统反馈或致电值班台。")
        raise Refused(words % {"most": MOST_REPORTS})
    row = keep_report(notice=notice, report=report, by=by, now=now)
    record(link, "link.used", link, now)
    return row


def _same_report(
    earlier: list[UnitReport], report: ReportInput, label: str
) -> UnitReport | None:
    """Return the report that an impatient second sending repeats."""
    sent = UnitReport(
        by_label=label,
        finding=str(report.finding),
        facts=report.facts.strip(),
        handled=report.handled.strip(),
        evidence=report.evidence.strip(),
    )
    for row in earlier:
        sent.no_file_reason = row.no_file_reason
        if report_hash(row) == report_hash(sent):
            return row
    return None


def _refuse_other(link: SignedLink, notice: Notice) -> None:
    if (link.bureau_id, link.about_ref, link.unit_id) != (
        notice.bureau_id,
        notice.number,
        notice.unit_id,
    ):
        raise Refused(_("链接与通报不符，本次操作未执行。"))
