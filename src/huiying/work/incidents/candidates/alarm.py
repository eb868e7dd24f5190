"""Alarm the duty desk of a candidate proposed as 重大, before anybody opens it.

In:   candidates of one bureau.
Out:  alarms on the board, and messages on the desk's own channels.
Cost: one insert for all alarms, and one message per candidate and channel; all idempotent by
      key.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import raise_alarms
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_of_desk
from huiying.engine.masking.tagger import is_installed
from huiying.reasons.reason import Reason, all_from_data, reason
from huiying.reasons.rendering import render_all
from huiying.work.collection.communities.own_places import mask_for
from huiying.work.incidents.candidates.models import Candidate


def alarm_duty_desk(rows: Sequence[Candidate], *, now: datetime) -> None:
    """Raise the alarm once per candidate; the text names the matter and the number of posts."""
    if not rows:
        return
    bureau_id = rows[0].bureau_id
    alarms = [(_key(row), _reason(row), _about(row)) for row in rows]
    raise_alarms(bureau_id=bureau_id, alarms=alarms, now=now)
    channels = list(channels_of_desk(bureau_id))
    for row in rows:
        for channel in channels:
            queue_message(
                bureau_id=bureau_id,
                channel=channel,
                key=f"{_key(row)}:{channel.pk}",
                subject=f"【重大】{row.title}"[:200],
                body=_without_names(
                    bureau_id, "\n".join(render_all([_reason(row), *_why(row)]))
                ),
                about=_about(row),
                urgent=True,
                now=now,
            )


def _without_names(bureau_id: int, body: str) -> str:
    """Mask what a reason quotes: it leaves the house."""
    return mask_for(bureau_id, [body])[0].text if is_installed() else body


def _key(row: Candidate) -> str:
    return f"major:{row.event_id}"


def _reason(row: Candidate) -> Reason:
    return reason("incidents.major_proposed", lead=row.title, count=row.size)


def _why(row: Candidate) -> tuple[Reason, ...]:
    return all_from_data(row.proposal.get("reasons", []))


def _about(row: Candidate) -> About:
    return About("candidate", str(row.event_id))
