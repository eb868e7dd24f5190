"""Whether an officer is a second person beside the one who did the first half of an act.

In:   two officers, when the first half was done, the moment.    Out:  true or false.
Cost: one query.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.hands import in_one_hand
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.delegations import principals_of


def is_second_person(
    officer: Officer, first: Officer, *, since: datetime, now: datetime
) -> bool:
    """Tell whether ``officer`` is not ``first``, nor somebody who acts for or through him.

    Args:
        since: When ``first`` acted; who stood in for him at some time since is not another.
    """
    own = {officer.pk, *principals_of(officer, since=since, now=now)}
    return first.pk not in own and not in_one_hand(officer, first, now)
