"""The terms of a row of the table of recipients, and which changes drop or loosen it.

In:   a row, or its columns before and after a change.    Out:  JSON; names of what is loosened.
Cost: none, the row is read with its unit.

What widens counts at once. What leaves a body without a report, or with it later or by a weaker
way, takes another person. Where a link or a push goes counts as loosened, too: who moves it to
another agency takes it from the one before. The trigger of the table says the same in SQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from huiying.policy.procedure.reports import Way
from huiying.work.reports.routing.models import RecipientRule

MINUTES: Final = ("minutes_major", "minutes_significant", "minutes_ordinary")
BY_CHANNEL: Final = (Way.LINK, Way.PUSH)
STRENGTH: Final = {Way.LINK: 3, Way.PUSH: 3, Way.PAPER: 2, Way.PHONE: 1}
"""A link or a system proves by whom and when; a paper leaves a trace; a call leaves none."""

Terms = Mapping[str, Any]


def terms_of(row: RecipientRule) -> dict[str, str | int | bool | None]:
    """Return every column that an officer can set; the name of the unit is for who reads it."""
    return {
        "way": row.way,
        "unit": row.unit.name if row.unit else None,
        "unit_id": row.unit_id,
        "minutes_major": row.minutes_major,
        "minutes_significant": row.minutes_significant,
        "minutes_ordinary": row.minutes_ordinary,
        "basis": row.basis,
        "periodic": row.periodic,
        "active": row.active,
    }


def loosened(before: Terms, after: Terms) -> list[str]:
    """Return the columns that a change drops or loosens; none of a row that is out of use."""
    if not before["active"]:
        return []
    found = [name for name in ("active", "periodic") if before[name] and not after[name]]
    if STRENGTH[Way(after["way"])] < STRENGTH[Way(before["way"])]:
        found.append("way")
    if after["way"] in BY_CHANNEL and after["unit_id"] != before["unit_id"]:
        found.append("unit_id")
    return found + [name for name in MINUTES if _longer(before[name], after[name])]


def _longer(before: int | None, after: int | None) -> bool:
    return before is not None and (after is None or after > before)
