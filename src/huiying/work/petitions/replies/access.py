"""The only way a screen gets a reply: the row, or 404 / 403."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.petitions.petitions.access import petition_for
from huiying.work.petitions.replies.models import PetitionReply


def reply_for(officer: Officer, number: str, *, to: Capability, now: datetime) -> PetitionReply:
    """Return a reply to a petition that the officer sees.

    Raises:
        Http404: If there is none in this bureau, or its petition was erased.
        PermissionDenied: If the petition is not in his sight, or he lacks ``to``.
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
    petition_for(officer, found.petition.number, to=to, now=now)
    return found
