"""What a drill takes from the bureau: names, units, rules and calendar, and the script.

In:   a drill, the moment.    Out:  the seed, JSON values alone.
Cost: a few queries.

No password, no address, no telephone, no channel, no officer and no petition is in it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.organisation.queries import superiors_of, units_of
from huiying.base.rulebook.queries import book_of, entered_calendar
from huiying.policy.rulebook.data import to_data
from huiying.work.prevention.drills.models import Drill

SCHEMA = 1


def drill_seed(drill: Drill, *, rate: float, now: datetime) -> dict[str, Any]:
    """Return the seed of a drill.

    Args:
        rate: How many times as fast as real time its clock goes.
    """
    calendar = entered_calendar(drill.bureau_id)
    return {
        "schema": SCHEMA,
        "number": drill.number,
        "title": drill.title,
        "rate": rate,
        "script": drill.script,
        "script_hash": drill.script_hash,
        "bureau": {"name": drill.bureau.name, "district": drill.bureau.district},
        "units": [
            {
                "name": unit.name,
                "kind": unit.kind,
                "duties": unit.duties,
                "is_office": unit.is_office,
            }
            for unit in units_of(drill.bureau_id)
        ],
        "superiors": [
            {"name": one.name, "kind": one.kind, "matters": one.matters}
            for one in superiors_of(drill.bureau_id)
            if one.active
        ],
        "book": to_data(book_of(drill.bureau_id, now)),
        "days": _days(calendar.days) if calendar else {},
        "years": dict.fromkeys(calendar.years, "") if calendar else {},
    }


def _days(entered: dict[str, Any]) -> dict[str, Any]:
    """Return the days that a bureau entered, without notes."""
    return {day: {"works": bool(row["works"]), "note": ""} for day, row in entered.items()}
