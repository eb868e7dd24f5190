"""Whether an officer is a second person beside the one who did the first half of an act.

In:   two officers, when the first half was done, the moment.    Out:  true or false.
Cost: two queries.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.hands import hand_of
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.delegations import principals_of


def is_second_person(
    officer: Officer, first: Officer, *, since: datetime, now: datetime
) -> bool:
    """Tell whether ``officer`` is not ``first``, nor somebody who acts for or through him.

    Args:
        since: When ``first`` acted; who stood in for him at some time since is not another.
    """
    return first.pk not in counts_as(officer, since=since, now=now)


def counts_as(officer: Officer, *, since: datetime, now: datetime) -> frozenset[int]:
    """Return the keys of all who are no second person beside an officer, his own among them.

    For whom he stood at some time since ``since``, and every account of his hand.
    """
    return hand_of(officer, now) | principals_of(officer, since=since, now=now)
