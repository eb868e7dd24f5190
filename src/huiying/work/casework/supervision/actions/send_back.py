"""退回补充、改派、催办: what the office does until the answer is enough.

In:   an item, a reason.    Out:  the unit, or another one, has to answer; the clock runs on.
Cost: a few writes, two more a channel.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.errors import Refused
from huiying.base.outbox.linked_papers import PAUSE, channels_to_remind
from huiying.base.outbox.queries import messaged_since
from huiying.base.refused_text import (
    refuse_accusation,
    refuse_removal_request,
)
from huiying.work.casework.core.clocks import unit_holder
from huiying.work.casework.core.petitions import refuse_other_unit
from huiying.work.casework.core.text import MAX_LINE, checked_text
from huiying.work.casework.supervision.models import (
    EntryKind,
    Supervision,
    SupervisionState,
)
from huiying.work.casework.supervision.steps import (
    add_entry,
    claim_supervision,
    hand_supervision,
    record_supervision,
    require_check,
)
from huiying.work.casework.supervision.unit_messages import (
    message_opened,
    queue_supervision_messages,
    withdraw_supervision_messages,
)
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit

S = SupervisionState


@transaction.atomic
def return_feedback(
    *,
    supervision: Supervision,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """退回补充: the answer is not enough, and why; the time is the unit's again.

    Raises:
        PermissionDenied: If the officer neither keeps 督办 nor leads.
        Refused: If he is of the unit or wrote the answer, no reason is given, or there is no
            answer.
        Stale: If somebody acted on the item since.
    """
    require(officer, Capability.SUPERVISE, Capability.INSTRUCT)
    require_check(officer, supervision)
    words = _reason(reason, _("请填写退回理由。"))
    claim_supervision(
        supervision, (S.REPORTED,), revision, state=S.OPEN, returns=F("returns") + 1
    )
    add_entry(supervision, EntryKind.RETURNED, officer, now, text=words)
    hand_supervision(supervision, unit_holder(supervision.unit), now)
    queue_supervision_messages(
        supervision,
        key=f"returned:{supervision.returns}",
        subject=house_text("【督办退回 %(number)s】%(title)s"),
        lines=[
            house_text("反馈退回补充：%(reason)s") % {"reason": words},
            house_text("督办事项：%(demand)s") % {"demand": supervision.demand},
        ],
        now=now,
    )
    record_supervision(supervision, "supervision.returned", officer, now, reason=words)


@transaction.atomic
def reassign_supervision(
    *,
    supervision: Supervision,
    unit: Unit,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """改派: another unit answers, as when the unit was dissolved; the time is counted on.

    Raises:
        PermissionDenied: If the officer does not keep 督办.
        Refused: If the unit is the same, not the bureau's or not active, or does not handle
            the petition, no reason is given, or 销号 is asked for or done.
        Stale: If somebody acted on the item since.
    """
    require(officer, Capability.SUPERVISE)
    words = _reason(reason, _("请填写改派理由。"))
    if unit.bureau_id != supervision.bureau_id or not unit.active:
        raise Refused(_("未找到该单位，或该单位已停用。"))
    if unit.pk == supervision.unit_id:
        raise Refused(_("该督办件已由%(unit)s承办，请选择其他单位。") % {"unit": unit.name})
    if supervision.petition is not None:
        refuse_other_unit(supervision.petition, unit)
    before = supervision.unit.name
    withdraw_supervision_messages(supervision, now)
    claim_supervision(supervision, (S.OPEN, S.REPORTED), revision, state=S.OPEN, unit=unit)
    add_entry(supervision, EntryKind.REASSIGNED, officer, now, text=words)
    hand_supervision(supervision, unit_holder(unit), now)
    matter = supervision.matter
    if matter.incident is not None:
        concern_unit(incident=matter.incident, unit=unit, lead=False)
    message_opened(supervision, now, step=f"unit:{supervision.revision}")
    data = {"from": before, "reason": words}
    record_supervision(supervision, "supervision.reassigned", officer, now, **data)


@transaction.atomic
def remind_supervised(*, supervision: Supervision, officer: Officer, now: datetime) -> int:
    """催办: ask the unit again, with a fresh link; return on how many channels.

    Raises:
        PermissionDenied: If the officer does not keep 督办.
        Refused: If no answer is waited for, the unit has no channel, or it was reminded within
            five minutes.
    """
    require(officer, Capability.SUPERVISE)
    if supervision.state != S.OPEN:
        raise Refused(_("该督办件不待单位反馈，无须催办。"))
    channels = channels_to_remind(supervision.unit)
    prefix = f"supervision:{supervision.number}:reminder:"
    since = now - PAUSE
    if any(
        messaged_since(one, supervision.number, since, key_prefix=prefix) for one in channels
    ):
        raise Refused(_("5 分钟内已发送过，请稍后再发或电话催办。"))
    queue_supervision_messages(
        supervision,
        key=f"reminder:{now:%m%d%H%M%S}",
        subject=house_text("【催办 %(number)s】%(title)s"),
        lines=[
            house_text("请%(unit)s尽快反馈：%(demand)s")
            % {"unit": supervision.unit.name, "demand": supervision.demand}
        ],
        now=now,
    )
    add_entry(supervision, EntryKind.REMINDED, officer, now)
    record_supervision(supervision, "supervision.reminded", officer, now)
    return len(channels)


def _reason(reason: str, missing: str) -> str:
    refuse_removal_request(reason)
    refuse_accusation(reason)
    return checked_text(reason, MAX_LINE, missing)
