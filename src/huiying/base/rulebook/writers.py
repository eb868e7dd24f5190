"""Whether an officer wrote something, or could act as who did.

In:   an officer, the keys of the writers, the moment.    Out:  true or false.
Cost: two queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huiying.base.accounts.core.hands import hand_of
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.delegations import persons_behind


def is_among(writers: Iterable[int], officer: Officer, now: datetime) -> bool:
    """Tell whether an officer is one of them, stands in for one, or is in one hand with one."""
    keys = set(writers)
    return bool((persons_behind(officer, now) | hand_of(officer, now)) & keys)
