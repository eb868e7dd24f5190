"""Set up the bureau of a drill by the same acts as a real one.

In:   the seed, the moment.    Out:  a sandbox bureau: units, officers by role, sources.
Cost: some sixty writes.

Officers have no password and are called by their role; the door of the sandbox signs them in.
Channels lead to an address that cannot be (RFC 2606), and a sandbox sends nothing by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from huiying.base.accounts.core.models import Bureau, Officer, Unit, UnitKind
from huiying.base.accounts.core.queries import bureaus
from huiying.base.accounts.organisation.actions.edit_superior import SuperiorFacts, add_superior
from huiying.base.accounts.organisation.actions.set_up import add_bureau, add_officer, add_unit
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roster.actions.plan_shifts import PlannedShift, add_shifts
from huiying.base.audit.subjects import Actor
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.rulebook.actions.adopt import adopt_book
from huiying.base.rulebook.models import BureauCalendar
from huiying.policy.prevention.drill_script import DrillScript, from_data
from huiying.policy.rulebook.platforms import OTHER
from huiying.policy.time.spans import Span
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.models import Source, SourceKind
from huiying.work.reports.routing.actions.edit_recipient import add_usual_recipients
from huiying.work.reports.schedules.actions.set_schedule import ensure_schedule

DRILL_ACTOR = Actor("command:drill", "演练")
PRACTICE = "（演练）"
SLUG = "drill"
BY_HAND = "演练导调"  # the source of what somebody enters
MAILBOX = "drill@mailbox.invalid"
STAFF = (
    ("duty", "值班员", Role.DUTY_OFFICER, "office"),
    ("duty2", "值班员（二）", Role.DUTY_OFFICER, "office"),
    ("office", "领导小组办公室", Role.OFFICE, "office"),
    ("office2", "领导小组办公室（二）", Role.OFFICE, "office"),
    ("leader", "组长", Role.LEADER, ""),
    ("deputy", "副组长", Role.DEPUTY, ""),
    ("deputy2", "副组长（二）", Role.DEPUTY, ""),
    ("member", "领导小组成员", Role.MEMBER, ""),
    ("member2", "领导小组成员（二）", Role.MEMBER, ""),
    ("speaker", "新闻发言人", Role.SPOKESPERSON, "office"),
)
"""Everybody whom the procedure of a grave incident needs: nobody signs his own work."""


@dataclass(slots=True)
class Shadow:
    """The bureau of a drill, by names."""

    bureau: Bureau
    script: DrillScript
    units: dict[str, Unit] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)  # platform or BY_HAND → source

    def of_unit(self, name: str) -> Officer | None:
        """Return who acts for a unit."""
        unit = self.units.get(name)
        return next(
            (
                one
                for one in self.officers.values()
                if unit is not None and one.unit_id == unit.pk and one.username[:4] == "unit"
            ),
            None,
        )


def make_shadow(seed: Mapping[str, Any], now: datetime) -> Shadow:
    """Make everything that stands before the first post becomes known."""
    script = from_data(seed["script"])
    bureau = add_bureau(
        slug=SLUG,
        name=seed["bureau"]["name"] + PRACTICE,
        district=seed["bureau"]["district"],
        sandbox=True,
        actor=DRILL_ACTOR,
        now=now,
    )
    shadow = Shadow(bureau, script)
    _add_units(shadow, seed, now)
    _add_officers(shadow, now)
    adopt_book(bureau=bureau, data=dict(seed["book"]), now=now, actor=DRILL_ACTOR)
    if seed["days"] or seed["years"]:
        BureauCalendar.objects.create(
            bureau=bureau,
            days=seed["days"],
            years=seed["years"],
            edited_at=now,
            edited_by=shadow.officers["office"],
        )
    _add_recipients(shadow, seed, now)
    _add_roster(shadow, now)
    _add_channels(shadow, now)
    _add_sources(shadow, now)
    return shadow


def find_shadow(seed: Mapping[str, Any]) -> Shadow:
    """Return the bureau of a drill that was set up before."""
    bureau = bureaus().get(slug=SLUG)
    return Shadow(
        bureau,
        from_data(seed["script"]),
        {row.name: row for row in Unit.objects.filter(bureau=bureau)},
        {row.username: row for row in Officer.objects.filter(bureau=bureau)},
        {
            row.name.partition("·")[2] or row.name: row
            for row in Source.objects.filter(bureau=bureau)
        },
    )


def is_set_up() -> bool:
    """Tell whether the bureau of the drill is there."""
    return bureaus().filter(slug=SLUG).exists()


def _add_units(shadow: Shadow, seed: Mapping[str, Any], now: datetime) -> None:
    for one in seed["units"]:
        shadow.units[one["name"]] = add_unit(
            bureau=shadow.bureau,
            name=one["name"],
            kind=one["kind"],
            duties=one["duties"],
            is_office=one["is_office"],
            actor=DRILL_ACTOR,
            now=now,
        )
    if not any(one["is_office"] for one in seed["units"]):
        shadow.units[PRACTICE] = add_unit(
            bureau=shadow.bureau,
            name=f"领导小组办公室{PRACTICE}",
            kind=UnitKind.SECTION,
            duties="",
            is_office=True,
            actor=DRILL_ACTOR,
            now=now,
        )


def _add_officers(shadow: Shadow, now: datetime) -> None:
    office = next(unit for unit in shadow.units.values() if unit.is_office)
    staff = [(key, name, role, office if place else None) for key, name, role, place in STAFF]
    staff += [
        (f"unit{number}", f"{name}经办", Role.SECTION_OFFICER, shadow.units[name])
        for number, name in enumerate(shadow.script.units, start=1)
        if name in shadow.units
    ]
    for key, name, role, unit in staff:
        shadow.officers[key] = add_officer(
            bureau=shadow.bureau,
            username=key,
            name=name[:40],
            password=None,
            roles=frozenset({role}),
            unit=unit,
            bootstrap=True,
            actor=DRILL_ACTOR,
            now=now,
        )


def _add_recipients(shadow: Shadow, seed: Mapping[str, Any], now: datetime) -> None:
    ensure_schedule(shadow.bureau, now)
    for one in seed["superiors"]:
        facts = SuperiorFacts(one["name"], one["kind"], one["matters"], PRACTICE)
        add_superior(bureau=shadow.bureau, facts=facts, actor=DRILL_ACTOR, now=now)
    if seed["superiors"]:
        add_usual_recipients(bureau=shadow.bureau, officer=DRILL_ACTOR, now=now)


def _add_roster(shadow: Shadow, now: datetime) -> None:
    span = Span(now, now + timedelta(minutes=shadow.script.minutes) + timedelta(days=3))
    shift = PlannedShift(span, shadow.officers["duty"], shadow.officers["deputy"], "演练值班")
    add_shifts(bureau=shadow.bureau, wanted=[shift], actor=DRILL_ACTOR, now=now)


def _add_channels(shadow: Shadow, now: datetime) -> None:
    """Add an inbox for the desk and each unit, so that what would go out can be read."""
    units = [shadow.units[name] for name in shadow.script.units if name in shadow.units]
    for unit in (None, *units):
        add_channel(
            bureau=shadow.bureau,
            unit=unit,
            kind="SMTP",
            name=f"{unit.name if unit else '值班台'}收件箱（演练，不发送）",
            target=MAILBOX,
            actor=DRILL_ACTOR,
            now=now,
        )


def _add_sources(shadow: Shadow, now: datetime) -> None:
    places = known_places_of(shadow.bureau.pk, now)
    names = [step.place for step in shadow.script.steps if step.kind.is_post]
    for name in dict.fromkeys(names):
        shadow.sources[name] = add_source(
            bureau=shadow.bureau,
            name=f"演练·{name}",
            kind=SourceKind.PUSH,
            channel=places.platform(name) or OTHER,
            intake="PUBLIC",
            actor=DRILL_ACTOR,
            now=now,
        )
    shadow.sources[BY_HAND] = add_source(
        bureau=shadow.bureau,
        name=BY_HAND,
        kind=SourceKind.MANUAL,
        channel=OTHER,
        actor=DRILL_ACTOR,
        now=now,
    )
