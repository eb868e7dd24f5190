"""What the pages of changes that another person must adopt have in common.

In:   a change with its sign-off.    Out:  a part of what ``console/reports/change.html`` needs.
Cost: no query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.signoff.models import Decision
from huiying.work.reports.routing.models import RecipientChange
from huiying.work.reports.schedules.models import ScheduleChange

STATES: Final = {
    Decision.PENDING: gettext_lazy("待采纳"),
    Decision.APPROVED: gettext_lazy("已采纳"),
    Decision.RETURNED: gettext_lazy("已退回"),
    Decision.VOID: gettext_lazy("已失效"),
}


@dataclass(frozen=True, slots=True)
class ChangedTerm:
    """One column that a change touches; ``weaker``: it is dropped or loosened by it."""

    label: str
    before: str
    after: str
    weaker: bool


def change_context(
    officer: Officer, row: RecipientChange | ScheduleChange, now: datetime
) -> dict[str, Any]:
    """Return who proposed a change and why, how it stands, whether the officer may decide."""
    signoff = row.signoff
    waits = signoff.decision == Decision.PENDING
    second = is_second_person(officer, row.requested_by, since=row.requested_at, now=now)
    return {
        "who": row.requested_by.name,
        "at": row.requested_at,
        "why": row.reason,
        "state": STATES[Decision(signoff.decision)],
        "waits": waits,
        "decided_by": signoff.decided_by.name if signoff.decided_by else "",
        "decided_at": signoff.decided_at,
        "returned": signoff.reason if signoff.decision == Decision.RETURNED else "",
        "signs": waits and may(officer, Capability.MANAGE_RULES) and second,
    }
