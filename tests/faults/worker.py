"""The workers of an installation, with a shorter lease and a clock that can be stepped.

In:   ``python -m tests.faults.worker LEASE_SECONDS [NAME …]``; the file ``step`` in the folder
      of data holds by how many seconds the clock is wrong.
Out:  works until SIGTERM or the end of who began it, as ``python -m huiying.jobs`` does.
Cost: a process.

The lease is that of this test alone; the product's is a constant. The wrong clock is what
``huiying.jobs.clock`` reads; the scheduler's own and the database's go on rightly.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings

from huiying.jobs import clock, scheduler
from huiying.jobs.stream import lease, worker


def stepped() -> datetime:
    """Return the machine's time and the step."""
    try:
        step = float((Path(settings.DATA_DIR) / "step").read_text(encoding="ascii"))
    except (OSError, ValueError):
        step = 0.0
    return datetime.now(UTC) + timedelta(seconds=step)


def main() -> int:
    """Shorten the lease, then work."""
    seconds, *names = sys.argv[1:]
    lease.LEASE = timedelta(seconds=float(seconds))
    lease.RENEW_AFTER = lease.LEASE / 3
    worker._heartbeat._every = lease.RENEW_AFTER.total_seconds()
    clock.real_now = stepped
    return scheduler.run_forever(frozenset(names) or None, parent=os.getppid())


if __name__ == "__main__":
    sys.exit(main())
