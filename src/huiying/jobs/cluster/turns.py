"""One turn of a job in a worker of a cluster: the job of the one list, or its share of it.

In:   the name of a job and a share.    Out:  the work is done, or somebody else does it.
Cost: that of the job.

A job runs at most once at a time in a process, as in one box; that other processes run it at
the same time harms nothing (docs/adr/0005).
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import replace
from functools import partial

from huiying.jobs.cluster.queues import SHARES
from huiying.jobs.job_table import Job, jobs_here, stopping
from huiying.jobs.scheduler import run_once
from huiying.jobs.shares import Share

_guards: defaultdict[tuple[str, int | None], threading.Lock] = defaultdict(threading.Lock)


class UnknownJob(Exception):
    """A message names a job or a share that this version does not have."""


def take_turn(name: str, share: int | None = None) -> bool:
    """Run a job once; what fails in it is logged, and the next wake-up looks again.

    Returns:
        False if it runs in this process already, or the process is about to end.

    Raises:
        UnknownJob: If there is no such job, or no such share of it.
    """
    job = _job(name, share)
    guard = _guards[name, share]
    if stopping.is_set() or not guard.acquire(blocking=False):
        return False
    try:
        run_once(job)
    finally:
        guard.release()
    return True


def _job(name: str, share: int | None) -> Job:
    found = next((job for job in jobs_here() if job.name == name), None)
    if found is None or (share is None) != (found.part is None):
        raise UnknownJob(f"{name} {share}")
    if found.part is None or share is None:
        return found
    if share not in range(SHARES):
        raise UnknownJob(f"{name} {share}")
    work = partial(found.part, takes=Share(share, SHARES))
    return replace(found, name=f"{name}.{share}", work=work)
