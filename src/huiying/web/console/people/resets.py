"""Void a password, take a lost second factor away; the second person who signs for it.

In:   requests with MANAGE_PEOPLE, of the second person with CONFIRM_ACCOUNTS.
Out:  a one-time link, or a request that waits; the decision.
Cost: a few queries.
"""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import officer_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.sign_in.actions.set_password import new_password
from huiying.base.personnel.access import reset_for
from huiying.base.personnel.actions.grant_reset import ask_reset, decide_reset, reset_hash
from huiying.base.personnel.actions.reset_sign_in import reset_password, reset_second_factor
from huiying.base.personnel.models import ResetKind
from huiying.base.personnel.resets import may_sign_reset, takes_two_to_reset, unused_reset
from huiying.jobs import clock
from huiying.web.console.people.invitations import show_invitations
from huiying.web.console.people.pending_roles import next_address
from huiying.web.console.people.signature_page import signature_page
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    carry_out,
    redirect_done,
    show_form,
)
from huiying.web.shared.requests import OfficerRequest, form_page

BACK = "console:people"
TO = Capability.MANAGE_PEOPLE


class ResetForm(forms.Form):
    """Why somebody who signs is to get in anew."""

    reason = forms.CharField(
        label=gettext_lazy("重设理由"),
        max_length=400,
        help_text=gettext_lazy(
            "供签署人审阅，如设备丢失、口令遗忘，已当面或致电核实，不写个人信息。"
        ),
    )


@form_page
@never_cache
def password(request: OfficerRequest, pk: int) -> HttpResponse:
    """Void an officer's password and give a link to choose another; his sessions end."""
    officer, now = officer_for(request.user, pk, to=TO), clock.now()
    signed = unused_reset(officer, request.user, now) is not None
    if not signed and takes_two_to_reset(officer, request.user, now):
        return _ask(request, officer, ResetKind.PASSWORD)
    text = ActText(
        title=_("重设“%(name)s”的口令") % {"name": officer.name},
        submit=_("出示一次性链接") if signed else _("重设口令"),
        lead=_("第二人已签署，原口令已失效；新口令由本人用一次性链接设定。")
        if signed
        else _("原口令即时失效，该人员已登录页面全部退出；新口令由本人用一次性链接设定。"),
        safe=_("本人将收到消息。账号 %(username)s 不变。") % {"username": officer.username},
        back=reverse(BACK),
        danger=not signed,
    )
    if request.method != "POST":
        return show_form(request, None, text, 0)
    if not signed:
        reset_password(officer=officer, password=new_password(), by=request.user, now=now)
        messages.success(request, _("%(name)s的原口令已失效。") % {"name": officer.name})
    return show_invitations(request, [officer])


@form_page
def second_factor(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take the second factor away from an officer whose device is lost."""
    officer, now = officer_for(request.user, pk, to=TO), clock.now()
    if takes_two_to_reset(officer, request.user, now):
        return _ask(request, officer, ResetKind.SECOND_FACTOR)
    text = ActText(
        title=_("移除“%(name)s”的双因素认证") % {"name": officer.name},
        submit=_("移除双因素认证"),
        lead=_("用于设备丢失。移除后仅凭口令即可登录，直至重新设置。"),
        safe=_("系统管理员下次登录须先重新设置。请先当面或致电核实本人身份。"),
        back=reverse(BACK),
        danger=True,
    )
    if request.method != "POST":
        return show_form(request, None, text, 0)
    removed = reset_second_factor(officer=officer, by=request.user, now=now)
    message = _("已移除%(name)s的双因素认证。") if removed else _("%(name)s未设置双因素认证。")
    return redirect_done(request, message % {"name": officer.name}, reverse(BACK))


def _ask(request: OfficerRequest, officer: Officer, kind: ResetKind) -> HttpResponse:
    """Ask a second person, for somebody who signs, approves or administers."""
    form = ResetForm(request.POST or None)
    text = ActText(
        title=_("申请重设“%(name)s”的%(what)s") % {"name": officer.name, "what": kind.label},
        submit=_("申请重设"),
        lead=_(
            "此人有签署、审批或管理权限：由另一位系统管理员、组长、副组长或办公室人员签署后生效。"
            "签署后七日内，该账号与您视为一人，不得互相签署。"
        ),
        safe=_("签署前原口令和双因素认证不变。本人即时收到消息。"),
        back=reverse(BACK),
    )

    def perform() -> Outcome:
        ask_reset(
            officer=officer,
            kind=kind,
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=clock.now(),
        )
        return _("已申请重设，须由第二人签署后生效。"), reverse(BACK)

    return carry_out(request, form, text, 0, perform)


@form_page
def reset_request(request: OfficerRequest, signoff_id: int) -> HttpResponse:
    """Show a reset that somebody asked for, and take the second signature."""
    row, now = reset_for(request.user, signoff_id), clock.now()
    return signature_page(
        request,
        row,
        "console/people/reset_request.html",
        shown_hash=reset_hash(row),
        agree=_("同意重设"),
        decide=partial(decide_reset, row, officer=request.user, now=now),
        may_sign=lambda: may_sign_reset(row, request.user, now),
        done=(_("已同意，重设即时生效。"), _("未同意，登录未作更改。")),
        back=lambda: next_address(request.user),
        context=lambda: {"what": row.get_kind_display()},
    )
