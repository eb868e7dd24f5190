"""Open a candidate: others see that an officer works on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.work.incidents.candidates.actions.decide import mark_posts_noticed
from huiying.work.incidents.candidates.models import Candidate

OPENED_FOR = timedelta(minutes=10)


def open_candidate(*, candidate: Candidate, officer: Officer, now: datetime) -> bool:
    """Say that an officer is on it (正在处理); False when somebody else is.

    From this moment its posts are noticed: a person has seen them.
    """
    mark_posts_noticed(candidate, now)
    free = Candidate.objects.filter(pk=candidate.pk).exclude(
        opened_until__gt=now, opened_by__isnull=False
    )
    mine = Candidate.objects.filter(pk=candidate.pk, opened_by=officer)
    values = {"opened_by": officer, "opened_until": now + OPENED_FOR}
    return bool(mine.update(**values) or free.update(**values))
