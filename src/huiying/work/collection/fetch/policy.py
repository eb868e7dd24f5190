"""How this installation behaves on the network: its user agent, its allowed addresses."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from django.conf import settings

from huiying.work.collection.fetch.addresses import FetchPolicy


def fetch_policy() -> FetchPolicy:
    """Return the policy that the settings describe."""
    try:
        number = version("huiying")
    except PackageNotFoundError:  # run from a source folder that was never installed
        number = "dev"
    contact = settings.CONTACT or settings.PUBLIC_URL or "no contact given"
    return FetchPolicy(
        allow_private=frozenset(settings.FETCH_ALLOW_PRIVATE),
        min_interval_seconds=getattr(settings, "FETCH_INTERVAL_SECONDS", 1.0),
        user_agent=f"huiying/{number} (+{contact})",
    )
