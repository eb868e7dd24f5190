"""Tell whom an instruction names, once it is known to be the leader's own.

In:   an instruction.    Out:  one queued message for each channel.
Cost: two inserts a channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from huiying.base.audit.house_text import house_text
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import Channel
from huiying.base.outbox.queries import channels_of, channels_to
from huiying.policy.grading.grades import Grade
from huiying.work.casework.instructions.models import Instruction


def message_addressees(row: Instruction, now: datetime) -> None:
    """Queue the message to every unit and officer; a second call changes nothing."""
    matter = row.matter
    urgent = (matter.grade or 0) >= Grade.MAJOR
    lines = [
        house_text("%(who)s批示：%(text)s") % {"who": row.leader, "text": row.text},
        _due_line(row),
        house_text("请登录系统查看。需反馈的，另发督办通知。"),
    ]
    for channel in _channels(row, now, urgent=urgent):
        queue_message(
            bureau_id=row.bureau_id,
            channel=channel,
            key=f"instruction:{row.number}:{channel.pk}",
            subject=house_text("【领导批示 %(number)s】%(title)s")
            % {"number": row.number, "title": matter.label[:160]},
            body="\n".join(line for line in lines if line),
            about=About("instruction", row.number),
            urgent=urgent,
            now=now,
        )


def _due_line(row: Instruction) -> str:
    if row.due_at is None:
        return ""
    due = timezone.localtime(row.due_at).strftime("%Y-%m-%d %H:%M")
    return house_text("办理期限：%(due)s") % {"due": due}


def _channels(row: Instruction, now: datetime, *, urgent: bool) -> Iterator[Channel]:
    found: dict[int, Channel] = {}
    for one in row.addressees.select_related("unit", "officer__unit"):
        if one.unit is not None:
            rows = list(channels_of(one.unit))
        elif one.officer is not None:
            rows = channels_to(one.officer, now, major=urgent)
        else:
            rows = []
        found |= {channel.pk: channel for channel in rows}
    yield from found.values()
