"""报送: send what was signed to exactly those who were signed for; send a link again.

In:   a signed report.    Out:  a delivery for each recipient; the time of the report ends when
      the last of them was reached.
Cost: some writes per recipient.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.organisation.models import Superior
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.linked_papers import PAUSE
from huiying.base.outbox.models import Channel
from huiying.base.outbox.queries import channels_of, messaged_since, report_channels_of
from huiying.base.signoff.queries import current_approval
from huiying.policy.procedure.reports import OUT, ReportKind, ReportState, Way
from huiying.work.reports.core.claim import claim_report
from huiying.work.reports.core.content import Recipient, omitted_of, recipients_of
from huiying.work.reports.core.models import Report, ReportVersion
from huiying.work.reports.core.queries import newest_version, reports_of_incident
from huiying.work.reports.deliveries.messages import queue_report_messages
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.deliveries.sending import end_sending
from huiying.work.reports.drafting.actions.sign_report import KIND, hash_of_report
from huiying.work.reports.drafting.clocks import start_receipt_clock
from huiying.work.reports.routing.queries import refuse_unexplained


@transaction.atomic
def send_report(
    *, report: Report, officer: Officer, now: datetime, revision: int | None = None
) -> list[ReportDelivery]:
    """Send a report.

    By a link and by push it is sent at once; on paper and by telephone when somebody
    records it.

    Raises:
        Refused: If it is not signed as it stands, a recipient's channels are gone, it
            follows a report that did not go out or was withdrawn, or by now the table names
            a body that it leaves out in silence.
        Stale: If somebody sent it first.
    """
    _refuse_without_first(report)
    version = newest_version(report)
    digest = hash_of_report(report)
    if digest != version.content_hash:
        raise Refused(_("报告与保存时的校验值不一致，未报送。请查阅审计记录。"))
    refuse_unexplained(report, version)
    claim_report(
        report,
        (ReportState.SIGNED,),
        revision,
        state=str(ReportState.SENT),
        sent_at=now,
        sent_by=officer,
    )
    if current_approval(report.bureau_id, KIND, report.number, digest) is None:
        raise Stale(_("现稿未经签发，未报送。请重新送签。"))
    rows = [
        _deliver(report, version, one, at, officer, now)
        for at, one in enumerate(recipients_of(version), 1)
    ]
    data = {"hash": digest, "to": [row.name for row in rows]}
    if version.omitted:
        data["without"] = [one.name for one in omitted_of(version)]
    record(report, "report.sent", officer, now, **data)
    end_sending(report, now)
    return rows


def _refuse_without_first(report: Report) -> None:
    """Refuse a follow-up or a final report that no report before it stands for."""
    if report.incident is None or report.kind not in (ReportKind.FOLLOW_UP, ReportKind.FINAL):
        return
    rows = reports_of_incident(report.incident.current).filter(state__in=OUT)
    if not rows.exclude(pk=report.pk).exists():
        raise Refused(_("此前的报告未报送或已撤回，续报、终报不能先报。请先报送初报。"))


def _deliver(
    report: Report,
    version: ReportVersion,
    to: Recipient,
    at: int,
    officer: Officer,
    now: datetime,
) -> ReportDelivery:
    by_link = to.way in (Way.LINK, Way.PUSH)
    unit = None
    if to.unit is not None:
        unit = Unit.objects.filter(pk=to.unit, bureau_id=report.bureau_id).first()
    if by_link and (unit is None or not unit.active or not _ways_to(unit, to.way).exists()):
        raise Refused(
            _(
                "%(name)s无可用消息渠道，无法发送，本次未报送。请登记渠道，"
                "或将报送方式改为书面后重新送签。"
            )
            % {"name": to.name}
        )
    row = ReportDelivery.objects.create(
        bureau_id=report.bureau_id,
        number=f"{report.number}-{at}",
        report=report,
        version=version.version,
        superior=Superior.objects.get(pk=to.superior, bureau_id=report.bureau_id),
        name=to.name,
        way=to.way,
        unit=unit,
        minutes=to.minutes,
        sent_at=now if by_link else None,
        sent_by=officer if by_link else None,
    )
    if by_link:
        row.clock = start_receipt_clock(report, row.name, now, now)
        row.save(update_fields=["clock"])
        queue_report_messages(row, version.title, key="report", now=now)
    return row


def _ways_to(unit: Unit, way: str) -> QuerySet[Channel]:
    return report_channels_of(unit) if way == Way.PUSH else channels_of(unit)


@transaction.atomic
def send_again(*, delivery: ReportDelivery, officer: Officer, now: datetime) -> None:
    """再次发送: another link, or the file once more, to who has not confirmed.

    Raises:
        Refused: If it goes by no link, was confirmed or withdrawn, no channel leads there, or
            one was sent again within five minutes.
    """
    delivery.report.refresh_from_db()
    unit = delivery.unit
    if delivery.way not in (Way.LINK, Way.PUSH) or unit is None:
        raise Refused(_("该报送不经链接或推送，请电话或书面催告后登记回执。"))
    if delivery.received_at is not None or delivery.report.state != ReportState.SENT:
        raise Refused(_("已回执或已撤回，无需再次发送。"))
    channels = list(_ways_to(unit, delivery.way)) if unit.active else []
    if not channels:
        raise Refused(_("%(name)s无可用消息渠道。") % {"name": delivery.name})
    prefix, ref = f"report-again:{delivery.number}:", delivery.report.number
    since = now - PAUSE
    if any(messaged_since(one, ref, since, key_prefix=prefix) for one in channels):
        raise Refused(_("5 分钟内已再次发送，请稍后再发或电话催告。"))
    title = newest_version(delivery.report).title
    key = f"{prefix}{now:%Y%m%d%H%M%S}"
    queue_report_messages(delivery, title, key=key, now=now)
    record(delivery, "report.sent_again", officer, now, to=delivery.name)
