"""What is on record of incidents at their gate, gathered for many at once.

In:   incidents of one bureau, the moment.    Out:  ``policy.closing.OnRecord`` by incident.
Cost: a constant number of queries for 500 incidents; posts are counted only of those that were
      spoken of in the last 24 hours.

What was merged into an incident counts as its own. After a reopening only what came since
counts: the matter is solved and answered anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Substr

from huiying.policy.closing import Mentions, OnRecord, has_material
from huiying.policy.findings import Finding
from huiying.policy.grading import Grade
from huiying.policy.response_value import DutyGround, ResponseValue, clock_goes_on
from huiying.work.casework.models import (
    Assignment,
    AssignmentState,
    Commitment,
    DocketState,
    Material,
    Notice,
    NoticeState,
    Reference,
    ServedIncident,
    UnitReport,
)
from huiying.work.casework.offline import OWED, SETTLED
from huiying.work.closing.mentions import Day, day_of, mentions_of
from huiying.work.closing.models import Closing
from huiying.work.closing.on_file import KINDS, OnFile
from huiying.work.collection.volume import Volume
from huiying.work.incidents.models import Incident, ValueDecision
from huiying.work.responses.models import Release

AT_ONCE = 500


@dataclass(slots=True)
class _Seen:
    """What was found of one incident so far."""

    since: datetime | None = None  # it was reopened then
    told: dict[int, int] = field(default_factory=dict)  # unit → its newest notice
    reported: set[int] = field(default_factory=set)  # units
    material: bool = False
    unverified: int = 0
    open_tasks: int = 0
    broken_promises: int = 0
    open_references: int = 0
    owed: bool = True
    answered: bool = False

    def counts(self, at: datetime) -> bool:
        """Tell whether something of a moment counts for the present closing."""
        return self.since is None or at > self.since


def on_record(
    incidents: Sequence[Incident],
    now: datetime,
    *,
    hours: Mapping[datetime, int] | None = None,
    volume: Volume | None = None,
    file: OnFile | None = None,
) -> dict[int, OnRecord]:
    """Return what is on record of incidents of one bureau, by their key.

    Args:
        hours: The posts of the one incident that is asked for, by local hour, if somebody
            counted them already.
        volume: The hours of the bureau, if somebody read them already.
        file: What there is about the one incident, likewise.
    """
    found: dict[int, OnRecord] = {}
    if not incidents:
        return found
    day = day_of(incidents[0].bureau_id, now, volume=volume)
    for start in range(0, len(incidents), AT_ONCE):
        part = incidents[start : start + AT_ONCE]
        found |= _some(part, file, now, day, hours)
    return found


def _some(
    incidents: Sequence[Incident],
    file: OnFile | None,
    now: datetime,
    day: Day,
    hours: Mapping[datetime, int] | None,
) -> dict[int, OnRecord]:
    if file is None:
        root, kinds = families([incident.pk for incident in incidents]), frozenset(KINDS)
    else:
        root, kinds = dict.fromkeys(file.family, incidents[0].pk), file.kinds
    seen = {incident.pk: _Seen() for incident in incidents}
    if "closings" in kinds:
        _add_reopenings(seen)
    for kind, add in GATHERED:
        if kind in kinds:
            add(seen, root)
    if "promises" in kinds:
        _add_promises(seen, root, now)
    _add_values(seen, incidents)
    mentions = mentions_of(incidents, day, hours)
    return {
        incident.pk: _as_record(incident, seen[incident.pk], mentions[incident.pk])
        for incident in incidents
    }


def _as_record(incident: Incident, seen: _Seen, mentions: Mentions) -> OnRecord:
    return OnRecord(
        grade=Grade(incident.grade),
        told=len(seen.told),
        unreported=len(seen.told.keys() - seen.reported),
        material=seen.material,
        unverified=seen.unverified,
        open_tasks=seen.open_tasks,
        broken_promises=seen.broken_promises,
        answer_owed=seen.owed,
        answered=seen.answered,
        open_references=seen.open_references,
        mentions=mentions,
    )


def families(keys: Iterable[int]) -> dict[int, int]:
    """Return every incident that belongs to one of ``keys`` by merging → that one."""
    root = {key: key for key in keys}
    layer = list(root)
    while layer:
        rows = Incident.objects.filter(merged_into_id__in=layer)
        merged = dict(rows.values_list("pk", "merged_into_id"))
        layer = [key for key in merged if key not in root]
        root |= {key: root[merged[key]] for key in layer if merged[key] is not None}
    return root


def _add_reopenings(seen: dict[int, _Seen]) -> None:
    rows = Closing.objects.filter(incident_id__in=list(seen), reopened_at__isnull=False)
    last = rows.order_by().values("incident_id").annotate(at=Max("reopened_at"))
    for key, at in last.values_list("incident_id", "at"):
        seen[key].since = at


def _add_notices(seen: dict[int, _Seen], root: dict[int, int]) -> None:
    rows = Notice.objects.filter(incident_id__in=list(root)).exclude(state=NoticeState.RETURNED)
    for incident, unit, key in rows.order_by("pk").values_list("incident_id", "unit_id", "pk"):
        seen[root[incident]].told[unit] = key


def _add_reports(seen: dict[int, _Seen], root: dict[int, int]) -> None:
    rows = UnitReport.objects.filter(notice__incident_id__in=list(root)).annotate(
        did=Substr("handled", 1, 1), proof=Substr("evidence", 1, 1)
    )
    names = ("notice__incident_id", "notice__unit_id", "at", "finding", "did", "proof")
    for incident, unit, at, finding, did, proof in rows.order_by().values_list(*names):
        one = seen[root[incident]]
        if one.counts(at):
            one.material |= has_material(Finding(finding), did, proof)
        one.reported.add(unit)


def _add_dockets(seen: dict[int, _Seen], root: dict[int, int]) -> None:
    waiting = ServedIncident.objects.filter(
        incident_id__in=list(root), docket__state__in=[DocketState.ASKED, DocketState.FOUND]
    )
    for incident in waiting.order_by().values_list("incident_id", flat=True):
        seen[root[incident]].unverified += 1


def _add_tasks(seen: dict[int, _Seen], root: dict[int, int]) -> None:
    """Count open tasks; a task that was accepted as done with files is material too."""
    keys = list(root)
    rows = Assignment.objects.filter(proposal__incident_id__in=keys).exclude(state__in=SETTLED)
    for incident in rows.order_by().values_list("proposal__incident_id", flat=True):
        seen[root[incident]].open_tasks += 1
    files = Material.objects.filter(
        entry__assignment__proposal__incident_id__in=keys,
        entry__assignment__state=AssignmentState.CLOSED,
    )
    names = ("entry__assignment__proposal__incident_id", "entry__at")
    for incident, at in files.order_by().values_list(*names):
        one = seen[root[incident]]
        one.material |= one.counts(at)


def _add_promises(seen: dict[int, _Seen], root: dict[int, int], now: datetime) -> None:
    """Count what was promised in public for a day that is over; what is not due stays open."""
    rows = Commitment.objects.filter(
        incident_id__in=list(root), kept_at__isnull=True, due_at__lt=now
    )
    for incident in rows.order_by().values_list("incident_id", flat=True):
        seen[root[incident]].broken_promises += 1


def _add_references(seen: dict[int, _Seen], root: dict[int, int]) -> None:
    rows = Reference.objects.filter(
        incident_id__in=list(root),
        unbound_at__isnull=True,
        settled_at__isnull=True,
        origin__in=OWED,
    )
    for incident in rows.order_by().values_list("incident_id", flat=True):
        seen[root[incident]].open_references += 1


def _add_answers(seen: dict[int, _Seen], root: dict[int, int]) -> None:
    rows = Release.objects.filter(answer__incident_id__in=list(root))
    for incident, at in rows.order_by().values_list("answer__incident_id", "published_at"):
        one = seen[root[incident]]
        one.answered |= one.counts(at)


def _add_values(seen: dict[int, _Seen], incidents: Sequence[Incident]) -> None:
    """Note of which incidents no public answer is owed: only by a signed 回应价值."""
    decided = [row for row in incidents if row.response_value not in ("", ResponseValue.ANSWER)]
    if not decided:
        return
    rows = ValueDecision.objects.filter(incident_id__in=[row.pk for row in decided])
    grounds = dict(rows.order_by("at", "pk").values_list("incident_id", "grounds"))
    for row in decided:
        duty = [DutyGround[name] for name in grounds.get(row.pk, [])]
        value = ResponseValue(row.response_value)
        seen[row.pk].owed = clock_goes_on(value, duty, Grade(row.grade))


GATHERED = (
    ("notices", _add_notices),
    ("notices", _add_reports),
    ("dockets", _add_dockets),
    ("proposals", _add_tasks),
    ("references", _add_references),
    ("answers", _add_answers),
)
"""Of which kind of rows there must be one at all before it is worth asking."""
