"""Whether one person could act with two accounts: who reset the sign-in of the other lately.

In:   two officers, the moment.    Out:  true or false.
Cost: none; both rows are read.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer

TAKEN_OVER = timedelta(days=7)
"""So long an account whose password somebody else reset counts as his as well."""


def in_one_hand(one: Officer, other: Officer, now: datetime) -> bool:
    """Tell whether one of them, or a third person, could act with both accounts."""
    return not _hands(one, now).isdisjoint(_hands(other, now))


def _hands(officer: Officer, now: datetime) -> set[int]:
    found = {officer.pk}
    reset_at, by = officer.password_reset_at, officer.password_reset_by_id
    if by is not None and reset_at is not None and reset_at > now - TAKEN_OVER:
        found.add(by)
    return found
