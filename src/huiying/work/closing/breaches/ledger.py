"""Find the breaches of a bureau in its record: clocks, holders, notices, verification requests.

In:   a bureau.    Out:  what was late or omitted, by unit and step, with what failed meanwhile.
Cost: about ten queries, whatever the number of incidents; nothing is written here.

Late is a notice or a report that was made, or is still to be made, after its time; any other
step is overdue. Omitted is what was never done
though the incident was closed. Who held the minute when the time ran out counts; a role is the
office's, an officer is his unit's: no person is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.clocks.models import SYSTEM, Clock, ClockHold, ClockState
from huiying.base.outbox.models import BoardAlarm, Message, MessageState
from huiying.policy.closing.breaches import BreachKind, SystemFault
from huiying.policy.procedure.stages import Stage
from huiying.reasons.marking import marked
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.casework.verification.models import Docket, DocketState
from huiying.work.collection.sources.models import SourceGap
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident

WATCHDOG = "watchdog:"  # how the alarms of the watchdog begin (``jobs.watchdog``)
REPORTING = ("notice", "report", "initial_report")
"""迟报 is said of these clocks; any other step is 超时."""
NOTICE = "notice"  # the clock that starts at discovery: a gap of a source touches it
FIELDS = (
    *("pk", "kind", "name", "state", "starts_at", "due_at", "stopped_at"),
    *("subject_kind", "subject_ref", "holder_unit_id", "holder_officer__unit_id"),
)


@dataclass(frozen=True, slots=True)
class FoundBreach:
    """One breach as the record tells it; ``key`` names where it was read."""

    key: str
    kind: BreachKind
    step: str
    incident_id: int | None
    clock_id: int | None
    unit_id: int | None
    unit_label: str
    due_at: datetime | None
    done_at: datetime | None
    faults: tuple[SystemFault, ...] = ()


def read_breaches(bureau_id: int) -> list[FoundBreach]:
    """Return every breach that the record holds, clocks first."""
    house = _BureauFacts(bureau_id)
    return [*_late(bureau_id, house), *_omitted(bureau_id)]


class _BureauFacts:
    """Who is who and what failed when, read once."""

    def __init__(self, bureau_id: int) -> None:
        units = Unit.objects.filter(bureau_id=bureau_id)
        self.units: dict[str, int] = {}
        self.names: dict[int, str] = {}
        self.office: int | None = None
        for key, name, is_office in units.values_list("pk", "name", "is_office"):
            self.units[name], self.names[key] = key, name
            self.office = key if is_office else self.office
        people = Officer.objects.filter(bureau_id=bureau_id, unit__isnull=False)
        self.people = dict(people.values_list("name", "unit_id"))
        rows = Incident.objects.filter(bureau_id=bureau_id)
        self.incidents: dict[str, tuple[int, bool]] = {
            number: (key, stage == Stage.CLOSED)
            for key, number, stage in rows.values_list("pk", "number", "stage")
        }
        candidates = Candidate.objects.filter(bureau_id=bureau_id, incident__isnull=False)
        self.candidates = dict(candidates.values_list("event_id", "incident__number"))
        alarms = BoardAlarm.objects.filter(bureau_id=bureau_id, key__startswith=WATCHDOG)
        self.stops = list(alarms.values_list("raised_at", "ended_at"))
        gaps = SourceGap.objects.filter(bureau_id=bureau_id)
        self.gaps = list(gaps.values_list("from_at", "until_at"))
        self.unsent = _unsent(bureau_id)

    def incident_of(self, kind: str, ref: str) -> tuple[int | None, bool]:
        """Return the incident that a clock is about, and whether it is closed."""
        number = ref
        if kind == "candidate":
            number = self.candidates.get(int(ref), "") if ref.isdigit() else ""
        return self.incidents.get(number, (None, False))

    def unit_of(self, name: str | None, clock: dict[str, Any]) -> tuple[int | None, str]:
        """Return the unit that held the minute: of a role the office, of an officer his own."""
        known = self.units.get(name or "") or self.people.get(name or "")
        own = clock["holder_unit_id"] or clock["holder_officer__unit_id"]
        key = known or (own if name is None else None) or self.office
        return key, self.names.get(key or 0, marked("领导小组办公室"))

    def faults(self, clock: dict[str, Any]) -> tuple[SystemFault, ...]:
        """Return what of the system failed while a clock ran."""
        start, end = clock["starts_at"], clock["due_at"]
        found = []
        if _overlap(self.stops, start, end):
            found.append(SystemFault.WORKERS)
        if any(start <= at <= end for at in self.unsent.get(clock["subject_ref"], ())):
            found.append(SystemFault.MESSAGE)
        if clock["kind"] == NOTICE and _overlap(self.gaps, start, end):
            found.append(SystemFault.SOURCE)
        return tuple(found)


def _overlap(
    spans: list[tuple[datetime, datetime | None]], start: datetime, end: datetime
) -> bool:
    return any(begun <= end and (ended is None or ended >= start) for begun, ended in spans)


def _unsent(bureau_id: int) -> dict[str, list[datetime]]:
    """Return when messages died that were about an incident, by its number."""
    rows = Message.objects.filter(
        bureau_id=bureau_id, state__in=[MessageState.DEAD, MessageState.BY_HAND]
    )
    dead = list(rows.values_list("about_ref", "queued_at"))
    notices = Notice.objects.filter(bureau_id=bureau_id, number__in=[ref for ref, _at in dead])
    about = dict(notices.values_list("number", "incident__number"))
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for ref, at in dead:
        found[about.get(ref, ref)].append(at)
    return dict(found)


def _late(bureau_id: int, house: _BureauFacts) -> Iterator[FoundBreach]:
    rows = Clock.objects.filter(bureau_id=bureau_id, breached_at__isnull=False).order_by("pk")
    held = ClockHold.objects.filter(
        Q(to_at__isnull=True) | Q(to_at__gt=F("clock__due_at")),
        bureau_id=bureau_id,
        clock__breached_at__isnull=False,
        from_at__lte=F("clock__due_at"),
    )
    spans = held.order_by("from_at").values_list("clock_id", "holder_code", "holder_name")
    holders = {clock: "" if code else name for clock, code, name in spans}
    machine = {clock for clock, code, _name in spans if code == SYSTEM}
    for clock in rows.values(*FIELDS):
        incident, closed = house.incident_of(clock["subject_kind"], clock["subject_ref"])
        unit, label = house.unit_of(holders.get(clock["pk"]), clock)
        if clock["pk"] in machine:  # nobody is charged with minutes that the system held
            unit, label = None, marked("系统")
        done = clock["stopped_at"] if clock["state"] == ClockState.MET else None
        yield FoundBreach(
            key=f"clock:{clock['pk']}",
            kind=_kind(clock["kind"], omitted=closed and done is None),
            step=clock["name"],
            incident_id=incident,
            clock_id=clock["pk"],
            unit_id=unit,
            unit_label=label,
            due_at=clock["due_at"],
            done_at=done,
            faults=house.faults(clock),
        )


def _kind(clock_kind: str, *, omitted: bool) -> BreachKind:
    if omitted:
        return BreachKind.OMITTED
    return BreachKind.LATE if clock_kind in REPORTING else BreachKind.OVERDUE


def _omitted(bureau_id: int) -> Iterator[FoundBreach]:
    """Yield what nobody did before an incident was closed, though no clock ran out for it."""
    closed = {"bureau_id": bureau_id, "incident__stage": Stage.CLOSED}
    signed = Notice.objects.filter(
        Q(report_clock__isnull=True) | Q(report_clock__breached_at__isnull=True),
        state=NoticeState.SIGNED,
        reports__isnull=True,
        **closed,
    )
    for key, incident, unit, name in signed.values_list(
        "pk", "incident_id", "unit_id", "unit__name"
    ):
        yield _omission(f"report:{key}", "核实", incident, unit, name)
    requests = Docket.objects.filter(
        Q(clock__isnull=True) | Q(clock__breached_at__isnull=True),
        bureau_id=bureau_id,
        state=DocketState.ASKED,
        serves__origin=True,
        serves__incident__stage=Stage.CLOSED,
    )
    for key, incident, unit, name in requests.values_list(
        "pk", "serves__incident_id", "unit_id", "unit__name"
    ):
        yield _omission(f"docket:{key}", "说法核实", incident, unit, name)


def _omission(key: str, step: str, incident: int, unit: int, name: str) -> FoundBreach:
    return FoundBreach(key, BreachKind.OMITTED, step, incident, None, unit, name, None, None)
