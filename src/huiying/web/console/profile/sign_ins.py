"""登录情况: one's own sessions, sign-ins and wrong passwords; what one does not know, one ends.

In:   requests of an officer about himself alone.    Out:  a page, acts.
Cost: two queries, and one a session.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from axes.models import AccessFailureLog, AccessLog
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.sign_in.actions.end_sessions import (
    MOST_SESSIONS,
    end_other_sessions,
    end_session,
)
from huiying.base.accounts.sign_in.queries import (
    RETENTION,
    failures_of,
    sessions_of,
    sign_ins_of,
)
from huiying.jobs import clock
from huiying.web.console.shared.acts import redirect_done
from huiying.web.shared.requests import OfficerRequest

BROWSERS = ("MicroMessenger", "Edg", "OPR", "Firefox", "Chrome", "Safari")
NAMES = {"MicroMessenger": "微信", "Edg": "Edge", "OPR": "Opera"}
SYSTEMS = ("Windows", "HarmonyOS", "Android", "iPhone", "iPad", "Mac OS X", "Linux")
_WORD = re.compile("|".join(map(re.escape, BROWSERS)))


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session that runs; id: 0 = the one that reads the page."""

    id: int
    since: datetime
    address: str
    browser: str


@require_GET
def sign_ins(request: OfficerRequest) -> HttpResponse:
    """Show where and when one is and was signed in."""
    require(request.user, Capability.SEE_DESK)
    key = request.session.session_key
    rows = [_row(one, key) for one in sessions_of(request.user)]
    context = {
        "sessions": rows,
        "others": sum(row.id != 0 for row in rows),
        "sign_ins": [_line(one) for one in sign_ins_of(request.user)],
        "failures": [_line(one) for one in failures_of(request.user)],
        "most": MOST_SESSIONS,
        "days": RETENTION.days,
    }
    return render(request, "console/profile/sign_ins.html", context)


@require_POST
def end_one(request: OfficerRequest, pk: int) -> HttpResponse:
    """Sign one's own session out."""
    require(request.user, Capability.SEE_DESK)
    ended = end_session(officer=request.user, pk=pk, now=clock.now())
    words = _("已退出该会话。") if ended else _("该会话已结束。")
    return redirect_done(request, words, reverse("console:sign-ins"))


@require_POST
def end_others(request: OfficerRequest) -> HttpResponse:
    """Sign every other session of one's own out."""
    require(request.user, Capability.SEE_DESK)
    keep = request.session.session_key or ""
    ended = end_other_sessions(officer=request.user, keep=keep, now=clock.now())
    words = _("已退出其他 %(count)s 个会话。") % {"count": ended}
    return redirect_done(request, words, reverse("console:sign-ins"))


def _row(one: UserSession, key: str | None) -> SessionRow:
    here = one.session_key == key
    return SessionRow(0 if here else one.pk, one.created_at, one.ip, browser(one.user_agent))


@dataclass(frozen=True, slots=True)
class SignInLine:
    """A sign-in, or a wrong password."""

    at: datetime
    address: str
    browser: str


def _line(one: AccessLog | AccessFailureLog) -> SignInLine:
    return SignInLine(one.attempt_time, one.ip_address or "", browser(one.user_agent))


def browser(agent: str) -> str:
    """Return browser and system in words.

    >>> browser("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36")
    'Chrome · Windows'
    >>> browser("curl/8")
    ''
    """
    found = set(_WORD.findall(agent))
    name = next((one for one in BROWSERS if one in found), "")
    system = next((one for one in SYSTEMS if one in agent), "")
    return " · ".join(word for word in (NAMES.get(name, name), system) if word)
