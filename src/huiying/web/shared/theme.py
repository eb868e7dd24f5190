"""Keep the reader's choice of light or dark in a cookie, with or without script.

In:   a POST with ``theme`` and the page to return to.     Out:  a redirect and a cookie.
Cost: no query; no session is opened for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

THEMES = ("light", "dark")
COOKIE = "theme"
ONE_YEAR_SECONDS = 365 * 86_400


@csrf_exempt  # only a preference is stored; without a token public pages can be cached
@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme and go back; an unknown theme forgets the choice."""
    back = request.POST.get("next", "")
    host = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(back, host, require_https=request.is_secure())
    response: HttpResponse = HttpResponseRedirect(back if safe else "/")
    wanted = request.POST.get("theme", "")
    if wanted in THEMES:
        response.set_cookie(COOKIE, wanted, max_age=ONE_YEAR_SECONDS, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
