"""外单位系统的口令: access tokens of agencies' systems: create, replace, end."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Unit
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.one_time_display import issue_token, read_token_of_digest
from huiying.web.console.shared.token_use import TokenUse, token_use
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.casework.liaison.actions.agency_token import end_token, make_token
from huiying.work.casework.liaison.queries import (
    agencies_with_tokens,
    leads_waiting,
    working_token,
)

BACK = "console:agency-tokens"
TO = Capability.MANAGE_SOURCES


@require_GET
def token_list(request: OfficerRequest) -> HttpResponse:
    """Every agency, whether its system is let in, when it last came."""
    require(request.user, TO)
    bureau = request.user.bureau_id
    context = {
        "rows": [
            TokenRow(unit.pk, unit.name, token_use(token))
            for unit, token in agencies_with_tokens(bureau)
        ],
        "described_url": reverse("api:v1:openapi-json"),
        "leads": leads_waiting(bureau).count(),
        "tab": "tokens",
    }
    return render(request, "console/liaison/tokens.html", context)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """An agency, and the newest token of its system."""

    unit_id: int
    unit: str
    token: TokenUse


@never_cache
@form_page
def make(request: OfficerRequest, pk: int) -> HttpResponse:
    """生成或更换, which is asked first; lead to the token."""
    unit = unit_for(request.user, pk, to=TO)
    return issue_token(
        request,
        _made_anew(unit.name),
        lambda: make_token(unit=unit, officer=request.user, now=clock.now()),
        _whose(unit),
        reverse("console:agency-token-shown", args=[unit.pk]),
    )


@never_cache
@require_GET
def shown(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the token of an agency to who made it, once, unless it was replaced or ended."""
    unit = unit_for(request.user, pk, to=TO)
    works = working_token(unit)
    context = {
        "unit": unit,
        "token": read_token_of_digest(request, _whose(unit), works.digest if works else ""),
        "url": request.build_absolute_uri(reverse("api:v1:agency-shares")),
        "described_url": reverse("api:v1:openapi-json"),
        "tab": "tokens",
    }
    return render(request, "console/liaison/token.html", context)


def _whose(unit: Unit) -> str:
    return f"agency {unit.pk}"


def _made_anew(name: str) -> ActText:
    return ActText(
        title=_("给%(unit)s的系统换新口令") % {"unit": name},
        lead=_("旧令牌立即失效，对方须改用新令牌方可查看、提交。"),
        safe=_("已经交来的线索和答复都在；签名链接不受影响。"),
        submit=_("换新口令"),
        back=reverse(BACK),
        danger=True,
    )


@form_page
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """收回, with a reason; what was handed in stays."""
    unit = unit_for(request.user, pk, to=TO)
    token = working_token(unit)
    if token is None:
        raise Http404
    text = ActText(
        title=_("收回%(unit)s的令牌") % {"unit": unit.name},
        lead=_("对方系统立即不能查看、提交。"),
        safe=_("已经交来的线索和答复都在；签名链接不受影响。"),
        submit=_("收回令牌"),
        back=reverse(BACK),
        danger=True,
    )
    form = ReasonForm(request.POST or None)

    def perform() -> Outcome:
        end_token(
            token=token,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("令牌已收回。"), reverse(BACK)

    return carry_out(request, form, text, 0, perform)
