"""The officer's own channel: enter it, confirm it by a code, remove it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.outbox.actions.set_own_channel import (
    OWN_KINDS,
    delete_own_channel,
    own_channel_address,
    propose_own_channel,
    verify_own_channel,
)
from huiying.base.outbox.queries import own_channel_of
from huiying.jobs import clock
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    redirect_done,
    redirect_refused,
    show_form,
    show_refusal,
)
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.requests import OfficerRequest, form_page

WORDS = {
    "SMTP": gettext_lazy("电子邮件"),
    "SMS": gettext_lazy("短信"),
    "WECOM": gettext_lazy("企业微信（值班群内提醒）"),
}


class OwnChannelForm(forms.Form):
    """By which way, to which address."""

    kind = forms.ChoiceField(
        label=gettext_lazy("接收方式"),
        choices=[(str(kind), WORDS[str(kind)]) for kind in OWN_KINDS],
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=gettext_lazy("邮箱、手机号或企业微信账号"),
        max_length=200,
        help_text=gettext_lazy("加密保存，仅用于向本人发送催办和升级提醒，其他人员不可见。"),
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=gettext_lazy("6 位验证码"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


BUREAU = Target(row=own_bureau, back="console:settings")


@Act(
    BUREAU,
    Capability.SEE_DESK,
    title=gettext_lazy("设置本人渠道"),
    lead=gettext_lazy("验证通过后启用，原渠道同时停用。"),
    safe=gettext_lazy("验证前，催办和升级提醒仍发送至单位渠道。"),
    form=OwnChannelForm,
    submit=gettext_lazy("发送验证码"),
)
def propose(bureau: Bureau, form: OwnChannelForm, by: By) -> Outcome:
    """Say where, and have a code sent there."""
    code = propose_own_channel(**form.cleaned_data, **by.stamp)
    message = _("验证码已发送，15 分钟内有效。")
    if bureau.sandbox:  # nothing leaves a demonstration
        message = _("演示环境不发送任何消息，验证码为 %(code)s。") % {"code": code}
    return message, reverse("console:own-verify")


@form_page
def verify(request: OfficerRequest) -> HttpResponse:
    """Bring the code back."""
    require(request.user, Capability.SEE_DESK)
    text = ActText(
        title=_("验证本人渠道"),
        lead=_("请填写收到的验证码；未收到的，请返回核对后重新发送。"),
        submit=_("验证并启用"),
        back=reverse("console:settings"),
    )
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, 0)
    try:
        verify_own_channel(
            officer=request.user, code=form.cleaned_data["code"], now=clock.now()
        )
    except Refused as error:
        return show_refusal(request, form, text, 0, error)
    return redirect_done(request, _("已启用。"), text.back)


@require_POST
def forget(request: OfficerRequest) -> HttpResponse:
    """Take the own channel away; its address can no longer be read."""
    require(request.user, Capability.SEE_DESK)
    try:
        delete_own_channel(officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, reverse("console:settings"))
    return redirect_done(request, _("已移除，地址已销毁。"), reverse("console:settings"))


@dataclass(frozen=True, slots=True)
class OwnChannel:
    """An officer's own channel; in use once it is verified."""

    kind: str
    address: str
    verified_at: datetime | None
    error: str


def own_channel_facts(officer: Officer) -> OwnChannel | None:
    """Return the officer's own channel for his settings; None when he has none."""
    row = own_channel_of(officer)
    if row is None:
        return None
    return OwnChannel(
        str(WORDS[row.kind]), own_channel_address(row), row.verified_at, row.last_error
    )
