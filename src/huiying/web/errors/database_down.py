"""Answer 503 with one sentence when the database does not respond.

In:   what was raised while the database was asked.
Out:  whether it is out of reach; a page 503 that asks neither database nor session.
Cost: none.
"""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiying.web.errors.api_answer import api_answer, is_for_machine
from huiying.web.errors.plain_page import plain_page

STATUS = 503
RETRY_AFTER = "30"  # seconds
DOWN_SQLSTATES = ("08", "57P", "533")  # SQLSTATE: connection, shut down, no connection left


def is_database_down(error: BaseException | None) -> bool:
    """Tell whether something failed because PostgreSQL is out of reach.

    >>> is_database_down(OperationalError("a fault of a question")), is_database_down(None)
    (False, False)
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", "other")
    return state is None or state.startswith(DOWN_SQLSTATES)


def database_down_page(request: HttpRequest) -> HttpResponse:
    """Say it on a page of its own, to a machine in JSON."""
    if is_for_machine(request):
        words = _("数据库暂时无法连接，本次未完成。请稍后重发，同一幂等键不会重复。")
        page: HttpResponse = api_answer("database_down", words, status=STATUS)
    else:
        page = plain_page(request, "errors/503.html", status=STATUS)
    page["Retry-After"] = RETRY_AFTER
    return page
