"""Add steps to the ladder of a running clock, beside those of its rule.

Cost: one insert.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.base.clocks.models import Clock, ClockStep
from huiying.policy.time.ladder import Rung


def add_steps(*, clock: Clock, rungs: Sequence[Rung], now: datetime) -> None:
    """Add rungs; one whose moment has passed fires at the next look, one that is there stays.

    Args:
        rungs: Of share 0 is the moment of this act, not the start of the clock.
    """
    length = clock.due_at - clock.starts_at
    ClockStep.objects.bulk_create(
        (
            ClockStep(
                bureau_id=clock.bureau_id,
                clock=clock,
                share=f"{rung.share:.2f}",
                tell=str(rung.tell),
                at=clock.starts_at + rung.share * length if rung.share else now,
            )
            for rung in rungs
        ),
        ignore_conflicts=True,
    )
