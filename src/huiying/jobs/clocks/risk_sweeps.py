"""Open the sweeps for risks whose day has come, and draft the reports of those signed.

In:   the moment.    Out:  sweeps with their clocks; drafts. Nothing is signed or sent here.
Cost: two queries a bureau when nothing is owed; may run twice, does nothing twice.
"""

from __future__ import annotations

import logging
from datetime import datetime

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.core.queries import bureaus
from huiying.base.errors import Refused
from huiying.work.prevention.sweeps.actions.open import open_sweep
from huiying.work.prevention.sweeps.models import SweepState
from huiying.work.prevention.sweeps.queries import sweep_is_due, sweeps_of
from huiying.work.reports.drafting.actions.draft_risk_report import (
    draft_sweep_report,
    report_is_missing,
)

log = logging.getLogger("huiying.jobs")


def turn(now: datetime) -> int:
    """Look at every bureau; return how many sweeps and drafts are new."""
    return sum(_of_bureau(bureau, now) for bureau in bureaus())


def _of_bureau(bureau: Bureau, now: datetime) -> int:
    new = 0
    for sweep in sweeps_of(bureau.pk).filter(state=SweepState.SIGNED):
        if report_is_missing(sweep):
            try:
                draft_sweep_report(sweep=sweep, officer=None, now=now)
                new += 1
            except Refused as error:  # somebody was faster
                log.info("no report of %s: %s", sweep.number, error)
    if sweep_is_due(bureau.pk, now):
        try:
            open_sweep(bureau=bureau, officer=None, now=now)
            new += 1
        except Refused as error:
            log.info("no sweep of %s: %s", bureau.slug, error)
    return new
