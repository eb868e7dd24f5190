"""Read the work offline (Art. 7): tasks, references, contacts, promises; and record on them.

In:   an incident, an officer.    Out:  query sets; also of what was merged into the incident.
Cost: one or two queries each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import actor_of, may
from huiying.base.audit.actions.append import Subject, append
from huiying.base.clocks.queries import facts_of
from huiying.policy.offline import Origin
from huiying.work.casework.models import (
    Assignment,
    AssignmentState,
    Commitment,
    Contact,
    EntryKind,
    Material,
    Reference,
    TaskEntry,
)
from huiying.work.casework.procedure import assignments_of, incident_now
from huiying.work.casework.queries import family_of
from huiying.work.casework.teams import headed_by, signs_for, teams_with, works_on
from huiying.work.incidents.models import Incident

__all__ = [
    "Assignment",
    "AssignmentState",
    "Commitment",
    "Contact",
    "EntryKind",
    "Material",
    "Reference",
    "TaskEntry",
    "commitments_due",
    "commitments_in_sight",
    "commitments_of",
    "contacts_due",
    "entries_of",
    "is_next",
    "open_commitments",
    "open_tasks",
    "references_in_sight",
    "references_of",
    "tasks_in_sight",
    "tasks_to_act",
    "unanswered_references",
]

SETTLED = (AssignmentState.CLOSED, AssignmentState.RECALLED)
NUMBER = (
    "incident__number",
    "incident__merged_into__number",
    "incident__merged_into__merged_into",
)
OWED = tuple(str(origin) for origin in Origin if origin.owed_an_answer)


def open_tasks(incident: Incident) -> QuerySet[Assignment]:
    """Return the tasks of an incident that are neither closed nor called back."""
    return assignments_of(incident).exclude(state__in=SETTLED)


def open_commitments(incident: Incident) -> QuerySet[Commitment]:
    """Return the public promises of an incident that were not kept yet."""
    return commitments_of(incident).filter(kept_at__isnull=True)


def unanswered_references(incident: Incident) -> QuerySet[Reference]:
    """Return what came to the bureau about an incident and whose sender was not answered.

    A post is not among them: it is answered in public.
    """
    rows = references_of(incident).filter(unbound_at__isnull=True, settled_at__isnull=True)
    return rows.filter(origin__in=OWED)


def commitments_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[Commitment]:
    """Return every public promise of an incident, by day."""
    rows = Commitment.objects.filter(
        bureau_id=incident.bureau_id, incident_id__in=family or family_of(incident)
    )
    return rows.select_related("unit", "clock", "made_by", "kept_by").prefetch_related(
        Prefetch("materials", Material.objects.select_related("file"))
    )


def references_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[Reference]:
    """Return what an incident is bound to, with the contacts, oldest first."""
    rows = Reference.objects.filter(
        bureau_id=incident.bureau_id, incident_id__in=family or family_of(incident)
    )
    return rows.select_related("clock", "legal_clock", "bound_by").prefetch_related(
        Prefetch("contacts", Contact.objects.select_related("by"))
    )


def references_in_sight(officer: Officer) -> QuerySet[Reference]:
    """Return what the bureau's incidents are bound to, newest first; units see none of it."""
    rows = Reference.objects.filter(bureau_id=officer.bureau_id, unbound_at__isnull=True)
    if not _sees_all(officer):
        return rows.none()
    rows = rows.select_related("clock", "legal_clock", "bound_by", "incident__merged_into")
    return rows.prefetch_related("contacts").order_by("-bound_at", "-pk")


def commitments_in_sight(officer: Officer) -> QuerySet[Commitment]:
    """Return the public promises of the bureau, of a unit its own, by day."""
    rows = Commitment.objects.filter(bureau_id=officer.bureau_id)
    if not _sees_all(officer):
        rows = rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()
    return rows.select_related("clock", "unit", "kept_by", "incident__merged_into")


def entries_of(task: Assignment) -> QuerySet[TaskEntry]:
    """Return the steps of a task with their files, oldest first."""
    rows = TaskEntry.objects.filter(assignment=task).select_related("by__unit")
    return rows.prefetch_related(Prefetch("materials", Material.objects.select_related("file")))


