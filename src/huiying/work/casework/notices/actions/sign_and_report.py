"""签收并反馈: a unit that knows the matter already signs and reports with one form.

In:   a notice that waits for its signature, who acts for the unit, the report.
Out:  the signature and the report, as two acts would make them: two entries of the record.
Cost: that of both.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.outbox.models import SignedLink
from huiying.base.outbox.signatory import officer_signatory
from huiying.work.casework.notices.actions.act_by_link import report_by_link, sign_by_link
from huiying.work.casework.notices.actions.report_back import ReportInput, keep_report
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import Notice, UnitReport


@transaction.atomic
def sign_and_report(
    *,
    notice: Notice,
    report: ReportInput,
    officer: Officer,
    now: datetime,
    revision: int | None,
    seen_guidance: int | None,
) -> UnitReport:
    """Sign as an officer of the unit, and report; both or neither.

    Raises:
        Refused, Stale: As ``sign_notice`` and ``report_back``.
    """
    sign_notice(
        notice=notice,
        officer=officer,
        now=now,
        revision=revision,
        seen_guidance=seen_guidance,
    )
    notice.refresh_from_db()
    return keep_report(notice=notice, report=report, by=officer_signatory(officer), now=now)


@transaction.atomic
def sign_and_report_by_link(
    *,
    link: SignedLink,
    notice: Notice,
    name: str,
    report: ReportInput,
    now: datetime,
    revision: int | None,
    seen_guidance: int | None,
) -> UnitReport:
    """Sign behind the signed link of the notice, and report; both or neither.

    Raises:
        Refused, Stale: As ``sign_by_link`` and ``report_by_link``.
    """
    sign_by_link(
        link=link,
        notice=notice,
        name=name,
        now=now,
        revision=revision,
        seen_guidance=seen_guidance,
    )
    notice.refresh_from_db()
    return report_by_link(link=link, notice=notice, name=name, report=report, now=now)
