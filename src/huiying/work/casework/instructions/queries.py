"""Read instructions: of an incident, of another matter, and who may give one.

In:   an incident, a matter, an officer.    Out:  instructions with addressees, newest last.
Cost: two queries for a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, roles_with
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.core.incidents import family_of
from huiying.work.casework.core.petitions import about_visible_petitions
from huiying.work.casework.instructions.models import Instruction, InstructionAddressee
from huiying.work.incidents.core.models import Incident


def with_details(rows: QuerySet[Instruction]) -> QuerySet[Instruction]:
    """Return instructions with all that a line shows of them."""
    return rows.select_related(
        "given_by",
        "entered_by",
        "scan",
        "signoff__decided_by",
        "replaced_by",
        "replaces",
        "incident__merged_into",
        "reference__incident__merged_into",
        "petition",
    ).prefetch_related("addressees__unit", "addressees__officer")


def instructions_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[Instruction]:
    """Return the instructions on an incident, its submissions and what was merged into it.

    Args:
        family: ``family_of`` the incident, if it was asked for already.
    """
    keys = family or family_of(incident)
    rows = Instruction.objects.filter(bureau_id=incident.bureau_id, incident_id__in=keys)
    return with_details(rows).order_by("entered_at", "pk")


def instructions_on(bureau_id: int, kind: str, ref: str) -> QuerySet[Instruction]:
    """Return the instructions on any row, as the record names it ("report", "R…")."""
    rows = Instruction.objects.filter(bureau_id=bureau_id, subject_kind=kind, subject_ref=ref)
    return with_details(rows).order_by("entered_at", "pk")


def visible_instructions(officer: Officer) -> QuerySet[Instruction]:
    """Return what an officer reads by ``instruction_for``, the newest first."""
    rows = about_visible_petitions(
        Instruction.objects.filter(bureau_id=officer.bureau_id), officer
    )
    if not sees_all_units(officer):
        named = Q(officer_id=officer.pk)
        if officer.unit_id is not None:
            named |= Q(unit_id=officer.unit_id)
        to_him = InstructionAddressee.objects.filter(named, instruction=OuterRef("pk"))
        own = Q(signoff__isnull=True) | Q(signoff__decision=Decision.APPROVED)
        stands = own & Q(replaced_by__isnull=True)
        rows = rows.filter(Q(given_by_id=officer.pk) | (stands & Exists(to_him)))
    return with_details(rows).order_by("-entered_at", "-pk")


def search_instructions(
    rows: QuerySet[Instruction],
    *,
    words: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Instruction]:
    """Narrow instructions by words in number, text or matter, by when they were given."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(text__icontains=word)
            | Q(subject_ref__icontains=word)
            | Q(subject_label__icontains=word)
        )
    if since is not None:
        rows = rows.filter(entered_at__gte=since)
    return rows if until is None else rows.filter(entered_at__lt=until)


def instruction_of_request(request: SignoffRequest) -> Instruction | None:
    """Return what a request to confirm is about."""
    return Instruction.objects.filter(signoff=request).first()


def leaders_of(bureau_id: int) -> QuerySet[Officer]:
    """Return the active officers who may give instructions by a role of their own."""
    roles = roles_with(Capability.INSTRUCT)
    rows = Officer.objects.filter(bureau_id=bureau_id, is_active=True, grants__role__in=roles)
    return rows.distinct().order_by("name", "pk")
