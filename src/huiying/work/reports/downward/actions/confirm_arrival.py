"""回执 of what went to the other installation: by its system, or as people recorded it.

In:   a pushed message and its receipt; an office that has the file.    Out:  when it arrived.
Cost: a conditional update, a record; the clock of an answered demand stops.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import AuditedActor, record
from huiying.base.audit.subjects import Actor
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Message
from huiying.reasons.reason import Reason
from huiying.work.casework.core.text import office_name
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.reports.downward.models import IssuedStep, SuperiorAnswer
from huiying.work.reports.downward.push import ANSWER_ABOUT, STEP_ABOUT
from huiying.work.reports.downward.queries import answers_of

MAX_WHO = 80
LONGEST_RECEIPT = 40


@transaction.atomic
def confirm_pushed(*, message: Message, receipt: Mapping[str, Any], now: datetime) -> bool:
    """Note the receipt of a step or an answer that was pushed.

    Args:
        receipt: As ``exchange/receipts.py`` describes it; checked to be whole already.

    Returns:
        False if it is of another file, or nothing waits for it any more.
    """
    file = json.loads(message.body)
    content, key = file["content"], "step" if message.about_kind == STEP_ABOUT else "version"
    expected = (content["bureau"], content["number"], content[key], file["hash"])
    confirmed = (
        receipt["bureau"],
        receipt["number"],
        receipt["version"],
        receipt["report_hash"],
    )
    if confirmed != expected:
        return False
    label = house_text("系统回执 %(receipt)s") % {
        "receipt": str(receipt["receipt"])[:LONGEST_RECEIPT]
    }
    if message.about_kind == STEP_ABOUT:
        return _step_arrived(message, file["hash"], label, now)
    row = SuperiorAnswer.objects.filter(
        bureau_id=message.bureau_id,
        superior__number=message.about_ref,
        content_hash=file["hash"],
    ).select_related("superior__clock")
    answer = row.first()
    if message.about_kind != ANSWER_ABOUT or answer is None:
        return False
    by = Actor(f"channel:{message.channel_id}", answer.superior.sender)
    return _answer_arrived(answer, label, at=now, by=by, officer=None, now=now)


def _step_arrived(message: Message, digest: str, label: str, now: datetime) -> bool:
    rows = IssuedStep.objects.filter(
        bureau_id=message.bureau_id,
        supervision__number=message.about_ref,
        content_hash=digest,
        received_at__isnull=True,
    )
    step = rows.select_related("supervision__report__subordinate").first()
    if step is None or rows.update(received_at=now, received_label=label) != 1:
        return False
    row = step.supervision
    by = Actor(f"channel:{message.channel_id}", row.report.subordinate.name)
    data = {"step": step.step, "act": step.act, "who": label}
    record(row, "issued_supervision.received", by, now, **data)
    return True


@transaction.atomic
def record_answer_arrival(
    *,
    superior: SuperiorSupervision,
    who: str,
    at: datetime,
    officer: Officer,
    now: datetime,
) -> None:
    """登记送达: the file of an answer reached the superior by hand.

    Args:
        who: The office that has it.

    Raises:
        Refused: If no answer is signed, no office is named, or the moment cannot be.
        Stale: If its arrival is noted already.
    """
    require(officer, Capability.SUPERVISE)
    signed = [one for one in answers_of(superior) if one.signed_at is not None]
    if not signed:
        raise Refused(_("反馈未签发，不能登记送达。"))
    answer, label = signed[-1], office_name(who, MAX_WHO)
    first = answer.signed_at or now
    if not first.replace(second=0, microsecond=0) <= at <= now:
        raise Refused(_("时间须在签发之后、现在之前。"))
    if not _answer_arrived(answer, label, at=at, by=officer, officer=officer, now=now):
        raise Stale(_("已登记送达，本次未登记。"))


def _answer_arrived(
    answer: SuperiorAnswer,
    label: str,
    *,
    at: datetime,
    by: AuditedActor,
    officer: Officer | None,
    now: datetime,
) -> bool:
    rows = SuperiorAnswer.objects.filter(pk=answer.pk, received_at__isnull=True)
    if rows.update(received_at=at, received_label=label, recorded_by=officer) != 1:
        return False
    row = answer.superior
    if row.clock is not None and row.step == answer.step:
        reason = Reason("clocks.superior_answered")
        stop_clock(clock=row.clock, at=at, reason=reason, now=now)
    data = {"version": answer.version, "who": label}
    record(row, "superior_supervision.answer_received", by, now, **data)
    return True
