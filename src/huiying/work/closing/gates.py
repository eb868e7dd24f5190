"""The gate of incidents: conditions, waivers in force, who could sign one.

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
from typing import Any

from huiying.base.accounts.capabilities import Capability, roles_with
from huiying.base.accounts.delegations import stands_behind
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import at, may
from huiying.base.signoff.models import Decision
from huiying.policy.closing import Condition, OnRecord, Row, gate, may_close
from huiying.work.casework.procedure import hash_of
from huiying.work.closing.gathering import on_record
from huiying.work.closing.models import Closing, Waiver
from huiying.work.closing.on_file import OnFile
from huiying.work.collection.volume import Volume
from huiying.work.incidents.models import Incident
from huiying.work.incidents.recusal import recusal_of

__all__ = [
    "Condition",
    "Gate",
    "Row",
    "Waiver",
    "gate_of",
    "gates_of",
    "in_force",
    "round_of",
    "waiver_content",
    "waivers_of",
    "who_may_sign",
]


@dataclass(frozen=True, slots=True)
class Gate:
    """How an incident stands at its gate."""

    rows: tuple[Row, ...]
    waivers: dict[Condition, Waiver]  # in force
    seen: OnRecord

    @property
    def open(self) -> bool:
        """Tell whether the incident may be closed."""
        return may_close(self.rows)


def gate_of(
    incident: Incident,
    now: datetime,
    *,
    hours: Mapping[datetime, int] | None = None,
    volume: Volume | None = None,
    file: OnFile | None = None,
) -> Gate:
    """Return the gate of one incident.

    Args:
        hours: Its posts by local hour, if they were counted already.
        volume: The hours of the bureau, if they were read already.
        file: What there is about it, if that is known.
    """
    seen = on_record([incident], now, hours=hours, volume=volume, file=file)
    waivers = {} if file is not None and "waivers" not in file.kinds else _in_force([incident])
    return _gates([incident], seen, waivers)[incident.pk]


def gates_of(incidents: Sequence[Incident], now: datetime) -> dict[int, Gate]:
    """Return the gates of incidents of one bureau, by their key."""
    return _gates(incidents, on_record(incidents, now), _in_force(incidents))


def _gates(
    incidents: Sequence[Incident],
    seen: Mapping[int, OnRecord],
    waivers: Mapping[int, dict[Condition, Waiver]],
) -> dict[int, Gate]:
    gates = {}
    for incident in incidents:
        mine = waivers.get(incident.pk, {})
        gates[incident.pk] = Gate(gate(seen[incident.pk], mine.keys()), mine, seen[incident.pk])
    return gates


def _in_force(incidents: Sequence[Incident]) -> defaultdict[int, dict[Condition, Waiver]]:
    found: defaultdict[int, dict[Condition, Waiver]] = defaultdict(dict)
    here = {incident.pk: incident for incident in incidents}
    rounds: dict[int, int] = {}
    granted = Waiver.objects.filter(
        incident_id__in=list(here), signoff__decision=Decision.APPROVED
    )
    rows = list(granted.select_related("signoff__decided_by", "asked_by"))
    if keys := {row.incident_id for row in rows}:
        ended = Closing.objects.filter(incident_id__in=keys, reopened_at__isnull=False)
        rounds = dict(ended.order_by("pk").values_list("incident_id", "pk"))
    for row in rows:
        row.incident = here[row.incident_id]
        if in_force(row, rounds.get(row.incident_id)):
            found[row.incident_id][Condition(row.condition)] = row
    return found


def in_force(waiver: Waiver, current: int | None) -> bool:
    """Tell whether a leader's waiver counts for the present closing, as it was signed."""
    request = waiver.signoff
    return (
        request.decision == Decision.APPROVED
        and waiver.after_id == current
        and request.content_hash == hash_of(waiver_content(waiver))
    )


def round_of(incident: Incident) -> Closing | None:
    """Return the newest closing of an incident that was reopened; None = never."""
    rows = Closing.objects.filter(incident=incident, reopened_at__isnull=False)
    return rows.order_by("-pk").first()


def waiver_content(waiver: Waiver) -> dict[str, Any]:
    """Return what a leader signs, in its canonical shape."""
    incident = waiver.incident
    return {
        "number": waiver.number,
        "incident": incident.number,
        "grade": incident.grade,
        "condition": waiver.condition,
        "reason": waiver.reason,
    }


def waivers_of(incident: Incident) -> list[Waiver]:
    """Return every waiver that was asked for an incident, newest first."""
    rows = Waiver.objects.filter(incident=incident)
    return list(
        rows.select_related("asked_by", "signoff__decided_by", "incident").order_by("-pk")
    )


def who_may_sign(waiver: Waiver, now: datetime) -> list[Officer]:
    """Return who could sign a waiver at this moment: leaders and those who stand in for them.

    Who asked does not count, nor who stands in for who asked, nor who keeps out (回避).
    """
    roles = roles_with(Capability.APPROVE)
    people = Officer.objects.filter(bureau_id=waiver.bureau_id, is_active=True)
    own = people.filter(grants__role__in=roles)
    lent = people.filter(
        stands_for__role__in=roles,
        stands_for__from_at__lte=now,
        stands_for__until_at__gt=now,
        stands_for__revoked_at__isnull=True,
    )
    found = []
    for officer in (own | lent).distinct().order_by("pk"):
        behind = stands_behind(officer, since=waiver.asked_at, now=now)
        if waiver.asked_by_id in {officer.pk, *behind}:
            continue
        if may(at(officer, now), Capability.APPROVE) and not recusal_of(
            officer, waiver.incident
        ):
            found.append(officer)
    return found
