"""Read supervision items: of an incident, in sight of an officer, waiting for an officer.

In:   an incident, an officer.    Out:  items with unit, clock and matter; lists to act on.
Cost: one or two queries each.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.procedure.stages import SETTLED
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.core.incidents import family_of
from huiying.work.casework.core.petitions import about_visible_petitions
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.instructions.queries import with_details
from huiying.work.casework.superior_supervision.models import (
    SuperiorState,
    SuperiorSupervision,
)
from huiying.work.casework.superior_supervision.queries import superior_supervisions_of
from huiying.work.casework.supervision.models import (
    EntryKind,
    Supervision,
    SupervisionEntry,
    SupervisionFile,
    SupervisionState,
)
from huiying.work.incidents.core.models import Incident
from huiying.work.petitions.core.models import Petition

S = SupervisionState
HANDLES = Q(petition__competent=F("unit"))
AT_THE_OFFICE = Q(petition__competent__isnull=True, unit__is_office=True)
"""The unit of an item has the petition: it was forwarded there, or the bureau handles it."""


def all_supervisions(bureau_id: int) -> QuerySet[Supervision]:
    """Return the items of a bureau with all that a line shows of them, newest first."""
    rows = Supervision.objects.filter(bureau_id=bureau_id).select_related(
        "unit",
        "clock",
        "opened_by",
        "closing_requested_by",
        "closed_by",
        "instruction__given_by",
        "instruction__signoff",
        "notice",
        "task",
        "superior",
        "incident__merged_into",
        "reference__incident__merged_into",
        "petition",
    )
    return rows.order_by("-opened_at", "-pk")


def visible_supervisions(officer: Officer) -> QuerySet[Supervision]:
    """Return the items of the officer's unit; of the bureau for who sees every unit."""
    rows = about_visible_petitions(all_supervisions(officer.bureau_id), officer)
    if sees_all_units(officer):
        return rows
    return rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()


def search_supervisions(
    rows: QuerySet[Supervision],
    *,
    words: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Supervision]:
    """Narrow items by words in number, unit, what is asked or matter, by days of opening."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(demand__icontains=word)
            | Q(unit__name__icontains=word)
            | Q(subject_ref__icontains=word)
            | Q(subject_label__icontains=word)
            | Q(incident__number__icontains=word)
            | Q(instruction__number__icontains=word)
        )
    if since:
        rows = rows.filter(opened_at__gte=since)
    if until:
        rows = rows.filter(opened_at__lt=until)
    return rows


def supervisions_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[Supervision]:
    """Return the items of an incident and of what was merged into it, oldest first.

    Args:
        family: ``family_of`` the incident, if it was asked for already.
    """
    keys = family or family_of(incident)
    rows = all_supervisions(incident.bureau_id).filter(incident_id__in=keys)
    return rows.order_by("opened_at", "pk")


def supervisions_on_petition(petition: Petition) -> QuerySet[Supervision]:
    """Return the items on a petition, oldest first."""
    rows = all_supervisions(petition.bureau_id).filter(petition=petition)
    return rows.order_by("opened_at", "pk")


def supervisions_by_instruction(
    instruction: Instruction, officer: Officer
) -> QuerySet[Supervision]:
    """Return the items that were opened because of an instruction and an officer may see."""
    rows = visible_supervisions(officer).filter(instruction=instruction)
    return rows.order_by("opened_at", "pk")


def supervisions_by_superior(superior: SuperiorSupervision) -> QuerySet[Supervision]:
    """Return the items that were opened because of a superior's demand, oldest first."""
    rows = all_supervisions(superior.bureau_id).filter(superior=superior)
    return rows.order_by("opened_at", "pk")


def superiors_to_supervise(officer: Officer) -> QuerySet[SuperiorSupervision]:
    """Return the demands of superiors that the office has to hand on or to answer."""
    rows = superior_supervisions_of(officer.bureau_id).filter(state=SuperiorState.RECEIVED)
    if not may(officer, Capability.SUPERVISE):
        return rows.none()
    at_work = Supervision.objects.filter(superior=OuterRef("pk")).exclude(state=S.CLOSED)
    return rows.filter(~Exists(at_work)).order_by("due_at", "pk")


def supervisions_waiting_for(officer: Officer) -> QuerySet[Supervision]:
    """Return the items on which this officer's unit or the office is the next to act.

    What waits for the second signature is among the decisions that wait for an officer.
    """
    mine = []
    if may(officer, Capability.REPORT_BACK) and officer.unit_id is not None:
        mine.append(Q(unit_id=officer.unit_id, state=S.OPEN))
    if may(officer, Capability.SUPERVISE):
        own = Q(unit_id=officer.unit_id) if officer.unit_id is not None else Q(pk__isnull=True)
        mine.append(Q(state=S.REPORTED) & ~own)
        mine.append(Q(state=S.OPEN, unit__active=False))
        mine.append(Q(state=S.OPEN, petition__isnull=False) & ~HANDLES & ~AT_THE_OFFICE)
    if not mine:
        return Supervision.objects.none()
    return visible_supervisions(officer).filter(reduce(or_, mine)).order_by("opened_at", "pk")


def instructions_to_supervise(officer: Officer) -> QuerySet[Instruction]:
    """Return the instructions of which the office has to open a 督办, the oldest first."""
    rows = Instruction.objects.filter(bureau_id=officer.bureau_id, supervise=True)
    if not may(officer, Capability.SUPERVISE):
        return rows.none()
    opened = Supervision.objects.filter(instruction=OuterRef("pk"))
    rows = about_visible_petitions(rows, officer)
    rows = rows.filter(~Exists(opened), replaced_by__isnull=True)
    rows = rows.exclude(signoff__decision=Decision.RETURNED).exclude(
        incident__stage__in=SETTLED
    )
    return with_details(rows).order_by("entered_at", "pk")


def supervision_entries(row: Supervision) -> QuerySet[SupervisionEntry]:
    """Return the steps of an item with their files, oldest first."""
    files = Prefetch("files", SupervisionFile.objects.select_related("file"))
    return row.entries.select_related("by__unit", "unit").prefetch_related(files)


def last_feedback(row: Supervision) -> SupervisionEntry | None:
    """Return the newest answer of the unit."""
    rows = row.entries.filter(kind=EntryKind.FEEDBACK, unit_id=row.unit_id)
    return rows.order_by("-at", "-pk").first()


def last_answers(bureau_id: int, keys: Collection[int]) -> dict[int, datetime]:
    """Return when each of these items was last answered; one that was not is left out."""
    rows = SupervisionEntry.objects.filter(
        bureau_id=bureau_id, supervision_id__in=keys, kind=EntryKind.FEEDBACK
    )
    return dict(rows.order_by("at").values_list("supervision_id", "at"))


def supervision_by_number(bureau_id: int, number: str) -> Supervision | None:
    """Return an item by its public number (signed links carry bureau and number)."""
    return all_supervisions(bureau_id).filter(number=number).first()


def supervision_of_request(request: SignoffRequest) -> Supervision | None:
    """Return the item that a request to close is about."""
    return Supervision.objects.filter(closing=request).select_related("clock", "unit").first()
