"""The triage queue: position, next candidate, undo of the last decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.engine.text.shortening import shorten
from huiying.jobs import clock
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.work.incidents.candidates.actions.take_back import UNDO_FOR
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.queries import last_decided, waiting_event_ids

SHOWN_CHARS = 20  # of a title, so that the line fits a phone


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a candidate stands in the queue, and the ones before and after it ("" = none)."""

    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class UndoNote:
    """What was done last, and the act that takes it back."""

    text: str
    act: ActButton


def place_of(candidate: Candidate) -> QueuePlace:
    """Return where a candidate stands in the queue, and the ones before and after it.

    One that was decided has no place: the way on is the first that waits.
    """
    queue = waiting_event_ids(candidate.bureau_id)
    at = queue.index(candidate.event_id) if candidate.event_id in queue else None
    if at is None:
        before, after = None, next(iter(queue), None)
    else:
        before = queue[at - 1] if at else None
        after = next(iter(queue[at + 1 :]), None)
    return QueuePlace(
        words=_("第 %(at)s 组，共 %(count)s 组待研判") % {"at": at + 1, "count": len(queue)}
        if at is not None
        else _("%(count)s 组待研判") % {"count": len(queue)},
        before=_url(before) if before else "",
        after=_url(after) if after else "",
    )


def undo_of(officer: Officer, now: datetime) -> UndoNote | None:
    """Offer to take back what this officer took off the desk last, for a minute.

    The demonstration's clock runs faster than the minute of the person who looks.
    """
    row = last_decided(officer, since=now - UNDO_FOR * clock.rate())
    if row is None:
        return None
    restore = reverse("console:candidate-restore", args=[row.event_id])
    text = _("%(state)s：%(title)s。%(minutes)s 分钟内可撤回。") % {
        "state": row.get_state_display(),
        "title": shorten(row.title, SHOWN_CHARS),
        "minutes": UNDO_FOR // timedelta(minutes=1),
    }
    return UndoNote(
        text, act_button(_("撤回"), restore, method="post", key="Z", version=row.revision)
    )


def _url(event_id: int) -> str:
    return reverse("console:candidate", args=[event_id])
