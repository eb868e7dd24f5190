"""The incidents that a candidate can be put into.

In:   an officer.    Out:  choices for a form, the newest first.
Cost: one query.
"""

from __future__ import annotations

from huiying.base.accounts.queries import Officer
from huiying.policy.stages import Stage
from huiying.work.incidents.queries import incidents_in_sight

OFFERED = 200


def merge_targets(officer: Officer) -> list[tuple[str, str]]:
    """Return (number, number and title) of incidents that are not set aside themselves."""
    rows = incidents_in_sight(officer).exclude(stage__in=[Stage.MERGED, Stage.DISMISSED])
    newest = rows.order_by("-opened_at")[:OFFERED]
    return [(row.number, f"{row.number} {row.title}") for row in newest]
