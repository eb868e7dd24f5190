"""送签、签发: a leader who wrote no word of it signs exactly this text and these recipients."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision
from huiying.policy.procedure.reports import ReportState
from huiying.policy.time.deadlines import APPROVAL
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.reports.core.claim import claim_report
from huiying.work.reports.core.content import hash_of_version, recipients_of
from huiying.work.reports.core.models import Report, ReportSignature
from huiying.work.reports.core.queries import authors_of, newest_version
from huiying.work.reports.drafting.clocks import SUBJECT_KIND
from huiying.work.reports.drafting.signed_as import office_of, unit_name_of
from huiying.work.reports.routing.queries import refuse_unexplained

KIND = "report"


def hash_of_report(report: Report) -> str:
    """Return what a signature binds: the newest version as it is stored now."""
    return hash_of_version(report, newest_version(report))


@transaction.atomic
def submit_report(
    *, report: Report, officer: Officer, now: datetime, revision: int | None = None
) -> None:
    """Put a draft before the leaders.

    Raises:
        Refused: If nobody is named whom it goes to, or a body of the table is left out
            without a reason.
        Stale: If it is no draft any more, or somebody was faster.
    """
    version = newest_version(report)
    if not recipients_of(version):
        raise Refused(_("请先选择报送对象；归口表为空的，请到“设置”填写。"))
    refuse_unexplained(report, version)
    writers = sorted({*report.writers, officer.pk})
    state = str(ReportState.IN_REVIEW)
    claim_report(report, (ReportState.DRAFT,), revision, state=state, writers=writers)
    book = book_of(report.bureau_id, now)
    about = (
        clock_subject(report.incident.current)
        if report.incident
        else ClockSubject(SUBJECT_KIND, report.number, version.title[:200])
    )
    clock = start_clock(
        bureau_id=report.bureau_id,
        kind="approval",
        name="报审",
        rule=book.deadline(APPROVAL),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(report.bureau_id),
        subject=about,
        holder=Holder(code=Role.DEPUTY),
        now=now,
    )
    request = request_approval(
        bureau_id=report.bureau_id,
        kind=KIND,
        about_ref=report.number,
        label=house_text("%(kind)s %(number)s：%(title)s")
        % {"kind": report.words, "number": report.number, "title": version.title},
        content_hash=hash_of_report(report),
        officer=officer,
        clock=clock,
        now=now,
    )
    Report.objects.filter(pk=report.pk).update(signoff=request, reason="")
    report.refresh_from_db()
    record(report, "report.submitted", officer, now, hash=request.content_hash)


@transaction.atomic
def decide_report(
    report: Report,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Sign exactly this text, or return it with a reason.

    Raises:
        PermissionDenied: If the officer signs nothing.
        Refused: If he wrote a word of it, or returns it without a reason; if by now the table
            names a body that it leaves out in silence.
        Stale: If it does not wait, or is not what he saw.
    """
    require(officer, Capability.APPROVE)
    report.refresh_from_db()
    request = report.signoff
    if report.state != ReportState.IN_REVIEW or request is None:
        raise Stale(_("该报告当前不在待签发状态。请查看最新内容。"))
    version = newest_version(report)
    if approve:
        refuse_unexplained(report, version)
    done = REPORT_KIND.decide(
        report,
        request,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if done.decision == Decision.PENDING:
        return
    state = ReportState.SIGNED if approve else ReportState.DRAFT
    claim_report(
        report,
        (ReportState.IN_REVIEW,),
        None,
        state=str(state),
        reason="" if approve else done.reason[:400],
    )
    data = {"hash": done.content_hash, "reason": done.reason}
    if not approve:
        record(report, "report.returned", officer, now, **data)
        return
    row = ReportSignature.objects.create(
        bureau_id=report.bureau_id,
        report=report,
        version=version.version,
        signoff=done,
        signed_by=officer,
        signed_as=office_of(officer),
        unit=unit_name_of(officer),
        at=now,
    )
    held = {"signed_as": row.signed_as, "unit": row.unit}
    record(report, "report.signed", officer, now, **data, **held, version=row.version)


REPORT_KIND = SignoffKind[Report](
    name=KIND,
    content_hash=hash_of_report,
    approve=partial(decide_report, approve=True, reason=""),
    send_back=partial(decide_report, approve=False),
    changed=gettext_lazy("报告已更新，本次决定未生效。请阅读最新全文。"),
    authors=authors_of,
)
