"""The address at which an officer chooses his password.

In:   a request, an officer.    Out:  a whole address that works once.
Cost: one HMAC.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from huiying.base.accounts.invitations import invitation_of
from huiying.base.accounts.queries import Officer


def invitation_link(request: HttpRequest, officer: Officer) -> str:
    """Return the whole address, to be handed to the officer alone."""
    return request.build_absolute_uri(reverse("invitation", args=invitation_of(officer)))
