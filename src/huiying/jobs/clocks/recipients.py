"""Who receives a step of the ladder at a moment, and by which channels.

In:   a clock, an audience, the moment.    Out:  present officers, channels, who was away.
Cost: two or three small queries a role or unit, asked once however many clocks ask.

Somebody is there who is active, has not lent the role for an absence, and, if it is the desk,
is on duty by the roster; a unit is there if it has an officer or a channel. The deputy and the
leader are reached by their own channel, else by those of their unit, and by those of the desk;
the message names them. Who holds the clock himself is never one of them. Whoever verified a
channel of the own is told there as he chose; of 重大 always. In quiet hours a deputy's unit is
told in his place: nothing is held back by anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.organisation.queries import officers_of
from huiying.base.accounts.roles.capabilities import Capability, Role, roles_with
from huiying.base.accounts.roles.queries import active_delegations, holders_of
from huiying.base.accounts.roster.queries import desk_cover
from huiying.base.clocks.models import Clock
from huiying.base.outbox.models import Channel
from huiying.base.outbox.queries import channels_of, channels_of_desk, own_channels
from huiying.policy.grading.grades import Grade
from huiying.policy.time.ladder import Audience, audience_present
from huiying.policy.time.zone import LOCAL

ROLES = {
    Audience.DEPUTY: Role.DEPUTY,
    Audience.LEADER: Role.LEADER,
    Audience.ADMINISTRATOR: Role.ADMINISTRATOR,
}


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who is told, in whose place, and by what."""

    to: Audience | None  # None = nobody is there
    away: tuple[Audience, ...]
    people: tuple[Officer, ...]
    channels: tuple[Channel, ...]


class Presence:
    """Who is there at one moment, of any bureau; every question is asked once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._roles: dict[tuple[int, Role], list[Officer]] = {}
        self._units: dict[int, list[Officer]] = {}
        self._channels: dict[tuple[int, int | None], list[Channel]] = {}
        self._addresses: dict[int, Channel | None] = {}

    def reach(self, clock: Clock, wanted: Audience) -> Recipients:
        """Find who is told on a rung; from whoever is away the way leads up."""
        to, away = audience_present(wanted, lambda audience: self._is_there(clock, audience))
        if to is None:
            return Recipients(None, away, (), tuple(self._desk_channels(clock.bureau_id)))
        people = tuple(self.people_of(clock, to))
        own = self._own(clock, people)
        channels = (*self._channels_for(clock, to, people, own), *own)
        return Recipients(to, away, people, channels)

    def people_of(self, clock: Clock, audience: Audience) -> list[Officer]:
        """Return the present officers of an audience.

        Above the holder nobody is found who holds the clock: whoever is late is not told of it
        under another role, nor in the place of somebody who lent him one.
        """
        if audience != Audience.HOLDER:
            late = {person.pk for person in self.people_of(clock, Audience.HOLDER)}
            above = self._holding(clock.bureau_id, ROLES[audience])
            return [person for person in above if person.pk not in late]
        if clock.holder_officer is not None:
            return [clock.holder_officer] if clock.holder_officer.is_active else []
        if clock.holder_unit is not None:
            return self._of_unit(clock.holder_unit)
        role = clock.holder_code
        return self._holding(clock.bureau_id, Role(role)) if role in Role else []

    def _is_there(self, clock: Clock, audience: Audience) -> bool:
        if self.people_of(clock, audience):
            return True
        unit = clock.holder_unit
        return audience == Audience.HOLDER and unit is not None and bool(self._of(unit))

    def _holding(self, bureau_id: int, role: Role) -> list[Officer]:
        key = (bureau_id, role)
        if key not in self._roles:
            self._roles[key] = _present(bureau_id, role, self.now)
        return self._roles[key]

    def _of_unit(self, unit: Unit) -> list[Officer]:
        if unit.pk not in self._units:
            rows = officers_of(unit.bureau_id).filter(unit=unit, is_active=True)
            signs = roles_with(Capability.SIGN)
            self._units[unit.pk] = list(rows.filter(grants__role__in=signs).distinct())
        return self._units[unit.pk]

    def _of(self, unit: Unit) -> list[Channel]:
        key = (unit.bureau_id, unit.pk)
        if key not in self._channels:
            self._channels[key] = list(channels_of(unit))
        return self._channels[key]

    def _desk_channels(self, bureau_id: int) -> list[Channel]:
        key = (bureau_id, None)
        if key not in self._channels:
            self._channels[key] = list(channels_of_desk(bureau_id))
        return self._channels[key]

    def _channels_for(
        self,
        clock: Clock,
        audience: Audience,
        people: tuple[Officer, ...],
        own: list[Channel],
    ) -> tuple[Channel, ...]:
        officer = clock.holder_officer
        if audience == Audience.HOLDER:
            unit = clock.holder_unit or (officer.unit if officer else None)
            return tuple(self._of(unit) if unit else self._desk_channels(clock.bureau_id))
        with_own_channel = {channel.officer_id for channel in own}
        others = [person for person in people if person.pk not in with_own_channel]
        units = dict.fromkeys(person.unit for person in others if person.unit is not None)
        found = [channel for unit in units for channel in self._of(unit)]
        return (*found, *self._desk_channels(clock.bureau_id))

    def _own(self, clock: Clock, people: tuple[Officer, ...]) -> list[Channel]:
        """Return the addresses of those who want to hear of this clock at this time of day."""
        major = (clock.subject_grade or 0) >= Grade.MAJOR
        at = timezone.localtime(self.now, LOCAL).time()
        hearing = [person for person in people if person.quiet.hears(at, major=major)]
        unaddressed = [person for person in hearing if person.pk not in self._addresses]
        if unaddressed:
            self._addresses |= dict.fromkeys(person.pk for person in unaddressed)
            for row in own_channels(unaddressed):
                if row.officer_id is not None:
                    self._addresses[row.officer_id] = row
        found = (self._addresses[person.pk] for person in hearing)
        return [channel for channel in found if channel is not None]


def _present(bureau_id: int, role: Role, now: datetime) -> list[Officer]:
    """Return who holds a role now; in the place of whoever lent it stands the delegate."""
    if role == Role.DUTY_OFFICER:
        cover = desk_cover(bureau_id, now, people=True)
        if cover.planned:
            return [shift.officer for shift in cover.now]
    lent = active_delegations(bureau_id, now).filter(role=role).select_related("delegate__unit")
    away = {row.principal_id for row in lent}
    standing = {row.delegate_id: row.delegate for row in lent if row.delegate.is_active}
    holders = holders_of(bureau_id, role).select_related("unit")
    here = {officer.pk: officer for officer in holders if officer.pk not in away}
    return list((standing | here).values())
