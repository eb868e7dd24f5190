"""Update the breach register from the record; running it twice changes nothing.

In:   a bureau, the moment.    Out:  new rows, and what changed of those that are undecided.
Cost: the reading of ``ledger``, two bulk writes, one audit record when something is new.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.audit.actions.append import append
from huiying.base.audit.subjects import MACHINE, Subject
from huiying.base.numbers import take_numbers
from huiying.policy.closing.breaches import BreachState
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.breaches.ledger import FoundBreach, read_breaches
from huiying.work.closing.breaches.models import Breach

UNDECIDED = (BreachState.OPEN, BreachState.EXCUSED)
LEDGER_FIELDS = (
    "kind",
    "step",
    "incident_id",
    "unit_id",
    "unit_label",
    "due_at",
    "done_at",
    "faults",
)


def update_ledger(*, bureau_id: int, now: datetime) -> int:
    """Add what the record holds and the ledger does not; return how many rows are new.

    What was decided keeps what it was decided on; only that it was done meanwhile is noted.
    """
    found = read_breaches(bureau_id)  # reads outside of the transaction: nobody waits for it
    with transaction.atomic():
        rows = Breach.objects.select_for_update().filter(bureau_id=bureau_id)
        known = {row.key: row for row in rows}
        new = [one for one in found if one.key not in known]
        changed = [
            row
            for one in found
            if (row := known.get(one.key)) is not None and _update_row(row, one)
        ]
        Breach.objects.bulk_update(changed, LEDGER_FIELDS, batch_size=500)
        _add(bureau_id, new, now)
    return len(new)


def _update_row(row: Breach, one: FoundBreach) -> bool:
    """Take over what changed; True if anything did."""
    names = LEDGER_FIELDS if row.state in UNDECIDED else ("done_at",)
    values = {name: _value(one, name) for name in names}
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    return True


def _value(one: FoundBreach, name: str) -> object:
    if name == "faults":
        return [str(fault) for fault in one.faults]
    return str(one.kind) if name == "kind" else getattr(one, name)


def _add(bureau_id: int, new: list[FoundBreach], now: datetime) -> None:
    if not new:
        return
    year = now.astimezone(LOCAL).year
    numbers = take_numbers(bureau_id=bureau_id, kind="breach", year=year, count=len(new))
    Breach.objects.bulk_create(
        (
            Breach(
                bureau_id=bureau_id,
                number=f"B{number}",
                key=one.key,
                clock_id=one.clock_id,
                found_at=now,
                **{name: _value(one, name) for name in LEDGER_FIELDS},
            )
            for one, number in zip(new, numbers, strict=True)
        ),
        batch_size=500,
    )
    append(
        bureau_id=bureau_id,
        actor=MACHINE,
        verb="ledger.kept",
        subject=Subject("ledger", str(year), "", "ledger"),
        now=now,
        data={"new": len(new)},
    )
