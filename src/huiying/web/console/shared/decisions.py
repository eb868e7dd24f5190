"""Approve what waits for a signature, or send it back with a reason: two acts for every kind.

In:   a kind of request, the target, who may, the words.    Out:  a view each.
Cost: as the acts of the kind, and a query for the second factor of who signs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.signoff.kinds import SignoffKind
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target, View
from huiying.web.console.shared.forms import SeenForm
from huiying.web.shared.requests import signs_by_password_alone

Row = TypeVar("Row")


def approve_act(
    kind: SignoffKind[Row],
    target: Target[Row],
    to: Capability,
    *,
    done: Text | Callable[[Any], Text],
) -> View:
    """Return the act that approves exactly what was on the screen.

    Args:
        done: What was done, or says it of what the act of the kind returns.
    """

    @_proven_twice
    @ButtonAct(target, to)
    def approve(row: Row, by: By, posted: QueryDict) -> Text:
        result = kind.approve(row, shown_hash=posted.get("hash", ""), **by.stamp)
        return done(result) if callable(done) else done

    return approve


def return_act(
    kind: SignoffKind[Row],
    target: Target[Row],
    to: Capability,
    *,
    title: Text,
    lead: Text | Callable[[Row], Text] = "",
    danger: bool | Callable[[Row], bool] = False,
    done: Text,
) -> View:
    """Return the act that sends back, with a reason, exactly what was on the screen."""

    @_proven_twice
    @Act(
        target,
        to,
        title=title,
        lead=lead,
        form=SeenForm,
        options=lambda row, _request: {"initial": {"hash": kind.content_hash(row)}},
        submit=_("退回并写明理由"),
        danger=danger,
    )
    def send_back(row: Row, form: SeenForm, by: By) -> Text:
        reason, shown_hash = form.cleaned_data["reason"], form.cleaned_data["hash"]
        kind.send_back(row, reason=reason, shown_hash=shown_hash, **by.stamp)
        return done

    return send_back


def _proven_twice(view: View) -> View:
    """Ask for the second factor of signers also where no role is what lets somebody sign."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **address: Any) -> HttpResponse:
        if signs_by_password_alone(request):
            messages.warning(request, _("签署须先设置双因素认证，本次操作未执行。"))
            return redirect("mfa_index")
        return view(request, *args, **address)

    return guarded
