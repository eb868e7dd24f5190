"""Messages about a report to the channels of a recipient: its link, or that it was withdrawn.

In:   a delivery.    Out:  one queued message per channel; no word of the report is in it but
      its title.
Cost: two inserts per channel.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from huiying.base.audit.house_text import house_text
from huiying.base.errors import Refused
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.deliver import drop_messages
from huiying.base.outbox.actions.links import make_link, revoke_links
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_of, report_channels_of
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import Way
from huiying.work.reports.core.text import minute
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.exchange.outgoing import report_text_file

LINK_LIFETIME: Final = timedelta(days=14)
PURPOSE: Final = "report"
LINK_PATH: Final = "/u/{token}/"  # web/links/urls.py; a test holds the two together


def about_report(delivery: ReportDelivery) -> About:
    """Return what the outbox calls a report."""
    return About("report", delivery.report.number)


def queue_report_messages(
    delivery: ReportDelivery, title: str, *, key: str, now: datetime
) -> None:
    """Queue the message with a link of its own on every channel of the recipient."""
    if delivery.unit is None:
        return
    if delivery.way == Way.PUSH:
        queue_report_files(delivery, title, key=key, now=now)
        return
    for channel in channels_of(delivery.unit):
        token = make_link(
            bureau_id=delivery.bureau_id,
            purpose=PURPOSE,
            about_ref=delivery.number,
            unit=delivery.unit,
            now=now,
            lifetime=LINK_LIFETIME,
            channel=channel,
        )
        link = f"{settings.PUBLIC_URL.rstrip('/')}{LINK_PATH.format(token=token)}"
        words = {"kind": delivery.report.words, "number": delivery.report.number}
        queue_message(
            bureau_id=delivery.bureau_id,
            channel=channel,
            key=f"{key}:{delivery.number}:{channel.pk}",
            subject=house_text("【%(kind)s %(number)s】%(title)s")
            % {**words, "title": title[:100]},
            body="\n".join(
                [
                    house_text("报%(name)s：%(title)s")
                    % {"name": delivery.name, "title": title},
                    house_text(
                        "请打开链接查阅并回执，无需账号；14 天内有效，请勿转发：%(link)s"
                    )
                    % {"link": link},
                ]
            ),
            about=about_report(delivery),
            urgent=_urgent(delivery),
            now=now,
        )


def queue_report_files(
    delivery: ReportDelivery, title: str, *, key: str, now: datetime
) -> None:
    """Queue the file of a report for the installation of its recipient.

    Raises:
        Refused: If the report makes no file.
    """
    if delivery.unit is None:
        return
    body, words = report_text_file(delivery.report), {"number": delivery.report.number}
    for channel in report_channels_of(delivery.unit):
        queue_message(
            bureau_id=delivery.bureau_id,
            channel=channel,
            key=f"{key}:{delivery.number}:{channel.pk}",
            subject=house_text("【推送报告 %(number)s】%(title)s")
            % {**words, "title": title[:100]},
            body=body,
            about=about_report(delivery),
            urgent=_urgent(delivery),
            now=now,
        )


def queue_withdrawal_messages(
    delivery: ReportDelivery, title: str, reason: str, now: datetime
) -> bool:
    """Tell a recipient that a report was withdrawn; False if no channel leads there."""
    if delivery.way == Way.PUSH:  # it counts as heard of when the receipt says so
        with suppress(Refused):  # nothing keeps a withdrawal back: then people tell it
            queue_report_files(delivery, title, key="report-withdrawn", now=now)
        return False
    channels = list(channels_of(delivery.unit)) if delivery.unit is not None else []
    for channel in channels:
        words = {"kind": delivery.report.words, "number": delivery.report.number}
        queue_message(
            bureau_id=delivery.bureau_id,
            channel=channel,
            key=f"report-withdrawn:{delivery.number}:{channel.pk}",
            subject=house_text("【撤回 %(kind)s %(number)s】%(title)s")
            % {**words, "title": title[:100]},
            body=house_text(
                "报%(name)s：%(kind)s %(number)s 已于%(at)s撤回，请勿再引用。理由：%(reason)s"
            )
            % {**words, "name": delivery.name, "at": minute(now), "reason": reason},
            about=about_report(delivery),
            urgent=_urgent(delivery),
            now=now,
        )
    return bool(channels)


def end_links(delivery: ReportDelivery, now: datetime) -> None:
    """End the links to a report, and keep back what has not gone out."""
    revoke_links(bureau_id=delivery.bureau_id, about_ref=delivery.number, now=now)
    drop_messages(bureau_id=delivery.bureau_id, about=about_report(delivery), now=now)


def _urgent(delivery: ReportDelivery) -> bool:
    incident = delivery.report.incident
    return incident is not None and incident.current.grade_in_force >= Grade.MAJOR
