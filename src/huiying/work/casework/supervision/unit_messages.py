"""Send messages about a supervision item to its unit, by the machinery of notices.

In:   an item, what to say.    Out:  one queued message a channel, each with its own link.
Cost: two inserts a channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from huiying.base.audit.house_text import house_text
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.deliver import drop_messages
from huiying.base.outbox.actions.links import revoke_links
from huiying.base.outbox.linked_papers import LINK_LIFETIME, LinkedPaper, queue_paper_messages
from huiying.policy.grading.grades import Grade
from huiying.work.casework.supervision.models import Supervision

PURPOSE = "supervision"
LINK_PATH = "/r/{token}/supervision/"  # web/links/urls.py; a test holds the two together
LONGEST_TITLE = 160


def queue_supervision_messages(
    row: Supervision, *, key: str, subject: str, lines: Sequence[str], now: datetime
) -> None:
    """Queue the message on every active channel of the unit.

    Args:
        key: Of the step; with number and channel it makes a second queueing a no-op.
        subject: Holds ``%(number)s`` and ``%(title)s``.
    """
    matter = row.matter
    left = row.clock.due_at - now if row.clock is not None else LINK_LIFETIME
    paper = LinkedPaper(
        bureau_id=row.bureau_id,
        unit=row.unit,
        about=About("supervision", row.number),
        purpose=PURPOSE,
        path=LINK_PATH,
        how=house_text("请打开链接查看并反馈，无需账号。仅限本单位使用，请勿转发：%(link)s"),
        urgent=(matter.grade or 0) >= Grade.MAJOR,
        lifetime=max(LINK_LIFETIME, left + LINK_LIFETIME),
    )
    words = {"number": row.number, "title": matter.title[:LONGEST_TITLE]}
    queue_paper_messages(
        paper,
        key=f"supervision:{row.number}:{key}",
        subject=subject % words,
        lines=[*lines, due_line(row)],
        now=now,
    )


def due_line(row: Supervision) -> str:
    """Say until when feedback is owed."""
    if row.clock is None:
        return ""
    due = timezone.localtime(row.clock.due_at).strftime("%Y-%m-%d %H:%M")
    return house_text("反馈期限：%(due)s") % {"due": due}


def message_opened(row: Supervision, now: datetime, *, step: str = "opened") -> None:
    """Send the unit what it is asked, with the instruction once it is the leader's for sure."""
    by = row.instruction
    queue_supervision_messages(
        row,
        key=step,
        subject=house_text("【督办 %(number)s】%(title)s"),
        lines=[
            house_text("领导批示：%(text)s") % {"text": by.text}
            if by is not None and by.is_confirmed
            else "",
            house_text("依据：%(sender)s督办") % {"sender": row.superior.sender}
            if row.superior is not None
            else "",
            house_text("请%(unit)s办理并反馈：%(demand)s")
            % {"unit": row.unit.name, "demand": row.demand},
        ],
        now=now,
    )


def withdraw_supervision_messages(row: Supervision, now: datetime) -> None:
    """The item is over for this unit: its links end, and what has not gone out stays here."""
    revoke_links(bureau_id=row.bureau_id, about_ref=row.number, now=now)
    drop_messages(bureau_id=row.bureau_id, about=About("supervision", row.number), now=now)
