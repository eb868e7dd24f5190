"""Whether one person could act with two accounts, or for a unit that is not his.

In:   two officers, the moment.    Out:  true or false.
Cost: none; both rows are read.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from huiying.base.accounts.core.models import Officer

TAKEN_OVER = timedelta(days=7)
"""So long an account whose password somebody else reset counts as his as well."""


def in_one_hand(one: Officer, other: Officer, now: datetime) -> bool:
    """Tell whether one of them, or a third person, could act with both accounts."""
    return not _hands(one, now).isdisjoint(_hands(other, now))


def is_new_to_unit(officer: Officer, at: datetime) -> bool:
    """Tell whether somebody could act for a unit by an account that he just put there.

    It was added, moved to its unit, or its sign-in was reset by another, less than
    ``TAKEN_OVER`` before ``at``. What a command seeds is nobody's.
    """
    moments = (officer.placed_at, officer.password_reset_at)
    return any(moment is not None and moment > at - TAKEN_OVER for moment in moments)


def placed_by_one(one: Officer, other: Officer, now: datetime) -> bool:
    """Tell whether one person could act with both, also as who put them in their units."""
    return placed_by_one_until(one, other, now) > now


def placed_by_one_until(one: Officer, other: Officer, now: datetime) -> datetime:
    """Return until when one person counts as able to act with both; ``now`` = he does not.

    It ends when the first of the two accounts is no longer in the hands of who had both.
    """
    mine, others = _hands_until(one), _hands_until(other)
    ends = (min(mine[hand], others[hand]) for hand in mine.keys() & others.keys())
    return max((end for end in ends if end > now), default=now)


def _hands_until(officer: Officer) -> dict[int, datetime]:
    """Return who could act with an account, and until when that counts."""
    found = {officer.pk: datetime.max.replace(tzinfo=UTC)}
    for by, moment in (
        (officer.placed_by_id, officer.placed_at),
        (officer.password_reset_by_id, officer.password_reset_at),
    ):
        if by is not None and moment is not None:
            found[by] = max(found.get(by, moment), moment + TAKEN_OVER)
    return found


def _hands(officer: Officer, now: datetime) -> set[int]:
    found = {officer.pk}
    reset_at, by = officer.password_reset_at, officer.password_reset_by_id
    if by is not None and reset_at is not None and reset_at > now - TAKEN_OVER:
        found.add(by)
    return found
