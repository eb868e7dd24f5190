"""Error pages that use neither the database nor the session.

In:   a request, a template that extends ``errors/plain.html``.
Out:  a page in the reader's language, as light or dark as the reader's cookie says.
Cost: no query; no context processor runs.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from huiying.web.shared.request_trace import request_number


def plain_page(
    request: HttpRequest, template: str, *, status: int, **context: object
) -> HttpResponse:
    """Render a page that asks nothing."""
    staff = request.path.startswith("/desk/")  # others have no deadline and no duty telephone
    shown_context = {
        "request": request,
        "staff": staff,
        "request_number": request_number(),
        **context,
    }  # its cookies alone are read
    return HttpResponse(render_to_string(template, shown_context), status=status)
