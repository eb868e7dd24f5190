"""上级系统: which superior bodies send 督办 here, and the tokens of their systems."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.reports.subordinates import asked_for_token, installation_row
from huiying.web.console.shared.acts import Text, act_button, redirect_refused, show_form
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.one_time_display import read_token, store_token
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.reports.exchange.access import superior_system_for
from huiying.work.reports.exchange.actions.edit_superior_system import (
    MAX_NAME,
    add_superior_system,
    set_superior_system_active,
)
from huiying.work.reports.exchange.actions.token import end_token, make_token, token_digest
from huiying.work.reports.exchange.models import SuperiorSystem
from huiying.work.reports.exchange.queries import (
    newest_superior_tokens,
    superior_systems_of,
    working_token,
)

TO, BACK, NAME = Capability.MANAGE_RULES, "console:superior-systems", "console:superior-system"
BUREAU = Target(row=own_bureau, back=BACK)
ROW = Target(row=superior_system_for, back=BACK, about=lambda row: row.name)


@require_GET
def system_list(request: OfficerRequest) -> HttpResponse:
    """Every superior's system, whether it is let in, when it last came."""
    require(request.user, Capability.SEE_RULES)
    bureau, edits = request.user.bureau_id, may(request.user, TO)
    tokens = newest_superior_tokens(bureau)
    add_act = act_button(_("登记上级系统…"), f"{NAME}-add", main=True)
    context = {
        "rows": [
            installation_row(row, tokens.get(row.pk), NAME, edits=edits)
            for row in superior_systems_of(bureau)
        ],
        "tab": "superiors",
        "heading": _("上级系统"),
        "lead": _("登记的上级机关可下发督办文件，或凭令牌由系统推送；只收本机关署名的督办。"),
        "nothing": _("尚未登记上级系统。"),
        "acts": [add_act] if edits else [],
        "described_url": reverse("api:v1:openapi-json"),
    }
    return render(request, "console/reports/subordinates.html", context)


class SystemForm(forms.Form):
    """A superior body that sends 督办."""

    name = forms.CharField(
        label=gettext_lazy("上级机关名称"),
        max_length=MAX_NAME,
        help_text=gettext_lazy("与对方系统中的单位名称一致；名称不一致的文件不接收。"),
    )


@Act(
    BUREAU,
    TO,
    title=gettext_lazy("登记上级系统"),
    lead=gettext_lazy("登记后可接收该机关的督办文件；系统推送另须令牌。"),
    form=SystemForm,
    submit=gettext_lazy("登记这个机关"),
)
def add(bureau: Bureau, form: SystemForm, by: By) -> Text:
    """登记 a superior's system."""
    row = add_superior_system(bureau=bureau, name=form.cleaned_data["name"], **by.stamp)
    return _("已登记%(name)s。") % {"name": row.name}


@ButtonAct(ROW, TO)
def switch(row: SuperiorSystem, by: By, _posted: QueryDict) -> Text:
    """停用 or 启用."""
    active = not row.active
    set_superior_system_active(row=row, active=active, revision=by.known_revision, **by.stamp)
    return _("已启用。") if active else _("已停用，不再接收其督办；已接收的留存。")


@never_cache
@form_page
def make(request: OfficerRequest, pk: int) -> HttpResponse:
    """生成或更换, which is asked first; lead to the token."""
    row = superior_system_for(request.user, pk, to=TO)
    if request.method != "POST":
        return show_form(request, None, asked_for_token(row, reverse(BACK)), 0)
    try:
        token = make_token(row=row, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, reverse(BACK))
    store_token(request, f"superior system {row.pk}", token)
    return redirect(f"{NAME}-token-shown", row.pk)


@never_cache
@require_GET
def shown(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the token to who made it, once, unless it was replaced or ended."""
    row = superior_system_for(request.user, pk, to=TO)
    token, works = read_token(request, f"superior system {row.pk}"), working_token(row)
    context = {
        "row": row,
        "token": token if works and token_digest(token) == works.digest else "",
        "url": request.build_absolute_uri(reverse("api:v1:push-supervision")),
        "anew_url": reverse(f"{NAME}-token", args=[row.pk]),
        "back_url": reverse(BACK),
        "how": _("上级机关在“消息渠道”中为同名单位添加“上下级回应系统”，填写此地址和令牌。"),
    }
    return render(request, "console/reports/subordinate_token.html", context)


def _with_token(officer: object, pk: int, *, to: Capability) -> SuperiorSystem:
    row = superior_system_for(officer, pk, to=to)  # type: ignore[arg-type]
    if working_token(row) is None:
        raise Http404
    return row


@Act(
    Target(row=_with_token, back=BACK, about=lambda row: row.name),
    TO,
    title=gettext_lazy("收回推送令牌"),
    lead=gettext_lazy("对方系统立即不能推送督办。"),
    safe=gettext_lazy("已接收的督办不受影响；仍可接收文件。"),
    form=ReasonForm,
    submit=gettext_lazy("收回令牌"),
    danger=True,
)
def end(row: SuperiorSystem, form: ReasonForm, by: By) -> Text:
    """收回, with a reason."""
    end_token(row=row, reason=form.cleaned_data["reason"], **by.stamp)
    return _("令牌已收回。")
