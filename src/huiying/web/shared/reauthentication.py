"""Ask for the password or the second factor again before a sensitive act.

In:   a view.    Out:  the same view, behind a proof of identity at most some minutes old.
Cost: none; the session knows when somebody last proved who he is.

Who proved it goes on where he was: to the form that he asked for, or with what he had sent.
What is sent with a secret in it is never stored with the session: it is filled in again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiying.jobs import clock

View = Callable[..., HttpResponse]


def recently_authenticated(request: HttpRequest) -> bool:
    """Tell whether who is signed in proved his identity within the last minutes."""
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0.0)
    age = clock.real_now().timestamp() - latest
    return bool(age < app_settings.REAUTHENTICATION_TIMEOUT)


def sensitive(view: View, *, secret: bool = False) -> View:
    """Guard the view of a sensitive act.

    Officers of the demonstration have neither password nor second factor, and pass.

    Args:
        secret: What is posted holds a secret: it is filled in again afterwards.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ways = get_adapter().get_reauthentication_methods(request.user)
        if not ways or recently_authenticated(request):
            return view(request, *args, **kwargs)
        if request.method == "POST" and secret:
            messages.warning(request, _("请先确认本人身份，再重新填写提交。本次操作未执行。"))
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{ways[0]['url']}?{query}")
        raise ReauthenticationRequired

    return guarded
