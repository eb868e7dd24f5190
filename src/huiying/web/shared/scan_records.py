"""Record what the scanner found in the uploads of a request.

In:   requests.    Out:  a record of the bureau that the request concerns.
Cost: nothing, until something is found.

The scanner is asked deep below, where nobody knows whose request it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.core.queries import bureau_by_key
from huiying.base.files.actions.note_infected import note_infected
from huiying.base.files.scanning import noted
from huiying.jobs import clock
from huiying.web.shared.request_trace import RequestTrace, current_trace

log = logging.getLogger("huiying.web")


class ScanRecords:
    """Writes down afterwards what was found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then record."""
        trace = current_trace.get() or RequestTrace()
        traced = current_trace.set(trace)
        finds: list[str] = []
        token = noted.set(finds)
        try:
            response = self.get_response(request)
            for name in finds:
                _record(request, trace, name)
        finally:
            noted.reset(token)
            current_trace.reset(traced)
        return response


def _record(request: HttpRequest, trace: RequestTrace, name: str) -> None:
    officer = request.user if isinstance(request.user, Officer) else None
    bureau = officer.bureau if officer else bureau_by_key(trace.bureau_id)
    if bureau is None:
        log.error("malicious code was found in an upload that concerns no bureau")
        return
    note_infected(bureau=bureau, officer=officer, name=name, now=clock.now())
