"""Send a unit the message that its objection to a grade was answered.

In:   an answered objection.    Out:  one queued message for each channel of the unit.
Cost: one query, one insert a channel.

The message holds grade and number alone; the reasons stand behind the unit's sign-in.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.audit.house_text import house_text
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_of
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.grading.models import GradeObjection, ObjectionState


def queue_answer(row: GradeObjection, grade: Grade, now: datetime) -> None:
    """Queue the message.

    Args:
        grade: The grade that stands now.
    """
    incident = row.incident.current
    words = {"number": incident.number, "grade": grade.label}
    upheld = row.state == ObjectionState.UPHELD
    outcome = (
        house_text("事件 %(number)s 维持%(grade)s等级。")
        if upheld
        else house_text("事件 %(number)s 现为%(grade)s。")
    )
    for channel in channels_of(row.unit):
        queue_message(
            bureau_id=row.bureau_id,
            channel=channel,
            key=f"objection:{row.pk}:answered:{channel.pk}",
            subject=house_text("【等级异议已答复】事件 %(number)s") % words,
            body="\n".join(
                [outcome % words, house_text("理由请登录系统，在收到的通报或交办中查看。")]
            ),
            about=About("incident", incident.number),
            urgent=grade >= Grade.MAJOR,
            now=now,
        )
