"""Bear headers with parameters that the standard library cannot put in order.

In:   a request, and the parts of its form.
Out:  the request without such a content type; page 400 for a form with such a part.
Cost: microseconds for a request with a body; a form is read where it would be anyway.

Python's reader of parameters compares a number with nothing when a parameter comes both whole
and in pieces (``x*=a; x*0=b``), and raises TypeError. Django expects ValueError alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

CONTENT_TYPE = b"content-type"


class ReadableContentType:
    """Hand a request on without a content type that nobody can read.

    What it sends is then no form, and refused as an empty one is.
    """

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Look at the content type alone."""
        if scope["type"] == "http" and not _readable(scope["headers"]):
            headers = [pair for pair in scope["headers"] if pair[0] != CONTENT_TYPE]
            scope = {**scope, "headers": headers}
        await self.app(scope, receive, send)


def _readable(headers: list[tuple[bytes, bytes]]) -> bool:
    for name, value in headers:
        if name == CONTENT_TYPE:
            try:
                parse_header_parameters(value.decode("latin-1"))
            except (TypeError, ValueError):
                return False
    return True


class ReadableForm:
    """Middleware: answer 400 to a form with a part that nobody can read.

    Before the one that compares the token, which reads the form; who needs no token reads it
    himself, or reads the body as it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: object, _kwargs: object
    ) -> None:
        """Read the form of a view that needs a token."""
        form = request.method == "POST" and request.content_type == "multipart/form-data"
        if not form or getattr(view, "csrf_exempt", False):
            return
        try:
            request.POST  # noqa: B018 - reads it
        except TypeError as error:
            raise BadRequest("a part of the form has unreadable headers") from error
