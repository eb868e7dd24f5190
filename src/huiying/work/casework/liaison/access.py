"""The only way a screen gets a row of liaison: an office, a share, a lead.

In:   an officer, a number, a capability.    Out:  the row, or 404 / 403.
Cost: one query; one more for an act.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.liaison.models import FollowUp, Lead, LiaisonDesk, Share
from huiying.work.incidents.recusals.access import refuse_recused


def liaison_desk_for(officer: Officer, number: str, *, to: Capability) -> LiaisonDesk:
    """Return an office of a partner agency, for who sees all matters of the bureau.

    Raises:
        Http404, PermissionDenied.
    """
    rows = LiaisonDesk.objects.select_related("unit", "clock")
    desk = row_for(officer, rows, to=to, number=number)
    if not sees_all_units(officer):
        raise NotAllowed(to)
    return desk


def follow_up_for(officer: Officer, number: str, pk: int, *, to: Capability) -> FollowUp:
    """Return what follows from a talk with an office, as ``liaison_desk_for``."""
    desk = liaison_desk_for(officer, number, to=to)
    rows = FollowUp.objects.select_related("talk__desk__unit", "owner")
    return row_for(officer, rows, to=to, pk=pk, talk__desk=desk)


def share_for(officer: Officer, number: str, *, to: Capability) -> Share:
    """Return what an agency was given, for who sees all matters of the bureau.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Share.objects.select_related("unit", "incident__merged_into", "shared_by")
    share = row_for(officer, rows, to=to, number=number)
    if not sees_all_units(officer):
        raise NotAllowed(to)
    refuse_recused(officer, share.incident, to=to)
    return share


def lead_for(officer: Officer, number: str, *, to: Capability) -> Lead:
    """Return what an agency handed in, as ``share_for``."""
    rows = Lead.objects.select_related("bureau", "share__unit", "share__incident__merged_into")
    lead = row_for(officer, rows, to=to, number=number)
    if not sees_all_units(officer):
        raise NotAllowed(to)
    refuse_recused(officer, lead.share.incident, to=to)
    return lead
