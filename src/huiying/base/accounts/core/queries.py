"""Read bureaus, and name an officer as the audit record does.

In:   a key, an officer.    Out:  rows, an ``Actor``.
Cost: one query, or none.
"""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.base.accounts.core.models import Bureau


def bureaus() -> QuerySet[Bureau]:
    """Return all bureaus by name."""
    return Bureau.objects.order_by("name")


def bureau_by_key(key: int) -> Bureau | None:
    """Return the bureau of a key; None if there is none."""
    return Bureau.objects.filter(pk=key).first()


def bureau_by_slug(slug: str) -> Bureau | None:
    """Return one bureau, or None."""
    return Bureau.objects.filter(slug=slug).first()
