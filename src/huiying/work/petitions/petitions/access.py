"""The only way a screen gets a petition: the row, or 404 / 403."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.petitions.core.models import Petition, PetitionFile, Supplement
from huiying.work.petitions.petitions.queries import files_of, visible_petitions


def petition_for(officer: Officer, number: str, *, to: Capability, now: datetime) -> Petition:
    """Return a petition that the officer sees and may act on.

    Raises:
        Http404: If there is none in this bureau, it was erased or is diverted, whoever asks.
        PermissionDenied: If it is not in the officer's sight, or he lacks ``to``.
    """
    rows = Petition.objects.select_related(
        "clock", "competent", "repeat_of", "text_checked_by", "bureau", "acknowledged_by"
    )
    return _in_sight(officer, rows.filter(number=number), to, now)


def _in_sight(
    officer: Officer, rows: QuerySet[Petition], to: Capability, now: datetime
) -> Petition:
    found = rows.filter(
        bureau_id=officer.bureau_id, erased_at__isnull=True, diverted_at__isnull=True
    ).first()
    if found is None:
        raise Http404
    if not visible_petitions(officer, now).filter(pk=found.pk).exists():
        raise NotAllowed(Capability.SEE_PETITIONS)
    require(officer, to)
    return found


def petition_file_for(
    officer: Officer, pk: int, *, to: Capability, now: datetime
) -> PetitionFile:
    """Return a file of a petition that the officer sees; a unit only what was shared with it.

    Raises:
        Http404, PermissionDenied: As ``petition_for``; PermissionDenied also if nobody shared
            it with the unit.
    """
    rows = PetitionFile.objects.select_related("file", "petition")
    found = rows.filter(pk=pk, bureau_id=officer.bureau_id).first()
    if found is None:
        raise Http404
    petition = petition_for(officer, found.petition.number, to=to, now=now)
    if not files_of(petition, officer).filter(pk=pk).exists():
        raise NotAllowed(Capability.SEE_PETITIONS)
    return found


def supplement_for(officer: Officer, pk: int, *, to: Capability, now: datetime) -> Supplement:
    """Return what was added to a petition that the officer sees; raises as ``petition_for``."""
    found = Supplement.objects.filter(pk=pk, bureau_id=officer.bureau_id).first()
    if found is None:
        raise Http404
    petition_for(officer, found.petition.number, to=to, now=now)
    return found
