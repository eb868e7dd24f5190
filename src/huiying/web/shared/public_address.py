"""The address at which the public reads an answer, with the host that the public knows.

In:   the slug of a bureau, the number of an answer.    Out:  an address.
Cost: none.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def public_address(slug: str, number: str) -> str:
    """Return the whole address where one is set, else the path."""
    path = reverse("portal:answer", args=[slug, number])
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" if settings.PUBLIC_URL else path
