"""接收下级报告: store what a subordinate signed, once; note that it was withdrawn.

In:   a file that was read.    Out:  the row, whether it is new, the receipt.
Cost: a few writes; a second handing-in of the same version writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.record import AuditedActor, record
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.zone import LOCAL
from huiying.work.reports.exchange.incoming import IncomingReport
from huiying.work.reports.exchange.models import (
    ExchangeWay,
    ReceivedReport,
    ReceivedWithdrawal,
    Subordinate,
)
from huiying.work.reports.exchange.queries import subordinate_called
from huiying.work.reports.exchange.receipts import receipt_of


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a file arrived: the way, who brought it (an officer, or a system), when."""

    way: ExchangeWay
    by: AuditedActor
    officer: Officer | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file.

    Attributes:
        new: Something was stored: the report, or its withdrawal.
    """

    row: ReceivedReport
    new: bool
    receipt: dict[str, Any]


def sender_of(bureau: Bureau, found: IncomingReport) -> Subordinate:
    """Return the subordinate that a file is of.

    Raises:
        Refused: If no bureau of this name is registered as a subordinate.
    """
    row = subordinate_called(bureau.pk, found.bureau)
    if row is None:
        raise Refused(
            _("“%(name)s”未登记为下级单位，或已停用，未接收。请先在“归口报送—下级单位”登记。")
            % {"name": found.bureau}
        )
    return row


def earlier_copy(sender: Subordinate, found: IncomingReport) -> ReceivedReport | None:
    """Return the same version if it arrived before.

    Raises:
        Refused: If it arrived with another content: one number and version is one text.
    """
    row = (
        ReceivedReport.objects.filter(
            subordinate=sender,
            sender_number=found.content["number"],
            version=found.content["version"],
        )
        .select_related("bureau", "subordinate", "withdrawal")
        .first()
    )
    if row is not None and row.content_hash != found.content_hash:
        raise Refused(
            _(
                "%(number)s 第 %(version)s 稿已接收，内容与本文件不同，"
                "未接收。请向报送单位核实。"
            )
            % {"number": row.sender_number, "version": row.version}
        )
    return row


def take_in_file(
    *, bureau: Bureau, found: IncomingReport, officer: Officer, now: datetime
) -> Taken:
    """Take in a file that somebody brought; an officer answers for where it came from.

    Raises:
        Refused, Stale: As ``take_in``; or if its sender is no subordinate.
    """
    sender = sender_of(bureau, found)
    return take_in(sender, found, Arrival(ExchangeWay.FILE, officer, officer, now))


def take_in_push(*, sender: Subordinate, found: IncomingReport, now: datetime) -> Taken:
    """Take in what the system of a subordinate brought with its token.

    Raises:
        Refused, Stale: As ``take_in``; or if the report is another bureau's.
    """
    if found.bureau != sender.name:
        raise Refused(
            _("令牌属于%(holder)s，报告署名为%(name)s，未接收。")
            % {"holder": sender.name, "name": found.bureau}
        )
    by = sender.audit_actor()
    return take_in(sender, found, Arrival(ExchangeWay.PUSH, by, None, now))


@transaction.atomic
def take_in(sender: Subordinate, found: IncomingReport, arrival: Arrival) -> Taken:
    """Store a report, and that it was withdrawn; what is there already stays as it is.

    A file from before a withdrawal changes nothing: what was withdrawn stays withdrawn.

    Raises:
        Refused: If the same version arrived with another content.
        Stale: If the same file was taken in at the same moment.
    """
    row = earlier_copy(sender, found)
    new = row is None
    if row is None:
        row = _stored(sender, found, arrival)
        data = {"number": row.sender_number, "version": row.version, "way": row.way}
        data |= {"sender": sender.name, "hash": row.content_hash, "masked": row.masked}
        record(row, "received_report.taken", arrival.by, arrival.now, **data)
    if found.withdrawn_at is not None:
        new = _withdraw(row, found.withdrawn_at, found.reason, arrival) or new
    return Taken(row, new, receipt_of(row))


def _stored(sender: Subordinate, found: IncomingReport, arrival: Arrival) -> ReceivedReport:
    kept, year = found.masked_content, arrival.now.astimezone(LOCAL).year
    number = take_number(bureau_id=sender.bureau_id, kind="received", year=year)
    try:
        with transaction.atomic():
            return ReceivedReport.objects.create(
                bureau=sender.bureau,
                subordinate=sender,
                number=f"I{number}",
                sender_number=kept["number"],
                kind=kept["kind"],
                sequence=kept["sequence"],
                version=kept["version"],
                title=kept["title"],
                cut_off=found.moment("cut_off"),
                since=found.end_of_period("since"),
                until=found.end_of_period("until"),
                nil=kept["nil"],
                signed_as=kept["signed_as"],
                signed_at=found.moment("signed_at"),
                lines=kept["lines"],
                content_hash=found.content_hash,
                stored_hash=hash_of_content(kept),
                masked=found.masked,
                way=arrival.way,
                at=arrival.now,
                by=arrival.officer,
            )
    except IntegrityError as error:
        raise Stale(_("同一份报告正在接收，本次未执行。请查看列表。")) from error


def _withdraw(row: ReceivedReport, at: datetime, reason: str, arrival: Arrival) -> bool:
    _kept, new = ReceivedWithdrawal.objects.get_or_create(
        report=row,
        defaults={
            "bureau_id": row.bureau_id,
            "reason": reason,
            "withdrawn_at": at,
            "way": arrival.way,
            "at": arrival.now,
            "by": arrival.officer,
        },
    )
    if new:
        data = {"number": row.sender_number, "reason": reason}
        data["sender"] = row.subordinate.name
        record(row, "received_report.withdrawn", arrival.by, arrival.now, **data)
    return new
