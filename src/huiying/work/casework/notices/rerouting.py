"""The chain of a returned notice: which units had it, and for how long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.work.casework.notices.models import Notice, NoticeState


@dataclass(frozen=True, slots=True)
class RerouteStep:
    """One stretch of the chain in one pair of hands."""

    unit: str  # "" for the duty desk, or nobody yet before the first notice
    from_at: datetime
    to_at: datetime | None  # None = still in these hands
    returned: str = ""  # the reason of the return
    signed: bool = False
    before: bool = False  # the time until the first notice was sent

    def seconds(self, now: datetime) -> float:
        """Seconds in these hands, until now if it still is."""
        return max(0.0, ((self.to_at or now) - self.from_at).total_seconds())


def reroute_chains(notices: Sequence[Notice]) -> list[list[RerouteStep]]:
    """Return a chain for each notice that was sent back and did not take another's place."""
    following = {row.rerouted_from_id: row for row in notices}
    firsts = [
        row
        for row in notices
        if row.state == NoticeState.RETURNED and row.rerouted_from_id is None
    ]
    return [list(_steps(first, following)) for first in firsts]


def _steps(first: Notice, following: dict[int | None, Notice]) -> Iterator[RerouteStep]:
    """Yield desk, unit, desk, unit … until a unit keeps it, or the desk has it back."""
    clock = first.notice_clock
    held_since = min(clock.starts_at, first.sent_at) if clock else first.sent_at
    row: Notice | None = first
    while row is not None:
        yield RerouteStep("", held_since, row.sent_at, before=row is first)
        yield RerouteStep(
            row.unit.name,
            row.sent_at,
            row.returned_at or row.signed_at,
            returned=row.return_reason,
            signed=row.state == NoticeState.SIGNED,
        )
        if row.returned_at is None:
            return
        held_since, last = row.returned_at, row
        row = following.get(row.pk)
    settled = last.notice_clock.stopped_at if last.notice_clock else None
    yield RerouteStep("", held_since, settled)
