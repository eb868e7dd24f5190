"""What all acts on a task share: how it is named, claimed by its row, entered and recorded.

In:   a task, an act's moment and officer.    Out:  conditional updates, entries, records.
Cost: one conditional UPDATE, one entry, one audit record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.capabilities import Role
from huiying.base.accounts.models import Officer, Unit
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import Subject, append
from huiying.base.audit.kept import kept, kept_label
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import Stowed
from huiying.base.files.models import Retention
from huiying.base.outbox.actions.queue import About, queue_message
from huiying.base.outbox.queries import channels_of
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.engine.masking import mask
from huiying.policy.calendar import DAY
from huiying.policy.deadlines import DeadlineRule
from huiying.policy.grading import Grade
from huiying.policy.offline import TASK
from huiying.work.casework.delivery import clock_subject
from huiying.work.casework.models import (
    Assignment,
    AssignmentState,
    Commitment,
    EntryKind,
    Material,
    TaskEntry,
)
from huiying.work.casework.procedure import incident_now
from huiying.work.casework.teams import doer_of, holder_of_task
from huiying.work.incidents.claiming import Claim
from huiying.work.incidents.exceptions import CannotDecide, Stale
from huiying.work.incidents.models import Incident

LINE, LONG, TITLE = 400, 4_000, 200
LONGEST = 366 * DAY
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Piece:
    """A file as it was handed in: what it shows, in words, and where it lies."""

    words: str
    stowed: Stowed


def matter_of_task(task: Assignment) -> Incident:
    """Return the incident of a task; after a merge, what it has become."""
    return incident_now(task.proposal.incident)


def words_of(text: str, most: int) -> str:
    """Return a text without what identifies a person, at most so long."""
    return mask(text.replace("\r\n", "\n").strip()).text[:most]


def holder_of(unit: Unit) -> Holder:
    """Return a unit as the holder of a clock."""
    return Holder(unit.name, unit=unit)


def holder_called(role: Role) -> Holder:
    """Return a role as the holder of a clock; the ladder finds it by its Chinese name."""
    return Holder(kept_label(role.label))


def check_due(due: datetime, now: datetime) -> None:
    """Refuse a date that lies in the past or further ahead than a year.

    Raises:
        CannotDecide.
    """
    if not now < due <= now + LONGEST:
        raise CannotDecide(_("期限须在现在之后，最长一年。"))


def set_clock(
    incident: Incident, rule: DeadlineRule, due: datetime, holder: Holder, now: datetime
) -> Clock:
    """Start a clock to a date that a person set."""
    return start_clock(
        bureau_id=incident.bureau_id,
        kind=rule.code.lower(),
        name=rule.name,
        rule=rule,
        rule_version=str(book_of(incident.bureau_id, now).version),
        starts_at=now,
        calendar=calendar_of(incident.bureau_id),
        subject=clock_subject(incident),
        holder=holder,
        now=now,
        due=due,
    )


def start_task_clock(task: Assignment, due: datetime, now: datetime) -> Clock:
    """Start the time that the unit or the team of a task has."""
    return set_clock(matter_of_task(task), TASK, due, holder_of_task(task), now)


claim_task = Claim(
    AssignmentState,
    CannotDecide,
    Stale,
    gettext_noop("这项交办现在是“%(state)s”，不能这样办。"),
    gettext_noop("这项交办刚被别人办过，你的操作没有生效。请看过新内容再办。"),
)


def enter(
    task: Assignment,
    kind: EntryKind,
    officer: Officer,
    now: datetime,
    *,
    text: str = "",
    passed: bool | None = None,
) -> TaskEntry:
    """Write one step of a task."""
    return TaskEntry.objects.create(
        bureau_id=task.bureau_id,
        assignment=task,
        kind=kind,
        text=words_of(text, LONG),
        passed=passed,
        at=now,
        by=officer,
    )


def keep_pieces(
    owner: TaskEntry | Commitment, pieces: Sequence[Piece], now: datetime
) -> list[Material]:
    """Keep the files of a step or of a promise.

    Raises:
        CannotDecide: If one is not named, or there are too many at once.
    """
    if len(pieces) > MOST_FILES:
        raise CannotDecide(_("一次最多 %(most)s 个文件。") % {"most": MOST_FILES})
    found = []
    for piece in pieces:
        words = words_of(" ".join(piece.words.split()), TITLE)
        if not words:
            raise CannotDecide(_("请写明文件是什么。"))
        file = keep_file(
            bureau_id=owner.bureau_id,
            stowed=piece.stowed,
            retention=Retention.THIRTY_YEARS,
            now=now,
        )
        found.append(
            Material.objects.create(
                bureau_id=owner.bureau_id,
                entry=owner if isinstance(owner, TaskEntry) else None,
                commitment=owner if isinstance(owner, Commitment) else None,
                words=words,
                file=file,
            )
        )
    return found


def record_task(
    task: Assignment,
    verb: str,
    officer: Officer,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record, on the timeline of the incident."""
    incident = matter_of_task(task)
    append(
        bureau_id=task.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=Subject("task", task.number, incident.title, f"incident:{incident.number}"),
        now=now,
        data={"unit": doer_of(task), **(data or {})},
    )


def tell_unit(task: Assignment, body: str, now: datetime) -> None:
    """Send a message about a task to its unit, one per channel and step."""
    incident = matter_of_task(task)
    for channel in channels_of(task.unit):
        queue_message(
            bureau_id=task.bureau_id,
            channel=channel,
            key=f"task:{task.number}:{task.revision}:{channel.pk}",
            subject=kept("【交办 %(number)s】%(title)s")
            % {"number": task.number, "title": incident.title},
            body=body,
            about=About("assignment", task.number),
            urgent=incident.grade >= Grade.MAJOR,
            now=now,
        )
