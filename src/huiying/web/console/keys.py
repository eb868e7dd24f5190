"""The list of keys, as a dialog or a page.

In:   a request.    Out:  the list.
Cost: none.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huiying.web.requests import OfficerRequest


@require_GET
def keys(request: OfficerRequest) -> HttpResponse:
    """Show which key does what; every key has a visible control as well."""
    dialog = bool(getattr(request, "htmx", False))
    return render(request, "components/_keys.html" if dialog else "console/keys.html")
