"""下级单位: which bureaus report to this one, and the tokens of their systems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
from huiying.web.console.shared.acts import (
    ActText,
    Text,
    act_button,
    redirect_refused,
    show_form,
)
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.one_time_display import read_token, store_token
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.reports.exchange.access import subordinate_for
from huiying.work.reports.exchange.actions.edit_subordinate import (
    MAX_NAME,
    add_subordinate,
    set_subordinate_active,
)
from huiying.work.reports.exchange.actions.token import end_token, make_token, token_digest
from huiying.work.reports.exchange.models import (
    Subordinate,
    SubordinateToken,
    SuperiorSystem,
    SuperiorToken,
)
from huiying.work.reports.exchange.queries import (
    newest_tokens,
    subordinates_of,
    working_token,
)

TO, BACK = Capability.MANAGE_RULES, "console:report-subordinates"
NAME = "console:report-subordinate"
BUREAU = Target(row=own_bureau, back=BACK)
ROW = Target(row=subordinate_for, back=BACK, about=lambda row: row.name)


@dataclass(frozen=True, slots=True)
class SubordinateRow:
    """Another installation and its newest token; made_at: None = it has none."""

    name: str
    active: bool
    works: bool
    made_at: datetime | None
    made_by: str
    used: int
    last_used_at: datetime | None
    ended_at: datetime | None
    ended: str
    acts: list[ActButton]


@require_GET
def subordinate_list(request: OfficerRequest) -> HttpResponse:
    """Every subordinate, whether its system is let in, when it last came."""
    require(request.user, Capability.SEE_RULES)
    bureau, edits = request.user.bureau_id, may(request.user, TO)
    tokens = newest_tokens(bureau)
    add = act_button(_("登记下级单位…"), "console:report-subordinate-add", main=True)
    context = {
        "rows": [
            installation_row(row, tokens.get(row.pk), NAME, edits=edits)
            for row in subordinates_of(bureau)
        ],
        "tab": "subordinates",
        "heading": _("下级单位"),
        "lead": _("登记的下级单位可报来文件，或凭令牌由系统推送；只收本单位署名的报告。"),
        "nothing": _("尚未登记下级单位。"),
        "acts": [add] if edits else [],
        "described_url": reverse("api:v1:openapi-json"),
    }
    return render(request, "console/reports/subordinates.html", context)


def installation_row(
    row: Subordinate | SuperiorSystem,
    token: SubordinateToken | SuperiorToken | None,
    name: str,
    *,
    edits: bool,
) -> SubordinateRow:
    """Return another installation as one line.

    Args:
        name: How the addresses of its acts begin.
    """
    works = token is not None and token.ended_at is None
    return SubordinateRow(
        name=row.name,
        active=row.active,
        works=works,
        made_at=token.made_at if token else None,
        made_by=token.made_by.name if token else "",
        used=token.used if token else 0,
        last_used_at=token.last_used_at if token else None,
        ended_at=token.ended_at if token else None,
        ended=token.reason if token else "",
        acts=_acts(row, name, works=works) if edits else [],
    )


def _acts(row: Subordinate | SuperiorSystem, name: str, *, works: bool) -> list[ActButton]:
    switch = act_button(
        _("停用") if row.active else _("启用"),
        f"{name}-switch",
        row.pk,
        method="post",
        version=row.revision,
    )
    if works:
        return [
            act_button(_("更换令牌…"), f"{name}-token", row.pk),
            act_button(_("收回令牌…"), f"{name}-token-end", row.pk),
            switch,
        ]
    if not row.active:
        return [switch]
    make = act_button(_("生成令牌…"), f"{name}-token", row.pk)
    return [make, switch]


class SubordinateForm(forms.Form):
    """A bureau that reports to this one."""

    name = forms.CharField(
        label=gettext_lazy("下级单位名称"),
        max_length=MAX_NAME,
        help_text=gettext_lazy("与对方系统中的单位名称一致；名称不一致的文件不接收。"),
    )


@Act(
    BUREAU,
    TO,
    title=gettext_lazy("登记下级单位"),
    lead=gettext_lazy("登记后可接收该单位的上报文件；系统推送另须令牌。"),
    form=SubordinateForm,
    submit=gettext_lazy("登记这个单位"),
)
def add(bureau: Bureau, form: SubordinateForm, by: By) -> Text:
    """登记 a subordinate."""
    row = add_subordinate(bureau=bureau, name=form.cleaned_data["name"], **by.stamp)
    return _("已登记%(name)s。") % {"name": row.name}


@ButtonAct(ROW, TO)
def switch(row: Subordinate, by: By, _posted: QueryDict) -> Text:
    """停用 or 启用."""
    active = not row.active
    set_subordinate_active(row=row, active=active, revision=by.known_revision, **by.stamp)
    return _("已启用。") if active else _("已停用，不再接收其报告；已接收的留存。")


@never_cache
@form_page
def make(request: OfficerRequest, pk: int) -> HttpResponse:
    """生成或更换, which is asked first; lead to the token."""
    row = subordinate_for(request.user, pk, to=TO)
    if request.method != "POST":
        return show_form(request, None, asked_for_token(row, reverse(BACK)), 0)
    try:
        token = make_token(row=row, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, reverse(BACK))
    store_token(request, f"subordinate {row.pk}", token)
    return redirect("console:report-subordinate-token-shown", row.pk)


def asked_for_token(row: Subordinate | SuperiorSystem, back: str) -> ActText:
    """Return the words before a token is made or replaced."""
    return ActText(
        title=_("生成%(name)s的推送令牌") % {"name": row.name},
        lead=_("令牌只显示一次；原有令牌立即失效，对方须改用新令牌。"),
        safe=_("已接收的不受影响。"),
        submit=_("生成令牌"),
        back=back,
        danger=working_token(row) is not None,
    )


@never_cache
@require_GET
def shown(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the token to who made it, once, unless it was replaced or ended."""
    row = subordinate_for(request.user, pk, to=TO)
    token, works = read_token(request, f"subordinate {row.pk}"), working_token(row)
    context = {
        "row": row,
        "token": token if works and token_digest(token) == works.digest else "",
        "url": request.build_absolute_uri(reverse("api:v1:push-report")),
        "anew_url": reverse("console:report-subordinate-token", args=[row.pk]),
        "back_url": reverse(BACK),
        "how": _("下级单位在“消息渠道”中添加“上下级回应系统”，填写此地址和令牌。"),
    }
    return render(request, "console/reports/subordinate_token.html", context)


def _with_token(officer: object, pk: int, *, to: Capability) -> Subordinate:
    row = subordinate_for(officer, pk, to=to)  # type: ignore[arg-type]
    if working_token(row) is None:
        raise Http404
    return row


@Act(
    Target(row=_with_token, back=BACK, about=lambda row: row.name),
    TO,
    title=gettext_lazy("收回推送令牌"),
    lead=gettext_lazy("对方系统立即不能推送报告。"),
    safe=gettext_lazy("已接收的报告不受影响；仍可接收文件。"),
    form=ReasonForm,
    submit=gettext_lazy("收回令牌"),
    danger=True,
)
def end(row: Subordinate, form: ReasonForm, by: By) -> Text:
    """收回, with a reason."""
    end_token(row=row, reason=form.cleaned_data["reason"], **by.stamp)
    return _("令牌已收回。")
