"""Units and officers of the bureau, for administrators.

In:   requests with MANAGE_PEOPLE.    Out:  the two lists.
Cost: nine queries, whatever the number of people; one more for who is exempted.

The search is over the bureau's own staff. Nobody outside it has a row here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Unit
from huiying.base.accounts.organisation.queries import all_units_of, find_officers
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.queries import holders_of
from huiying.base.outbox.queries import all_channels
from huiying.base.personnel.queries import exclusive_roles_of, pending_role_requests
from huiying.base.personnel.resets import pending_resets
from huiying.web.console.people.forms import role_choices
from huiying.web.console.people.invitations import invitations_wait
from huiying.web.shared.requests import OfficerRequest, parse_int

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit, with its staff counted, and how many channels reach it."""

    unit: Unit
    channels: int


@require_GET
def people(request: OfficerRequest) -> HttpResponse:
    """Show units with duties, staff and channels; officers with roles and last sign-in."""
    require(request.user, Capability.MANAGE_PEOPLE)
    bureau_id = request.user.bureau_id
    words = request.GET.get("q", "").strip()[:60]
    unit = request.GET.get("unit", "")
    role = request.GET.get("role", "")
    found = find_officers(
        bureau_id,
        words=words,
        unit=parse_int(unit),
        role=role if role in Role.values else "",
    )
    channels = Counter(
        all_channels(bureau_id).filter(active=True).values_list("unit_id", flat=True)
    )
    units = list(all_units_of(bureau_id))
    administrators = list(holders_of(bureau_id, Role.ADMINISTRATOR)[:2])
    context = {
        "units": [UnitRow(row, channels[row.pk]) for row in units],
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "unit": unit,
        "role": role,
        "roles": role_choices(),
        "filtered": bool(words or unit or role),
        "links_wait": invitations_wait(request),
        "one_administrator": len(administrators) == 1,
        "waiting": list(pending_role_requests(bureau_id)),
        "resets": pending_resets(bureau_id),
        "exclusive": exclusive_roles_of(bureau_id),
    }
    return render(request, "console/people/people.html", context)
