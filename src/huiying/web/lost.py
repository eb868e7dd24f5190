"""A database that does not answer is said in one sentence: it is being restarted, or is gone.

In:   what was raised while the database was asked.
Out:  whether it is out of reach; a page 503 that asks neither database nor session.
Cost: none.
"""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from huiying.web.bare import bare_page

STATUS = 503
TRY_AGAIN = "30"  # seconds
OUT_OF_REACH = ("08", "57P", "533")  # SQLSTATE: connection, shut down, no connection left


def is_lost(error: BaseException | None) -> bool:
    """Tell whether something failed because PostgreSQL is out of reach.

    >>> is_lost(OperationalError("a fault of a question")), is_lost(None)
    (False, False)
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", "other")
    return state is None or state.startswith(OUT_OF_REACH)


def lost_page(request: HttpRequest) -> HttpResponse:
    """Say it on a page of its own."""
    page = bare_page(request, "errors/503.html", status=STATUS)
    page["Retry-After"] = TRY_AGAIN
    return page
