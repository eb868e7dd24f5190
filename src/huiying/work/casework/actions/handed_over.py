"""已交渠道: a channel took the message of a notice; that is not delivery and stops no clock.

In:   the number of a notice.    Out:  its state, if it was only queued.
Cost: one conditional UPDATE.
"""

from __future__ import annotations

from huiying.work.casework.models import Notice, NoticeState


def notice_handed_over(*, bureau_id: int, number: str) -> bool:
    """Mark a queued notice as handed over; one that arrived already stays as it is."""
    rows = Notice.objects.filter(bureau_id=bureau_id, number=number, state=NoticeState.QUEUED)
    return rows.update(state=NoticeState.HANDED_OVER) == 1
