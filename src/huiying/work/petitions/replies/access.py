"""The only way a screen gets a reply: the row, or 404 / 403."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.petitions.petitions.queries import petitions_in_sight
from huiying.work.petitions.replies.models import PetitionReply


def reply_for(officer: Officer, number: str, *, to: Capability, now: datetime) -> PetitionReply:
    """Return a reply to a petition that the officer sees.

    Raises:
        Http404: If there is none in this bureau, or its petition is not in his sight.
        PermissionDenied: If he sees it and lacks ``to``.
    """
    rows = PetitionReply.objects.select_related(
        "petition__clock",
        "petition__competent",
        "petition__bureau",
        "petition__repeat_of",
        "drafted_by",
        "signed_by",
        "unit",
        "signoff__requested_by",
        "signoff__decided_by",
    )
    found = rows.filter(bureau_id=officer.bureau_id, number=number).first()
    if found is None:
        raise Http404
    if not petitions_in_sight(officer, now).filter(pk=found.petition_id).exists():
        raise Http404
    require(officer, to)
    return found
