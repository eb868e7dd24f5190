"""The closing conditions of incidents: state, waivers in force, who may sign one.

In:   incidents, the moment.    Out:  rows of ``policy.closing`` with the waiver each rests on.
Cost: about twelve queries for 500 incidents.

A waiver binds the incident's number, its grade, the condition and the reason, and it counts for
one closing: after an upgrade or a reopening the leader is asked anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiying.base.signoff.models import Decision
from huiying.policy.closing.gate import (
    ClosingRecord,
    Condition,
    ConditionStatus,
    condition_statuses,
    may_close,
)
from huiying.work.closing.core.models import Closing, Waiver
from huiying.work.closing.core.related_rows import RelatedRows
from huiying.work.closing.core.waivers import waiver_in_force
from huiying.work.closing.gate.facts import gate_facts_of
from huiying.work.closing.gate.models import ReopenProposal, ReopenState
from huiying.work.incidents.assessment.post_reading import PostReading
from huiying.work.incidents.core.models import Incident


@dataclass(frozen=True, slots=True)
class Gate:
    """How an incident stands at its gate."""

    rows: tuple[ConditionStatus, ...]
    waivers: dict[Condition, Waiver]  # in force
    record: ClosingRecord

    @property
    def open(self) -> bool:
        """Tell whether the incident may be closed."""
        return may_close(self.rows)


def gate_of(
    incident: Incident,
    now: datetime,
    *,
    posts: PostReading | None = None,
    related: RelatedRows | None = None,
) -> Gate:
    """Return the gate of one incident.

    Args:
        posts: What the page reads of its posts, if it reads them anyway.
        related: What kinds of rows there are about it, if that is known.
    """
    records = gate_facts_of([incident], now, posts=posts, related=related)
    waivers = (
        {}
        if related is not None and "waivers" not in related.kinds
        else _waivers_in_force([incident])
    )
    return _gates([incident], records, waivers)[incident.pk]


def gates_of(incidents: Sequence[Incident], now: datetime) -> dict[int, Gate]:
    """Return the gates of incidents of one bureau, by their key."""
    return _gates(incidents, gate_facts_of(incidents, now), _waivers_in_force(incidents))


def _gates(
    incidents: Sequence[Incident],
    records: Mapping[int, ClosingRecord],
    waivers: Mapping[int, dict[Condition, Waiver]],
) -> dict[int, Gate]:
    gates = {}
    for incident in incidents:
        mine = waivers.get(incident.pk, {})
        gates[incident.pk] = Gate(
            condition_statuses(records[incident.pk], mine.keys()), mine, records[incident.pk]
        )
    return gates


def _waivers_in_force(
    incidents: Sequence[Incident],
) -> defaultdict[int, dict[Condition, Waiver]]:
    found: defaultdict[int, dict[Condition, Waiver]] = defaultdict(dict)
    here = {incident.pk: incident for incident in incidents}
    rounds: dict[int, int] = {}
    granted = Waiver.objects.filter(
        incident_id__in=list(here), signoff__decision=Decision.APPROVED
    )
    rows = list(granted.select_related("signoff__decided_by", "requested_by"))
    if keys := {row.incident_id for row in rows}:
        ended = Closing.objects.filter(incident_id__in=keys, reopened_at__isnull=False)
        rounds = dict(ended.order_by("pk").values_list("incident_id", "pk"))
    for row in rows:
        row.incident = here[row.incident_id]
        if waiver_in_force(row, rounds.get(row.incident_id)):
            found[row.incident_id][Condition(row.condition)] = row
    return found


def closings_of(incident: Incident) -> QuerySet[Closing]:
    """Return each time an incident was closed, oldest first, reopened or not."""
    rows = Closing.objects.filter(incident=incident)
    return rows.select_related("closed_by", "reopened_by").order_by("closed_at", "pk")


def pending_reopen_proposals(bureau_id: int) -> QuerySet[ReopenProposal]:
    """Return the closed incidents that are spoken of again and wait for an officer."""
    rows = ReopenProposal.objects.filter(bureau_id=bureau_id, state=ReopenState.PROPOSED)
    rows = rows.select_related("closing__incident").order_by("raised_at", "pk")
    return rows.only("posts", "usual", "closing__incident__number", "closing__incident__title")
