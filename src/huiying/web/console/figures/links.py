"""Addresses of the rows behind a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.urls import reverse
from django.utils.http import urlencode

from huiying.web.console.figures.period import Period
from huiying.web.console.shared.cached_urls import cached_url


def rows_url(of: str, period: Period, **more: str | int | None) -> str:
    """Return the address of the rows behind a number.

    Args:
        of: clocks, incidents, closed or notices (``row_lists.py``).
        more: What else narrows the rows; None narrows nothing.
    """
    return f"{cached_url('console:figure-rows', of)}?{_query(period, more)}"


def clocks_url(period: Period, codes: Iterable[str], **more: str | int | None) -> str:
    """Return the address of the clocks of some rules behind a number."""
    return rows_url("clocks", period, rules=",".join(codes), **more)


def posts_url(period: Period, **more: str | int | None) -> str:
    """Return the address of the posts behind a number."""
    return f"{reverse('console:posts')}?{_query(period, more)}"


def _query(period: Period, more: Mapping[str, str | int | None]) -> str:
    """Return the query of an address; a page of a year has some six hundred."""
    parts = [f"from={period.first.isoformat()}&to={period.last.isoformat()}"]
    parts += [_pair(name, value) for name, value in more.items() if value is not None]
    return "&".join(parts)


@lru_cache(maxsize=1024)
def _pair(name: str, value: str | int) -> str:
    return urlencode({name: value})
