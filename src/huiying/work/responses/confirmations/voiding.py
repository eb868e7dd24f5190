"""Void the confirmations of a draft whose words were edited, and notify the agencies.

In:   a draft, who edited it and when.    Out:  how many were voided.
Cost: a few writes for each confirmation.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.deliver import drop_messages
from huiying.base.outbox.actions.links import revoke_links
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_of
from huiying.reasons.reason import Reason
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.confirmations.record import ABOUT
from huiying.work.responses.core.models import Draft


def void_confirmations(draft: Draft, *, officer: Officer, now: datetime) -> int:
    """Void every confirmation of a draft whose words were just edited; return how many.

    The agencies are told, their links end, their clocks stop; the rows say who edited and when.
    """
    rows = draft.confirmations.exclude(state=ConfirmationState.VOID)
    for row in rows.select_related("unit", "clock"):
        informed = row.state != ConfirmationState.WAIVED
        Confirmation.objects.filter(pk=row.pk).update(
            state=ConfirmationState.VOID, voided_by=officer, voided_at=now
        )
        if row.clock is not None:
            cancel_clock(clock=row.clock, reason=Reason("clocks.confirmation_void"), now=now)
        revoke_links(bureau_id=row.bureau_id, about_ref=row.number, now=now)
        drop_messages(bureau_id=row.bureau_id, about=About(ABOUT, row.number), now=now)
        if informed:
            _notify_agency(row, now)
    return len(rows)


def _notify_agency(row: Confirmation, now: datetime) -> None:
    for channel in channels_of(row.unit):
        queue_message(
            bureau_id=row.bureau_id,
            channel=channel,
            key=f"{ABOUT}:{row.number}:void:{channel.pk}",
            subject=house_text("【确认作废 %(number)s】文字有改动") % {"number": row.number},
            body=house_text(
                "送%(unit)s确认的文稿（%(number)s）已修改，原确认作废，原链接失效。"
                "仍需确认的，将另行发送链接。"
            )
            % {"unit": row.unit.name, "number": row.number},
            about=About(ABOUT, row.number),
            urgent=False,
            now=now,
        )
