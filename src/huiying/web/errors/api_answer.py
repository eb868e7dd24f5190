"""Errors as machines read them: JSON with a code and a sentence.

In:   the request of a machine, what is wrong.    Out:  ``{"error": {"code", "message"}}``.
Cost: none; it asks neither database nor session.
"""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse

JSON = "application/json; charset=utf-8"


def is_for_machine(request: HttpRequest) -> bool:
    """Tell whether an answer is read by a machine."""
    return request.path.startswith("/api/")


def api_answer(code: str, message: str, *, status: int) -> HttpResponse:
    """Return an error as JSON."""
    body = {"error": {"code": code, "message": message}}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=JSON)
