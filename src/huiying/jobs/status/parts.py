"""The parts of the work, each with its state and since when.

In:   what was found.    Out:  frozen rows.
Cost: none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from huiying.base.clocks.queries import ClockCounts
from huiying.jobs.backup.standing import BackupStanding
from huiying.jobs.upkeep.ready_to_serve import Lack


class Health(StrEnum):
    """How one part of the work is, the worst last."""

    WELL = "well"
    ATTENTION = "attention"  # it works in part, or needs somebody
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the work; since: when it began to be otherwise than well, if known."""

    health: Health
    since: datetime | None


@dataclass(frozen=True, slots=True)
class CollectionPart(Part):
    """Reading of sources; failing: their names; last_post_at, last_read_at: None = never."""

    active: int
    failing: tuple[str, ...]
    last_post_at: datetime | None
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlacingPart(Part):
    """Placing of posts; waiting: live ones, oldest: when the first of them was collected."""

    waiting: int
    of_files: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class SendingPart(Part):
    """Sending of messages; dead: given up until somebody looks; late: not tried in time."""

    waiting: int
    late: int
    dead: int
    failing: tuple[str, ...]
    channels: int


@dataclass(frozen=True, slots=True)
class DeadlinesPart(Part):
    """Deadlines; unreminded: reminders that were due and did not go out."""

    counts: ClockCounts
    unreminded: int


@dataclass(frozen=True, slots=True)
class BackupPart(Part):
    """Backups; fictional: of a demonstration or a drill, which nobody would miss."""

    standing: BackupStanding
    fictional: bool


@dataclass(frozen=True, slots=True)
class DiskPart(Part):
    """The disk of the data."""

    free: int  # bytes
    writable: bool


@dataclass(frozen=True, slots=True)
class DatabasePart(Part):
    """The database, its tables, the key and the files of the installation."""

    lack: Lack


@dataclass(frozen=True, slots=True)
class JobsPart(Part):
    """The jobs that are done again and again.

    Attributes:
        failing, late: Names of jobs, each with the moment since when.
        last_at: When a job was last heard of; None = never.
        scanner: What is wrong with the scanner of uploads, the name of a ``ScannerFault``.
    """

    failing: tuple[tuple[str, datetime], ...]
    late: tuple[tuple[str, datetime], ...]
    last_at: datetime | None
    scanner: str = ""


@dataclass(frozen=True, slots=True)
class SystemStatus:
    """Everything that works for a bureau."""

    collection: CollectionPart
    placing: PlacingPart
    sending: SendingPart
    deadlines: DeadlinesPart
    backup: BackupPart
    disk: DiskPart
    database: DatabasePart
    jobs: JobsPart

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts, in their order."""
        return tuple(getattr(self, name) for name in self.__slots__)

    def count(self, health: Health) -> int:
        """Return how many parts are so."""
        return sum(part.health == health for part in self.parts)

    @property
    def health(self) -> Health:
        """The worst of the parts."""
        for worst in (Health.STOPPED, Health.ATTENTION):
            if self.count(worst):
                return worst
        return Health.WELL
