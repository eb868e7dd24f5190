"""The address at which the public reads an answer, with the host that the public knows.

In:   the slug of a bureau, the number of an answer.    Out:  an address.
Cost: about a microsecond: a register has fifty thousand of them.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.urls import get_script_prefix, reverse


def public_address(slug: str, number: str) -> str:
    """Return the whole address where one is set, else the path."""
    before, after = _around_number(slug, get_script_prefix(), settings.ROOT_URLCONF)
    path = f"{before}{quote(number)}{after}"
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" if settings.PUBLIC_URL else path


@lru_cache(maxsize=256)
def _around_number(slug: str, _below: str, _urls: str) -> tuple[str, str]:
    """Return what stands before and after the number of an answer in its path."""
    before, _number, after = reverse("portal:answer", args=[slug, "0"]).rpartition("0")
    return before, after
