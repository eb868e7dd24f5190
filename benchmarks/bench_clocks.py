"""How soon a due clock acts while many are pending: reminders, breaches, messages queued.

In:   an installation of our own, its ladder.    Out:  milliseconds from due to committed.
Cost: about two minutes.

The rows are written at once, not by the acts: what is measured is the worker. It turns once a
second as the scheduler lets it, and a rung counts as acted upon when its whole turn is over.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.installation import installation, people
from benchmarks.machine import machine, spread

if TYPE_CHECKING:
    from huiying.base.accounts.core.models import Bureau

MINUTE = timedelta(minutes=1)
TICK = 1.0  # seconds between two looks, as in jobs/scheduler.py
AT_ONCE = 5_000  # rows an insert
PATIENCE = 120.0  # seconds after which what has not acted is given up
FIRST_LEAD = timedelta(seconds=3)
IN_DAYS = timedelta(days=2)
PROMISED_MS = 5_000


def measure(posts: int = 50_000, due: int = 2_000, database: str = "") -> dict[str, Any]:
    """Let ``due`` of ``posts`` clocks run out within a minute, then as many in one second.

    Args:
        posts: Clocks that are pending (the option is called so in every measurement).
        due: Clocks that fall due.
        database: Address of an empty database of one's own.
    """
    with installation(database=database):
        from huiying.base.outbox.models import Channel
        from huiying.jobs import clock

        now = clock.now()
        bureau = people(now).bureau
        Channel.objects.create(bureau=bureau, kind="SMTP", name="desk", target="d@example.org")
        _write(bureau, posts, now + IN_DAYS, "pending")
        return {
            "machine": machine(),
            "pending": posts,
            "due": due,
            "over_a_minute": _run(bureau, due, MINUTE),
            "in_one_second": _run(bureau, due, timedelta(seconds=1)),
            "look_with_nothing_due_ms": _idle(),
        }


def _run(bureau: Bureau, due: int, within: timedelta) -> dict[str, Any]:
    from huiying.base.clocks.models import ClockStep
    from huiying.jobs import clock
    from huiying.jobs.clocks import ladder

    first = clock.now() + FIRST_LEAD
    made = _write(bureau, due, first, f"{within.seconds}s", within)
    waiting = ClockStep.objects.filter(clock_id__in=made, fired_at__isnull=True)
    ended: dict[datetime, float] = {}
    begun, worked = time.monotonic(), time.process_time()
    while time.monotonic() - begun < within.total_seconds() + PATIENCE:
        began = time.monotonic()
        now = clock.now()
        if ladder.turn(now):
            ended[now] = clock.now().timestamp()
        if now > first + within and not waiting.exists():
            break
        time.sleep(max(0.0, TICK - (time.monotonic() - began)))
    worked = time.process_time() - worked
    steps = ClockStep.objects.filter(clock_id__in=made, fired_at__isnull=False)
    late = [
        (ended[fired] - at.timestamp()) * 1000
        for fired, at in steps.values_list("fired_at", "at")
    ]
    return {
        "acted": len(late),
        "cpu_ms_each": round(worked * 1000 / max(1, len(late)), 1),
        "from_due": spread(late),
        "within_5_s": sum(one <= PROMISED_MS for one in late),
    }


def _idle() -> dict[str, float | int]:
    from huiying.jobs import clock
    from huiying.jobs.clocks import ladder

    samples = []
    for _ in range(50):
        began = time.perf_counter()
        ladder.turn(clock.now())
        samples.append((time.perf_counter() - began) * 1000)
    return spread(samples)


def _write(
    bureau: Bureau,
    count: int,
    first: datetime,
    name: str,
    within: timedelta = timedelta(0),
) -> list[int]:
    """Write clocks whose last rung falls due from ``first`` on, spread over ``within``."""
    from huiying.base.accounts.roles.capabilities import Role
    from huiying.base.clocks.models import Clock, ClockHold, ClockStep

    made: list[int] = []
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        rows = Clock.objects.bulk_create(
            Clock(
                bureau=bureau,
                kind="notice",
                name="通报",
                amount="24 小时",
                basis="《制度》第四条第（三）项",
                standing="regulation",
                rule_code="NOTICE_ORDINARY",
                rule_version="1",
                starts_at=first - timedelta(days=1),
                due_at=first + within * number / count,
                subject_kind="incident",
                subject_ref=f"{name}-{number}",
                subject_label="云川佳园停水",
                subject_grade=1,
                holder_code=Role.DUTY_OFFICER,
            )
            for number in numbers
        )
        ClockHold.objects.bulk_create(
            ClockHold(
                bureau=bureau, clock=row, holder_code=Role.DUTY_OFFICER, from_at=row.starts_at
            )
            for row in rows
        )
        ClockStep.objects.bulk_create(
            ClockStep(bureau=bureau, clock=row, share="1.00", tell="leader", at=row.due_at)
            for row in rows
        )
        made += [row.pk for row in rows]
    return made
