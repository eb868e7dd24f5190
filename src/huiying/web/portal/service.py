"""The probes of a server, and the choice of the reader's language.

In:   GET of a probe; POST of the language form.    Out:  plain text, or a cookie.
Cost: ``healthz`` asks the database one or two questions and writes a small file, at most
      every five seconds; ``readyz`` asks all its questions at most every two seconds.
"""

from __future__ import annotations

import time
from functools import lru_cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.i18n import set_language as django_set_language

from huiying.base.files.scanning import is_scanner_there
from huiying.jobs.upkeep.ready_to_serve import Lack, lack
from huiying.jobs.upkeep.write_access import can_write

LOOK_EVERY = 5.0  # seconds between two looks at the disk
READY_EVERY = 2.0  # seconds for which an answer of ``readyz`` counts, however many ask

# Only a preference is stored, so a forged request does no harm; without a token the public
# pages can be cached.
set_language = csrf_exempt(login_not_required(django_set_language))


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer ok when the database answers and something can be written, else 503 and why."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        fit = _can_write(int(time.monotonic() / LOOK_EVERY))
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    if not fit:
        return HttpResponse("nothing can be written\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer ok when requests may be sent here, else 503 and no more than one word.

    Without the scanner that is set for uploads these are refused, and all else goes on.
    """
    lacking = _lack(int(time.monotonic() / READY_EVERY))
    status = 503 if lacking else 200
    ready = "ok" if _scanner_there(int(time.monotonic() / LOOK_EVERY)) else "ok, no scanner"
    return HttpResponse(f"{lacking or ready}\n", status=status, content_type="text/plain")


@lru_cache(maxsize=1)
def _lack(look: int) -> Lack:
    """Return what this server lacks, asked once a look."""
    del look
    return lack()


@lru_cache(maxsize=1)
def _scanner_there(look: int) -> bool:
    """Tell whether the scanner that is set answers, once a look."""
    del look
    return is_scanner_there()


@lru_cache(maxsize=1)
def _can_write(look: int) -> bool:
    """Tell whether something can be written, once a look, however many ask."""
    del look
    return can_write()
