"""Holders, subjects and end times of the clocks of casework.

In:   an incident, a holder, an end.    Out:  a clock's subject and holder; a running clock.
Cost: three writes for a clock.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Unit
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.time.deadlines import DeadlineRule
from huiying.policy.time.zone import DAY
from huiying.work.incidents.core.models import Incident


def clock_subject(incident: Incident) -> ClockSubject:
    """Return how clocks of casework name their incident."""
    return ClockSubject(
        "incident", incident.number, incident.title, incident.grade_in_force, proposed=False
    )


LONGEST_DEADLINE = 366 * DAY


def unit_holder(unit: Unit) -> Holder:
    """Return a unit as the holder of a clock."""
    return Holder(unit.name, unit=unit)


def role_holder(role: Role) -> Holder:
    """Return a role as the holder of a clock."""
    return Holder(code=role)


def check_due(due: datetime, now: datetime) -> None:
    """Refuse a date that lies in the past or further ahead than a year.

    Raises:
        Refused.
    """
    if not now < due <= now + LONGEST_DEADLINE:
        raise Refused(_("期限须在现在之后，最长一年。"))


def start_dated_clock(
    incident: Incident, rule: DeadlineRule, due: datetime, holder: Holder, now: datetime
) -> Clock:
    """Start a clock to a date that a person set."""
    return start_clock(
        bureau_id=incident.bureau_id,
        kind=rule.code.lower(),
        name=rule.name,
        rule=rule,
        rule_version=str(book_of(incident.bureau_id, now).version),
        starts_at=now,
        calendar=calendar_of(incident.bureau_id),
        subject=clock_subject(incident),
        holder=holder,
        now=now,
        due=due,
    )
