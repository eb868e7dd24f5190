"""Read sweeps: all, the newest, the parts that wait for a unit, those that wait for the office.

In:   a bureau or an officer.    Out:  sweeps and parts with what a line shows.
Cost: one query each.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.risks.models import Risk, RiskState
from huiying.work.prevention.risks.queries import all_risks
from huiying.work.prevention.sweeps.models import Sweep, SweepPart, SweepState

RUNNING = (SweepState.OPEN, SweepState.IN_REVIEW)


def sweeps_of(bureau_id: int) -> QuerySet[Sweep]:
    """Return the sweeps of a bureau, the newest first."""
    rows = Sweep.objects.filter(bureau_id=bureau_id)
    return rows.select_related(
        "clock", "next", "report_clock", "opened_by", "compiled_by", "signed_by", "signoff"
    ).order_by("-opened_at", "-pk")


def newest_sweep(bureau_id: int) -> Sweep | None:
    """Return the newest sweep; None = the bureau has had none."""
    return sweeps_of(bureau_id).first()


def sweep_is_due(bureau_id: int, now: datetime) -> bool:
    """Tell whether the day of the next sweep has come; never before the first one."""
    newest = newest_sweep(bureau_id)
    if newest is None or newest.state in RUNNING:
        return False
    return newest.next.due_at.astimezone(LOCAL).date() <= now.astimezone(LOCAL).date()


def sweeps_to_report(bureau_id: int) -> QuerySet[Sweep]:
    """Return the sweeps that were signed and of which no report was drafted yet."""
    return sweeps_of(bureau_id).filter(state=SweepState.SIGNED, report_ref="")


def sweep_of_report(bureau_id: int, report_ref: str) -> Sweep | None:
    """Return the sweep that a report is about."""
    return sweeps_of(bureau_id).filter(report_ref=report_ref).first()


def sweep_until(bureau_id: int, signed_at: datetime) -> Sweep | None:
    """Return the sweep that was signed at a moment: reports are of that moment."""
    return sweeps_of(bureau_id).filter(signed_at=signed_at).first()


def parts_waiting_for(officer: Officer) -> QuerySet[SweepPart]:
    """Return the parts that the officer's unit has not confirmed."""
    if not may(officer, Capability.COMB_RISKS) or officer.unit_id is None:
        return SweepPart.objects.none()
    rows = SweepPart.objects.filter(
        bureau_id=officer.bureau_id, unit_id=officer.unit_id, confirmed_at__isnull=True
    )
    return rows.select_related("sweep", "clock", "unit").order_by("clock__due_at", "pk")


def sweeps_waiting_for(officer: Officer, now: datetime) -> QuerySet[Sweep]:
    """Return the sweeps that the office compiles next: all confirmed, or the time is over."""
    if not may(officer, Capability.SUPERVISE):
        return Sweep.objects.none()
    rows = sweeps_of(officer.bureau_id).filter(state=SweepState.OPEN)
    waiting = SweepPart.objects.filter(confirmed_at__isnull=True, clock__due_at__gt=now)
    return rows.exclude(pk__in=waiting.values("sweep_id"))


def sweeps_to_send(officer: Officer) -> QuerySet[Sweep]:
    """Return the signed sweeps whose result is not reported yet, for the office."""
    if not may(officer, Capability.REPORT):
        return Sweep.objects.none()
    return sweeps_of(officer.bureau_id).filter(state=SweepState.SIGNED)


def risks_of_part(part: SweepPart) -> QuerySet[Risk]:
    """Return the risks that a unit looks at: on the register, the gravest first."""
    return all_risks(part.bureau_id).filter(unit_id=part.unit_id, state=RiskState.LISTED)


def not_reviewed(part: SweepPart) -> QuerySet[Risk]:
    """Return the risks of a unit that nobody looked at since the sweep opened."""
    return risks_of_part(part).filter(reviewed_at__lt=part.sweep.opened_at)


def new_numbers(part: SweepPart) -> list[str]:
    """Return the numbers of the risks that a unit registered since the sweep before."""
    rows = Risk.objects.filter(
        bureau_id=part.bureau_id, unit_id=part.unit_id, registered_at__gte=part.sweep.since
    )
    return list(rows.order_by("pk").values_list("number", flat=True))


def visible_parts(officer: Officer, sweep: Sweep, *, all_units: bool) -> QuerySet[SweepPart]:
    """Return the parts of a sweep that an officer sees: his unit's, or all."""
    rows = sweep.parts.select_related("unit", "clock", "confirmed_by")
    return rows if all_units else rows.filter(Q(unit_id=officer.unit_id))
