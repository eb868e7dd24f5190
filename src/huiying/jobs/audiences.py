"""Who stands on a rung of the ladder at a moment, and by which channels they are reached.

In:   a clock, an audience, the moment.    Out:  present officers, channels, who was away.
Cost: two or three small queries.

Somebody is there who is active, has not lent the role for an absence, and, if it is the desk,
is on duty by the roster; a unit is there
if it has an officer or a channel. An officer has no channel of the own: the deputy and the
leader are reached by those of their unit and of the desk, and the message names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from huiying.base.accounts.capabilities import Capability, Role, roles_with
from huiying.base.accounts.models import Officer, Unit
from huiying.base.accounts.queries import holders_of, in_force, officers_of
from huiying.base.accounts.roster import cover
from huiying.base.clocks.models import Clock
from huiying.base.outbox.models import Channel
from huiying.base.outbox.queries import channels_of, channels_of_desk
from huiying.policy.ladder import Audience, climb

ROLES = {
    Audience.DEPUTY: Role.DEPUTY,
    Audience.LEADER: Role.LEADER,
    Audience.ADMINISTRATOR: Role.ADMINISTRATOR,
}


@dataclass(frozen=True, slots=True)
class Reached:
    """Who is told, in whose place, and by what."""

    to: Audience | None  # None = nobody is there
    away: tuple[Audience, ...]
    people: tuple[Officer, ...]
    channels: tuple[Channel, ...]


def reach(clock: Clock, wanted: Audience, now: datetime) -> Reached:
    """Find who is told on a rung; from whoever is away the way leads up."""
    to, away = climb(wanted, lambda audience: _is_there(clock, audience, now))
    if to is None:
        return Reached(None, away, (), tuple(channels_of_desk(clock.bureau_id)))
    people = tuple(people_of(clock, to, now))
    return Reached(to, away, people, _channels(clock, to, people))


def people_of(clock: Clock, audience: Audience, now: datetime) -> list[Officer]:
    """Return the present officers of an audience."""
    if audience != Audience.HOLDER:
        return _holding(clock.bureau_id, ROLES[audience], now)
    if clock.holder_officer is not None:
        return [clock.holder_officer] if clock.holder_officer.is_active else []
    if clock.holder_unit is not None:
        signs = roles_with(Capability.SIGN)
        rows = officers_of(clock.bureau_id).filter(unit=clock.holder_unit, is_active=True)
        return list(rows.filter(grants__role__in=signs).distinct())
    return _of_role(clock, now)


def _of_role(clock: Clock, now: datetime) -> list[Officer]:
    role = _role_called(clock.holder_label)
    if role is None:
        return []
    if role == Role.DUTY_OFFICER:
        kept = cover(clock.bureau_id, now)
        if kept.planned:
            return [shift.officer for shift in kept.now]
    return _holding(clock.bureau_id, role, now)


def _holding(bureau_id: int, role: Role, now: datetime) -> list[Officer]:
    """Return who holds a role; in the place of whoever lent it stands the delegate."""
    lent = in_force(bureau_id, now).filter(role=role).select_related("delegate")
    away = {row.principal_id for row in lent}
    standing = {row.delegate_id: row.delegate for row in lent if row.delegate.is_active}
    here = [officer for officer in holders_of(bureau_id, role) if officer.pk not in away]
    return [*here, *(one for pk, one in standing.items() if pk not in {o.pk for o in here})]


def _role_called(label: str) -> Role | None:
    with override("zh-hans"):  # a role's clock carries the role's own name
        return next((role for role in Role if str(role.label) == label), None)


def _is_there(clock: Clock, audience: Audience, now: datetime) -> bool:
    if people_of(clock, audience, now):
        return True
    unit = clock.holder_unit
    return audience == Audience.HOLDER and unit is not None and channels_of(unit).exists()


def _channels(
    clock: Clock, audience: Audience, people: tuple[Officer, ...]
) -> tuple[Channel, ...]:
    officer = clock.holder_officer
    if audience == Audience.HOLDER:
        unit = clock.holder_unit or (officer.unit if officer else None)
        rows = channels_of(unit) if unit is not None else channels_of_desk(clock.bureau_id)
        return tuple(rows)
    units: dict[int, Unit] = {
        person.unit_id: person.unit
        for person in people
        if person.unit_id is not None and person.unit is not None
    }
    found = [channel for unit in units.values() for channel in channels_of(unit)]
    return (*found, *channels_of_desk(clock.bureau_id))
