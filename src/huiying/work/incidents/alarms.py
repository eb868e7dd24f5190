"""Tell the duty desk of a 重大 candidate before anybody opens it.

In:   a candidate.    Out:  an alarm on the board, and messages on the desk's own channels.
Cost: one row and one message per channel; both idempotent by key.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.outbox.actions.queue import About, queue_message, raise_alarm
from huiying.base.outbox.queries import channels_of_desk
from huiying.work.incidents.models import Candidate


def alarm_desk(row: Candidate, *, now: datetime) -> None:
    """Raise the alarm once per candidate; the text names the matter and the number of posts."""
    about = About("candidate", str(row.event_id))
    text = f"建议重大：{row.title}（×{row.size}）。请在 30 分钟内通报。"[:200]
    raise_alarm(
        bureau_id=row.bureau_id, key=f"major:{row.event_id}", text=text, about=about, now=now
    )
    for channel in channels_of_desk(row.bureau_id):
        queue_message(
            bureau_id=row.bureau_id,
            channel=channel,
            key=f"major:{row.event_id}:{channel.pk}",
            subject=f"【重大】{row.title}"[:200],
            body="\n".join([text, *row.proposal.get("reasons", [])]),
            about=about,
            urgent=True,
            now=now,
        )
