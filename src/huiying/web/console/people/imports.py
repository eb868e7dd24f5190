"""Import units and officers from a spreadsheet, with a preview of each row.

In:   requests with MANAGE_PEOPLE.    Out:  rows added; one-time links shown once.
Cost: see ``sheets``.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.people.sheets import OfficerSheet, UnitSheet
from huiying.web.console.shared.sheet_import import sheet_view
from huiying.web.shared.requests import OfficerRequest, form_page


@form_page
def units(request: OfficerRequest) -> HttpResponse:
    """Add the units of a sheet."""
    require(request.user, Capability.MANAGE_PEOPLE)
    return sheet_view(request, UnitSheet(request))


@form_page
@never_cache
def officers(request: OfficerRequest) -> HttpResponse:
    """Add the officers of a sheet."""
    require(request.user, Capability.MANAGE_PEOPLE)
    return sheet_view(request, OfficerSheet(request))