def tasks_in_sight(officer: Officer) -> QuerySet[Assignment]:
    """Return the tasks of the officer's unit and teams; of the bureau for who sees it all."""
    rows = Assignment.objects.filter(bureau_id=officer.bureau_id)
    if not _sees_all(officer):
        own = Q(team_id__in=teams_with(officer).values("pk"))
        rows = rows.filter(own | Q(unit_id=officer.unit_id) if officer.unit_id else own)
    return rows.select_related(
        "unit",
        "team__head",
        "clock",
        "accepted_by",
        "assigned_by",
        "proposal__incident__merged_into",
    )


def tasks_to_act(officer: Officer) -> QuerySet[Assignment]:
    """Return the tasks on which this officer is the next to act, the oldest first."""
    state = AssignmentState
    mine = []
    if officer.unit_id is not None and may(officer, Capability.SIGN):
        taken = (state.ASSIGNED, state.ACCEPTED)
        led = headed_by(officer).order_by().values("pk")
        mine = [
            Q(unit_id=officer.unit_id, team__isnull=True, state__in=taken),
            Q(team_id__in=led, state=state.ASSIGNED),
            Q(team_id__in=teams_with(officer).values("pk"), state=state.ACCEPTED),
        ]
    if may(officer, Capability.CONSULT):
        mine.append(Q(state__in=(state.REPORTED, state.SENT_BACK)))
    if may(officer, Capability.APPROVE):
        mine.append(Q(state=state.ESCALATED))
    if not mine:
        return Assignment.objects.none()
    return tasks_in_sight(officer).filter(reduce(or_, mine)).order_by("assigned_at", "pk")


def is_next(task: Assignment, officer: Officer) -> bool:
    """Tell whether a task waits for this officer, as ``tasks_to_act``."""
    state = AssignmentState(task.state)
    if state == AssignmentState.ASSIGNED:
        return may(officer, Capability.SIGN) and signs_for(task, officer)
    if state == AssignmentState.ACCEPTED:
        return may(officer, Capability.SIGN) and works_on(task, officer)
    if state in (AssignmentState.REPORTED, AssignmentState.SENT_BACK):
        return may(officer, Capability.CONSULT)
    return state == AssignmentState.ESCALATED and may(officer, Capability.APPROVE)


def contacts_due(officer: Officer, until: datetime) -> QuerySet[Reference]:
    """Return the references whose next contact is due by a moment, for who makes contacts."""
    rows = Reference.objects.filter(bureau_id=officer.bureau_id, unbound_at__isnull=True)
    if not may(officer, Capability.CONTACT):
        return rows.none()
    rows = rows.filter(clock__state="RUNNING", clock__due_at__lte=until)
    rows = rows.select_related("clock", "incident__merged_into").order_by("clock__due_at")
    return rows.only("number", "label", *NUMBER, *facts_of("clock"))


def commitments_due(officer: Officer, until: datetime) -> QuerySet[Commitment]:
    """Return the promises that are to be kept by a moment and are not, the oldest first."""
    rows = Commitment.objects.filter(
        bureau_id=officer.bureau_id, kept_at__isnull=True, due_at__lte=until
    )
    if not may(officer, Capability.CONTACT):
        rows = rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()
    rows = rows.select_related("clock", "incident__merged_into").order_by("due_at")
    return rows.only("number", "text", *NUMBER, *facts_of("clock"))


def record_reference(
    row: Reference,
    verb: str,
    officer: Officer,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record about a reference, by our own number alone."""
    subject = _subject("reference", row)
    append(
        bureau_id=row.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=subject,
        now=now,
        data=data or {},
    )


def record_commitment(
    row: Commitment, verb: str, officer: Officer, now: datetime, data: dict[str, Any]
) -> None:
    """Write one line of the record about a promise."""
    subject = _subject("commitment", row)
    append(
        bureau_id=row.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=subject,
        now=now,
        data=data,
    )


def _sees_all(officer: Officer) -> bool:
    return may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)


def _subject(kind: str, row: Reference | Commitment) -> Subject:
    incident = incident_now(row.incident)
    return Subject(kind, row.number, incident.title, f"incident:{incident.number}")
