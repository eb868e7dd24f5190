"""开展梳理: open a sweep for every section and subordinate unit, on its day or by the office.

In:   a bureau, the moment.    Out:  a sweep with a part and a clock for each unit.
Cost: three writes for each unit.

The first one is opened by the office. From then on the period of the rule book opens the next:
no act ends this.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer, UnitKind
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.rulebook.queries import book_of
from huiying.policy.time.deadlines import RISK_SWEEP
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.prevention.sweeps.clocks import start_part_clocks, start_sweep_clocks
from huiying.work.prevention.sweeps.models import Sweep, SweepPart
from huiying.work.prevention.sweeps.queries import RUNNING, newest_sweep

COMBING = (UnitKind.SECTION, UnitKind.SUBORDINATE)


@transaction.atomic
def open_sweep(*, bureau: Bureau, officer: Officer | None, now: datetime) -> Sweep:
    """Open a sweep.

    Args:
        officer: None = the system, on its day.

    Raises:
        PermissionDenied: If the officer is not of the office.
        Refused: If one is under way, or the bureau has no unit that could confirm.
        Stale: If somebody opened it first.
    """
    if officer is not None:
        require(officer, Capability.SUPERVISE)
    before = newest_sweep(bureau.pk)
    if before is not None and before.state in RUNNING:
        raise Refused(
            _("%(number)s 尚未签发，不能另开。请先汇总、签发。") % {"number": before.number}
        )
    units = list(units_of(bureau.pk).filter(kind__in=COMBING))
    if not units:
        raise Refused(_("尚未登记科室和直属单位，无法开展梳理。"))
    year = now.astimezone(LOCAL).year
    number = f"SL{take_number(bureau_id=bureau.pk, kind='sweep', year=year)}"
    clock, following = start_sweep_clocks(bureau.pk, number, now)
    sweep = Sweep(
        bureau=bureau,
        number=number,
        since=before.opened_at if before else now - _period(bureau.pk, now),
        opened_at=now,
        opened_by=officer,
        clock=clock,
        next=following,
    )
    try:
        with transaction.atomic():
            sweep.save(force_insert=True)
    except IntegrityError as error:
        raise Stale(_("本期梳理已由他人开展。")) from error
    clocks = start_part_clocks(bureau.pk, number, units, now)
    SweepPart.objects.bulk_create(
        SweepPart(bureau=bureau, sweep=sweep, unit=unit, clock=one)
        for unit, one in zip(units, clocks, strict=True)
    )
    if before is not None:
        stop_clock(clock=before.next, at=now, reason=Reason("clocks.sweep_opened"), now=now)
    record(sweep, "sweep.opened", officer, now, units=len(units))
    return sweep


def _period(bureau_id: int, now: datetime) -> timedelta:
    return timedelta(days=book_of(bureau_id, now).deadline(RISK_SWEEP).amount)
