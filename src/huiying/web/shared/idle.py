"""End a session whose officer did nothing for a while, or that is older than half a day.

In:   requests; ``IDLE_SECONDS`` (0: never).
Out:  a session that ended is empty, and its officer is led to sign in; how long one has left.
Cost: one write of a session a minute while somebody works.

What a page asks for by itself says so in a header, and keeps nobody in: a list that refreshes,
the lease of a draft. Only the wall board stands for itself, since no hand touches it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.shared.idempotent_forms import answers_repetitions
from huiying.web.shared.requests import OfficerRequest

UNATTENDED = "Huiying-Unattended"  # header of what a page asks for by itself
ENTERED, ACTED = "entered_at", "acted_at"  # seconds since 1970, in the session


class IdleEnd:
    """Ends idle sessions on the server, and notes when somebody acted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Empty a session that is over, before anything is done with it."""
        if settings.IDLE_SECONDS and SESSION_KEY in request.session:
            now = seconds_now()
            if is_over(request, now):
                logout(request)
                request.idle_ended = True  # type: ignore[attr-defined]
            elif UNATTENDED not in request.headers:
                _note(request, now)
        return self.get_response(request)


def say_ended(request: HttpRequest) -> None:
    """Say to who is led to sign in that his session has ended by itself."""
    if getattr(request, "idle_ended", False):
        minutes = max(1, settings.IDLE_SECONDS // 60)
        words = _("超过 %(minutes)s 分钟未操作，已自动退出。未提交的内容在重新登录后恢复。")
        messages.info(request, words % {"minutes": minutes})


@answers_repetitions
@require_http_methods(["GET", "POST"])
def session_left(request: OfficerRequest) -> HttpResponse:
    """Say how many seconds a session has left; to send the form is to stay."""
    require(request.user, Capability.SEE_DESK)
    return JsonResponse({"left": left(request, seconds_now())})


def left(request: HttpRequest, now: int) -> int:
    """Return after how many seconds without an act the session ends."""
    acted = int(request.session.get(ACTED, now))
    entered = int(request.session.get(ENTERED, now))
    ends = min(acted + (settings.IDLE_SECONDS or settings.SESSION_COOKIE_AGE), _last(entered))
    return max(0, ends - now)


def is_over(request: HttpRequest, now: int) -> bool:
    """Tell whether a session that somebody uses has ended by now."""
    return left(request, now) == 0 and ACTED in request.session


def seconds_now() -> int:
    """Return the machine's time: a fast clock of a demonstration signs nobody out."""
    return int(clock.real_now().timestamp())


def _note(request: HttpRequest, now: int) -> None:
    """Note an act; once a minute is enough for half an hour."""
    session = request.session
    step = min(60, settings.IDLE_SECONDS // 10)
    if now - int(session.get(ACTED, 0)) > step:
        session[ACTED] = now
        session.setdefault(ENTERED, now)


def _last(entered: int) -> int:
    """Return when a session ends however much is done: a write would make it last anew."""
    return entered + int(settings.SESSION_COOKIE_AGE)
