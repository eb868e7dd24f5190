"""Whether everything works right now: the facts behind the page that officers read.

In:   the database, the disk, a bureau, the moment.
Out:  eight parts of the work, each with its state and since when.
Cost: some twenty small queries; of the posts, messages and deadlines of one bureau alone.

The questions are those of the metrics, of the health report and of the watchdog, so that no
two of them can disagree. Facts alone: the words are those of the page.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from huiying.base.clocks.queries import ClockCounts, clock_counts
from huiying.base.outbox.models import MessageState
from huiying.base.outbox.queries import all_channels, unsent_counts
from huiying.jobs import clock
from huiying.jobs.backup.standing import backup_standing
from huiying.jobs.models import JobState
from huiying.jobs.status.job_turns import jobs_part
from huiying.jobs.status.parts import (
    BackupPart,
    CollectionPart,
    DatabasePart,
    DeadlinesPart,
    DiskPart,
    Health,
    PlacingPart,
    SendingPart,
    SystemStatus,
)
from huiying.jobs.upkeep.ready_to_serve import Lack, lack
from huiying.jobs.upkeep.watchdog import Overdue, grace_now, overdue
from huiying.jobs.upkeep.write_access import ENOUGH_BYTES, free_bytes
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.posts.queries import oldest_waiting, waiting_counts
from huiying.work.collection.sources.gaps import unread_since
from huiying.work.collection.sources.models import FETCHED
from huiying.work.collection.sources.queries import (
    last_collected_at,
    newest_post_at,
    source_health_strip,
)

BROKEN_AFTER = timedelta(minutes=30)  # by which work may be behind before it counts as stopped
LOST_BACKUP = timedelta(days=7)


def system_status(bureau_id: int, now: datetime, real_now: datetime) -> SystemStatus:
    """Return how everything is.

    Args:
        now: By the clock of the bureaus.
        real_now: By the clock of the world: backups and jobs follow it.
    """
    late = overdue(now, grace_now(), bureau_id).get(bureau_id, Overdue())
    return SystemStatus(
        collection=_collection(bureau_id, now),
        placing=_placing(bureau_id, late, now),
        sending=_sending(bureau_id, late, now),
        deadlines=_deadlines(bureau_id, late, now),
        backup=_backup(real_now),
        disk=_disk(found := lack()),
        database=_database(found),
        jobs=jobs_part(JobState.objects.all(), real_now),
    )


def _collection(bureau_id: int, now: datetime) -> CollectionPart:
    strip = source_health_strip(bureau_id, now)
    active = [source for source, _condition in strip.rows if source.active]
    bad = [source for source, _condition in strip.bad]
    fetched = {source.pk for source in active if source.kind in FETCHED}
    health = Health.ATTENTION if bad or not active else Health.WELL
    if fetched and fetched <= {source.pk for source in bad}:
        health = Health.STOPPED
    silent = (source.last_ok_at for source in bad if source.last_ok_at is not None)
    since = unread_since(source.pk for source in bad) if bad else None
    return CollectionPart(
        health=health,
        since=since or min(silent, default=None),
        active=len(active),
        failing=tuple(source.name for source in bad),
        last_post_at=newest_post_at(bureau_id),
        last_read_at=last_collected_at(bureau_id),
    )


def _placing(bureau_id: int, late: Overdue, now: datetime) -> PlacingPart:
    waiting = waiting_counts(bureau_id)
    return PlacingPart(
        health=_behind(late, "posts", now),
        since=late.oldest.get("posts"),
        waiting=waiting.get((bureau_id, Lane.LIVE), 0),
        of_files=waiting.get((bureau_id, Lane.BACKLOG), 0),
        oldest=oldest_waiting(bureau_id).get(bureau_id),
    )


def _sending(bureau_id: int, late: Overdue, now: datetime) -> SendingPart:
    counts = unsent_counts(bureau_id)
    dead = counts.get((bureau_id, MessageState.DEAD), 0)
    channels = list(all_channels(bureau_id).filter(active=True))
    failing = [channel for channel in channels if channel.last_error]
    health = _behind(late, "messages", now)
    if channels and len(failing) == len(channels):
        health = Health.STOPPED
    elif health == Health.WELL and (dead or failing):
        health = Health.ATTENTION
    ok = (channel.last_ok_at for channel in failing if channel.last_ok_at is not None)
    return SendingPart(
        health=health,
        since=late.oldest.get("messages") or min(ok, default=None),
        waiting=counts.get((bureau_id, MessageState.QUEUED), 0),
        late=late.counts.get("messages", 0),
        dead=dead,
        failing=tuple(channel.name for channel in failing),
        channels=len(channels),
    )


def _deadlines(bureau_id: int, late: Overdue, now: datetime) -> DeadlinesPart:
    none = ClockCounts(running=0, soon=0, late=0)
    return DeadlinesPart(
        health=_behind(late, "reminders", now),
        since=late.oldest.get("reminders"),
        counts=clock_counts(now, bureau_id).get(bureau_id, none),
        unreminded=late.counts.get("reminders", 0),
    )


def _behind(late: Overdue, what: str, now: datetime) -> Health:
    since = late.oldest.get(what)
    if since is None:
        return Health.WELL
    stopped = now - since > BROKEN_AFTER * max(1.0, clock.rate())
    return Health.STOPPED if stopped else Health.ATTENTION


def _backup(real_now: datetime) -> BackupPart:
    found = backup_standing(real_now)
    wrong_copy = found.rehearsal is not None and bool(found.rehearsal.wrong)
    doubtful = found.failed_at or found.copy_failure or wrong_copy or found.rehearsal_stale
    fictional = bool(settings.DEMO or settings.DRILL)
    if fictional and found.last is None:
        health = Health.WELL
    elif found.last is None or found.stale or doubtful:
        gone = found.last is not None and real_now - found.last > LOST_BACKUP
        health = Health.STOPPED if gone else Health.ATTENTION
    else:
        health = Health.WELL
    since = found.last if found.stale else found.failed_at
    return BackupPart(health, since, found, fictional)


def _disk(found: Lack) -> DiskPart:
    free = free_bytes()
    writable = found != Lack.DISK
    health = Health.WELL if free >= ENOUGH_BYTES else Health.ATTENTION
    return DiskPart(health if writable else Health.STOPPED, None, free, writable)


def _database(found: Lack) -> DatabasePart:
    wrong = found not in (Lack.NOTHING, Lack.DISK)
    return DatabasePart(Health.STOPPED if wrong else Health.WELL, None, found)
