"""The only way a screen gets an accusation: the row, or 404; for everybody else there is none.

In:   an officer, a number, a capability.    Out:  the row, or Http404 / PermissionDenied.
Cost: as ``visible_accusations``.

Who lacks the capability is refused before anything is looked for: the answer says nothing of
whether a number exists. Who is kept from a row gets the same 404 as for a number of no row.
"""

from __future__ import annotations

from datetime import datetime

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.queries import may, own_roles_of
from huiying.work.petitions.accusations.models import (
    Accusation,
    AccusationFile,
    Diversion,
)
from huiying.work.petitions.accusations.queries import (
    diversions_to_decide,
    may_sign_ending,
    visible_accusations,
)


def accusation_for(
    officer: Officer, number: str, *, to: Capability, now: datetime
) -> Accusation:
    """Return an accusation that the officer may see.

    Raises:
        PermissionDenied: If he lacks ``to``, whatever the number.
        Http404: If there is none of this number for him.
    """
    require(officer, to)
    rows = visible_accusations(officer, now).select_related("ending_asked_by", "transferred_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def accusation_file_for(
    officer: Officer, number: str, pk: int, *, to: Capability, now: datetime
) -> AccusationFile:
    """Return a file of an accusation that the officer may see; raises as ``accusation_for``."""
    row = accusation_for(officer, number, to=to, now=now)
    found = row.files.select_related("file").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def ending_to_sign(
    officer: Officer, number: str, *, to: Capability, now: datetime
) -> Accusation:
    """Return an accusation whose ending the officer may sign: a handler, or the leader.

    Raises:
        PermissionDenied: If he may neither handle accusations nor is the leader with ``to``.
        Http404: If there is none for him that waits.
    """
    require(officer, Capability.HANDLE_ACCUSATIONS, to)
    handles = may(officer, Capability.HANDLE_ACCUSATIONS)
    if not handles and Role.LEADER not in own_roles_of(officer):
        raise NotAllowed(Capability.HANDLE_ACCUSATIONS)
    row = Accusation.objects.filter(bureau_id=officer.bureau_id, number=number).first()
    if row is None or row.ending_signed_by_id or not may_sign_ending(row, officer, now):
        raise Http404
    return row


def diversion_for(officer: Officer, number: str, *, to: Capability, now: datetime) -> Diversion:
    """Return a diversion that waits for the officer; raises as ``accusation_for``."""
    require(officer, to)
    found = [row for row in diversions_to_decide(officer, now) if row.number == number]
    if not found:
        raise Http404
    return found[0]
