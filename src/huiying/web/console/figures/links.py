"""Addresses of the rows behind a number."""

from __future__ import annotations

from collections.abc import Iterable

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
    narrowed = {name: value for name, value in more.items() if value is not None}
    query: dict[str, str | int] = {**period.query, **narrowed}
    return f"{cached_url('console:figure-rows', of)}?{urlencode(query)}"


def clocks_url(period: Period, codes: Iterable[str], **more: str | int | None) -> str:
    """Return the address of the clocks of some rules behind a number."""
    return rows_url("clocks", period, rules=",".join(codes), **more)


def posts_url(period: Period, **more: str | int | None) -> str:
    """Return the address of the posts behind a number."""
    narrowed = {name: value for name, value in more.items() if value is not None}
    query: dict[str, str | int] = {**period.query, **narrowed}
    return f"{reverse('console:posts')}?{urlencode(query)}"
