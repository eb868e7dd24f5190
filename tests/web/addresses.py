"""Every address of the product, read from the URL table itself."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, get_resolver

NAMELESS = "(no name)"


def address_book() -> dict[str, str]:
    """Return every address: its full name and its pattern (nameless ones under the pattern)."""
    book: dict[str, str] = {}
    _walk(get_resolver().url_patterns, "", "", book)
    return book


def _walk(
    patterns: list[URLPattern | URLResolver], space: str, prefix: str, book: dict[str, str]
) -> None:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            _walk(pattern.url_patterns, inner, route, book)
        else:
            name = f"{space}{pattern.name}" if pattern.name else f"{space}{NAMELESS} {route}"
            book[name] = route
