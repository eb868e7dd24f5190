"""Hand over from shift to shift (交接班): the leaving one writes, the next one reads.

In:   a shift and a text; a note.    Out:  a note that is never changed; who took it over.
Cost: two writes each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roster.models import HandOverNote, Shift
from huiying.base.accounts.roster.queries import may_take_over, on_duty
from huiying.base.audit.record import record
from huiying.base.errors import Refused

MAX_NOTE_LENGTH = 4000  # characters


@dataclass(frozen=True, slots=True)
class DeskSituation:
    """What stood on the desk when the note was written."""

    late: int  # clocks past their time
    running: int  # clocks, the late ones too
    candidates: int  # not decided


@transaction.atomic
def write_hand_over_note(
    *, shift: Shift, text: str, situation: DeskSituation, officer: Officer, now: datetime
) -> HandOverNote:
    """Write what the next shift must know.

    Raises:
        Refused: If it is somebody else's shift, has not begun, or nothing is said.
    """
    if officer.pk != shift.officer_id:
        raise Refused(_("交接班记录由这一班的值班人写。"))
    if shift.starts_at > now:
        raise Refused(_("该班次尚未开始，暂无可交接内容。"))
    if not text.strip():
        raise Refused(_("请填写交接事项；没有的填“无”。"))
    if len(text) > MAX_NOTE_LENGTH:
        raise Refused(_("最多 %(most)s 字。") % {"most": MAX_NOTE_LENGTH})
    note = HandOverNote.objects.create(
        bureau_id=shift.bureau_id,
        shift=shift,
        written_by=officer,
        written_at=now,
        text=text.strip(),
        clocks_late=situation.late,
        clocks_running=situation.running,
        candidates_waiting=situation.candidates,
    )
    _record(note, officer, "shift.handed_over", now)
    return note


@transaction.atomic
def take_over_note(*, note: HandOverNote, officer: Officer, now: datetime) -> None:
    """Take a note over: from here on the matters in it are in the reader's hands.

    Raises:
        Refused: If the officer wrote it, is not on duty while others are, or somebody
            took it over before.
    """
    if not may_take_over(note, officer, on_duty(note.bureau_id, now)):
        raise Refused(_("交接由正在值班的另一人接。"))
    unread = HandOverNote.objects.filter(pk=note.pk, read_at__isnull=True)
    if unread.update(read_by=officer, read_at=now) != 1:
        raise Refused(_("该交接已接收。"))
    note.refresh_from_db()
    _record(note, officer, "shift.taken_over", now)


def _record(note: HandOverNote, officer: Officer, verb: str, now: datetime) -> None:
    """Write that it happened; what the note says about matters stays out of the chain."""
    record(note, verb, officer, now, late=note.clocks_late, running=note.clocks_running)
