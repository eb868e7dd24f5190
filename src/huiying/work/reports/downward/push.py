"""Push a signed file to the other installation, over the channel of the unit of its name.

In:   what was signed.    Out:  one queued message a channel; its receipt is the proof.
Cost: two inserts a channel; the network waits in ``jobs/delivery``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from huiying.base.audit.house_text import house_text
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.work.reports.downward.files import ANSWER_FORMAT, STEP_FORMAT, text_file
from huiying.work.reports.downward.models import IssuedStep, SuperiorAnswer
from huiying.work.reports.downward.queries import channels_to

STEP_ABOUT: Final = "issued_supervision"
ANSWER_ABOUT: Final = "superior_answer"
LONGEST: Final = 100


def push_step(step: IssuedStep, now: datetime, *, again: str = "") -> int:
    """Queue a signed step for the subordinate; return on how many channels.

    Args:
        again: Tells a further sending of the same step apart.
    """
    row = step.supervision
    words = {"number": row.number, "title": row.demand[:LONGEST]}
    count = 0
    for channel in channels_to(row.bureau_id, row.report.subordinate.name):
        made = queue_message(
            bureau_id=row.bureau_id,
            channel=channel,
            key=f"issued:{row.number}:{step.step}:{again}:{channel.pk}",
            subject=house_text("【下发督办 %(number)s】%(title)s") % words,
            body=text_file(STEP_FORMAT, step.content),
            about=About(STEP_ABOUT, row.number),
            urgent=False,
            now=now,
        )
        count += made is not None
    return count


def push_answer(answer: SuperiorAnswer, now: datetime, *, again: str = "") -> int:
    """Queue a signed answer for the superior; return on how many channels."""
    row = answer.superior
    words = {"number": row.number, "title": row.demand[:LONGEST]}
    count = 0
    for channel in channels_to(row.bureau_id, row.sender):
        made = queue_message(
            bureau_id=row.bureau_id,
            channel=channel,
            key=f"answer:{row.number}:{answer.version}:{again}:{channel.pk}",
            subject=house_text("【反馈上级督办 %(number)s】%(title)s") % words,
            body=text_file(ANSWER_FORMAT, answer.content),
            about=About(ANSWER_ABOUT, row.number),
            urgent=False,
            now=now,
        )
        count += made is not None
    return count
