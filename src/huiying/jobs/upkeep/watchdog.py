"""Watch the workers from outside, and report work that is overdue.

In:   clocks, queued messages and waiting posts of every bureau.
Out:  an alarm on the board, and letters that this loop hands over itself.
Cost: five indexed queries a look.

The loop that reminds can die or hang in silence, and then no deadline fires at all. So a loop
of its own, in the process that serves pages, looks for what is overdue rather than for a sign
of life: whatever the reason, work that is not done shows here (design §6).
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.core.queries import bureaus
from huiying.base.clocks.queries import due_steps, lapsed_acks, unmarked_breaches
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import end_alarms, raise_alarm
from huiying.base.outbox.queries import channels_of_desk, undelivered
from huiying.jobs import clock
from huiying.jobs.delivery.outgoing import OutgoingMessage, signing_secret
from huiying.jobs.delivery.senders import send_safely
from huiying.reasons.reason import Reason, reason
from huiying.reasons.rendering import render
from huiying.work.collection.posts.queries import live_arrivals

log = logging.getLogger("huiying.watchdog")

GRACE = timedelta(minutes=2)  # real time by which the workers may be behind
REPEAT_AFTER = timedelta(minutes=10)  # real time between two letters about one trouble
CHECK_EVERY = 15.0  # seconds
ALARM_KEY_PREFIX = "watchdog:"
BEHIND = {
    "reminders": lambda count: reason("alarms.reminders_behind", count=count),
    "messages": lambda count: reason("alarms.messages_behind", count=count),
    "posts": lambda count: reason("alarms.posts_behind", count=count),
}


@dataclass(slots=True)
class Overdue:
    """What one bureau's workers have not done in time."""

    counts: dict[str, int] = field(
        default_factory=dict
    )  # reminders, messages, posts → how many
    oldest: dict[str, datetime] = field(default_factory=dict)  # when the first was due

    def add(self, what: str, count: int, since: datetime) -> None:
        """Count some more work that was due."""
        self.counts[what] = self.counts.get(what, 0) + count
        self.oldest[what] = min(self.oldest.get(what, since), since)

    @property
    def since(self) -> datetime | None:
        """When the oldest of all was due; None: nothing is overdue."""
        return min(self.oldest.values(), default=None)

    @property
    def reason(self) -> Reason:
        """What is overdue and what to do meanwhile."""
        since = timezone.localtime(self.since) if self.since else None
        return reason(
            "alarms.workers_behind",
            what=tuple(BEHIND[what](count) for what, count in self.counts.items()),
            since=f"{since:%H:%M}" if since else "—",
        )


def overdue(
    now: datetime, grace: timedelta, bureau_id: int | None = None
) -> dict[int, Overdue]:
    """Return by bureau what was due longer than ``grace`` ago and is not done.

    Args:
        bureau_id: Look at this bureau alone; None: at every one.
    """
    before = now - grace
    found: defaultdict[int, Overdue] = defaultdict(Overdue)
    looks: tuple[tuple[str, QuerySet[Any], str], ...] = (
        ("reminders", due_steps(before), "at"),
        ("reminders", unmarked_breaches(before), "due_at"),
        ("reminders", lapsed_acks(before), "lapses_at"),
        ("messages", undelivered(before), "next_try_at"),
        ("posts", live_arrivals(before), "post__collected_at"),
    )
    for what, rows, moment in looks:
        if bureau_id is not None:
            rows = rows.filter(bureau_id=bureau_id)  # noqa: PLW2901
        counted = rows.order_by().values("bureau_id").annotate(n=Count("pk"), at=Min(moment))
        for bureau, count, since in counted.values_list("bureau_id", "n", "at"):
            found[bureau].add(what, count, since)
    return dict(found)


def grace_now() -> timedelta:
    """Return by how much the workers may be behind, by the clock of the bureaus."""
    return GRACE * max(1.0, clock.rate())


class Watch:
    """One loop that watches: which bureaus are in trouble, and when they were told.

    A letter goes out before anything is written, since a disk that takes nothing may be the
    trouble; what could not be written is written at a later look, without a letter.
    """

    def __init__(self) -> None:
        self.warned_at: dict[int, datetime] = {}  # bureau → real moment
        self.raised: set[int] = set()  # bureaus with an alarm on the board

    def turn(self, now: datetime, real_now: datetime) -> int:
        """Look once; return how many bureaus are in trouble."""
        late = overdue(now, grace_now())
        for bureau in bureaus():
            try:
                self._look_at(bureau, late.get(bureau.pk), now, real_now)
            except Exception:  # the others are told all the same
                log.exception("watching %s failed; it will look again", bureau.slug)
        return len(late)

    def _look_at(
        self, bureau: Bureau, late: Overdue | None, now: datetime, real_now: datetime
    ) -> None:
        if late is not None:
            self._warn(bureau, late, now, real_now)
            if bureau.pk not in self.raised:  # one alarm a trouble, also when somebody took it
                self._raise_alarm(bureau, late, now)
                self.raised.add(bureau.pk)
            return
        if self.warned_at.pop(bureau.pk, None) is not None:
            words = _("后台任务已恢复，欠下的已补办。")
            _send(bureau, _("【恢复】回应的后台任务"), words, now)
        if bureau.pk in self.raised:
            end_alarms(bureau_id=bureau.pk, key_prefix=ALARM_KEY_PREFIX, now=now)
            self.raised.discard(bureau.pk)

    def _warn(self, bureau: Bureau, late: Overdue, now: datetime, real_now: datetime) -> None:
        before = self.warned_at.get(bureau.pk)
        if before is not None and abs(real_now - before) < REPEAT_AFTER:
            return
        self.warned_at[bureau.pk] = real_now
        log.critical("work of %s is overdue: %s", bureau.slug, late.counts)
        _send(bureau, _("【告警】回应的后台任务"), render(late.reason), now)

    def _raise_alarm(self, bureau: Bureau, late: Overdue, now: datetime) -> None:
        raise_alarm(
            bureau_id=bureau.pk,
            key=f"{ALARM_KEY_PREFIX}{now.isoformat()}",
            reason=late.reason,
            about=About("workers", ""),
            now=now,
        )


def _send(bureau: Bureau, subject: str, body: str, now: datetime) -> None:
    """Hand a letter over on every channel of the desk: the outbox's worker may be dead."""
    if bureau.sandbox:
        return
    for channel in channels_of_desk(bureau.pk):
        letter = OutgoingMessage(
            kind=channel.kind,
            target=channel.target,
            key=f"{ALARM_KEY_PREFIX}{channel.pk}:{now.isoformat()}",
            subject=subject,
            body=body,
            about_kind="workers",
            about_ref="",
            urgent=True,
            queued_at=now,
            secret=signing_secret(channel.kind, channel.secret),
            recipient=channel.recipient,
        )
        if error := send_safely(letter).error:
            log.critical("channel %s of %s did not take the warning: %s", channel.pk,
                         bureau.slug, error)  # fmt: skip


class WatchdogThread:
    """A thread that watches while a server runs."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def __enter__(self) -> WatchdogThread:
        """Begin to watch; what waited while nothing ran gets its time first."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop watching."""
        self._stop.set()

    def _run(self) -> None:
        watch = Watch()
        for _look in self._pauses():
            close_old_connections()
            try:
                watch.turn(clock.now(), clock.real_now())
            except Exception:
                log.exception("watching failed; it will look again")
            finally:
                connection.close()

    def _pauses(self) -> Iterator[None]:
        pause = GRACE.total_seconds()
        while not self._stop.wait(pause):
            yield
            pause = CHECK_EVERY
