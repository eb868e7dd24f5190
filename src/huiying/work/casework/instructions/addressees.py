"""Check whom an instruction names; tell them, once it is known to be the leader's own.

In:   a matter with units and officers; an instruction.    Out:  one message for each channel.
Cost: of a petition one query an officer; two inserts a channel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.house_text import house_text
from huiying.base.errors import Refused
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import Channel
from huiying.base.outbox.queries import channels_of, channels_to
from huiying.policy.grading.grades import Grade
from huiying.work.casework.core.petitions import refuse_other_unit, sees_petition
from huiying.work.casework.instructions.matters import Matter
from huiying.work.casework.instructions.models import Instruction


def check_addressees(
    matter: Matter, units: Iterable[Unit], officers: Iterable[Officer]
) -> None:
    """Refuse whom an instruction must not name.

    Raises:
        Refused: If one is not the bureau's or not active, or does not see the petition that it
            is about.
    """
    gone, petition = _("批示对象不存在或已停用：%(name)s。"), matter.petition
    for unit in units:
        if unit.bureau_id != matter.bureau_id or not unit.active:
            raise Refused(gone % {"name": unit.name})
        if petition is not None:
            refuse_other_unit(petition, unit)
    for person in officers:
        if person.bureau_id != matter.bureau_id or not person.is_active:
            raise Refused(gone % {"name": person.name})
        if not sees_petition(person, petition):
            raise Refused(_("%(name)s无权查看该信访事项，不能点名。") % {"name": person.name})


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
            % {"number": row.number, "title": matter.title[:160]},
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
