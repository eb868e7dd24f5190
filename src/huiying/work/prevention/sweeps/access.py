"""The only way a screen gets a sweep or a unit's part of one: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.prevention.sweeps.models import Sweep, SweepPart


def sweep_for(officer: Officer, number: str, *, to: Capability) -> Sweep:
    """Return a sweep of the officer's bureau."""
    rows = Sweep.objects.select_related(
        "bureau", "clock", "next", "report_clock", "compiled_by", "signed_by", "signoff"
    )
    return row_for(officer, rows, to=to, number=number)


def part_for(officer: Officer, pk: int, *, to: Capability) -> SweepPart:
    """Return the part of the officer's own unit: nobody confirms for another one."""
    rows = SweepPart.objects.select_related("sweep", "unit", "clock", "confirmed_by")
    row = row_for(officer, rows, to=to, pk=pk)
    if row.unit_id != officer.unit_id:
        raise NotAllowed(to)
    return row
