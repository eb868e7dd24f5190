"""Whether one person could act with two accounts, or for a unit that is not his.

In:   officers, the moment.    Out:  true or false; the accounts of one hand.
Cost: one query for the accounts of the bureau that somebody added, moved, enabled or reset.

Who added, moved or enabled an account could act with it until a second person has confirmed
that the officer exists and uses it; who reset its sign-in, for ``TAKEN_OVER``. Hands are
joined: whoever could act with one of two accounts, and the account that made or reset another,
are one hand, through however many accounts. What a command seeds is nobody's.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from huiying.base.accounts.core.models import Officer

TAKEN_OVER = timedelta(days=7)
"""So long an account whose password somebody else reset counts as his as well."""

Edge = tuple[int, int, datetime | None]  # an account, whose hand it is, until when; None: open


def hand_of(officer: Officer, now: datetime) -> frozenset[int]:
    """Return the keys of all accounts with which one person could act, his own among them."""
    return _joined(officer.pk, _edges(officer.bureau_id, now), now)


def in_one_hand(one: Officer, other: Officer, now: datetime) -> bool:
    """Tell whether one of them, or a third person, could act with both accounts."""
    return one.pk == other.pk or other.pk in hand_of(one, now)


def in_one_hand_until(one: Officer, other: Officer, now: datetime) -> datetime | None:
    """Return when that ends by itself; None if only a second person's confirmation ends it.

    ``now`` if they are in one hand no more.
    """
    edges = _edges(one.bureau_id, now)
    moments = sorted({now, *(until for *_pair, until in edges if until is not None)})
    return next(
        (moment for moment in moments if other.pk not in _joined(one.pk, edges, moment)), None
    )


def is_new_to_unit(officer: Officer, at: datetime) -> bool:
    """Tell whether somebody could act for a unit by an account that he just put there.

    It was added, moved to its unit or enabled, and no second person has confirmed since that
    its officer uses it; or its sign-in was reset less than ``TAKEN_OVER`` before ``at``.
    """
    if officer.hands or _counts(officer.password_reset_at, at):
        return True
    confirmed = officer.vouched_at is not None and officer.vouched_at <= at
    return _counts(officer.placed_at, at) and not confirmed


def _counts(since: datetime | None, at: datetime) -> bool:
    return since is not None and since > at - TAKEN_OVER


def _joined(start: int, edges: Collection[Edge], at: datetime) -> frozenset[int]:
    """Return what is joined with an account at a moment."""
    standing = [(one, two) for one, two, until in edges if until is None or until > at]
    found, new = {start}, {start}
    while new:
        beside = {two for one, two in standing if one in new}
        beside |= {one for one, two in standing if two in new}
        new = beside - found
        found |= new
    return frozenset(found)


def _edges(bureau_id: int, now: datetime) -> list[Edge]:
    """Return whose hand each account is, and until when that counts."""
    lately = now - TAKEN_OVER
    rows = Officer.objects.filter(
        ~Q(hands=[]) | Q(placed_at__gt=lately) | Q(password_reset_at__gt=lately),
        bureau_id=bureau_id,
    )
    found: list[Edge] = []
    for pk, hands, placed_by, placed_at, vouched_at, reset_by, reset_at in rows.values_list(
        "pk",
        "hands",
        "placed_by_id",
        "placed_at",
        "vouched_at",
        "password_reset_by_id",
        "password_reset_at",
    ):
        found += [(pk, hand, None) for hand in hands]
        if placed_by is not None and placed_at is not None and vouched_at is None:
            found.append((pk, placed_by, placed_at + TAKEN_OVER))  # of before ``hands``
        if reset_by is not None and reset_at is not None:
            found.append((pk, reset_by, reset_at + TAKEN_OVER))
    return found
