"""我的设置: the officer's name, phone, language, keys, channel and quiet hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.profile.actions.edit_profile import edit_profile
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.time.quiet_hours import QuietHours
from huiying.web.console.profile.channel import own_channel_facts
from huiying.web.console.shared.acts import ActText, redirect_done, show_form, show_refusal
from huiying.web.shared.requests import OfficerRequest, form_page

OF_OFFICER = (
    "name",
    "phone",
    "phone_shared",
    "language",
    "keys_off",
    "major_only",
    "quiet_from",
    "quiet_until",
)
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ProfileForm(forms.Form):
    """What an officer may say about himself."""

    conditional = ("quiet_from", "quiet_until")

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    phone = forms.CharField(
        label=gettext_lazy("值班电话"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("单位电话即可；未勾选下一项的，仅系统管理员可见。"),
    )
    phone_shared = forms.BooleanField(
        label=gettext_lazy("本人经办时向本局同事显示电话"), required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("界面语言"),
        required=False,
        choices=[("", gettext_lazy("随浏览器")), *settings.LANGUAGES],
    )
    keys_off = forms.BooleanField(
        label=gettext_lazy("关闭单键操作"),
        required=False,
        help_text=gettext_lazy("使用语音输入或易误触时可关闭；每个快捷键均有对应按钮。"),
    )
    major_only = forms.BooleanField(
        label=gettext_lazy("本人渠道仅接收重大舆情"), required=False
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("免打扰开始"),
        required=False,
        widget=HOUR,
        help_text=gettext_lazy("须与结束时间一并填写；不设免打扰的均不填。"),
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("免打扰结束"),
        required=False,
        widget=HOUR,
        help_text=gettext_lazy("须与开始时间一并填写。仅适用于本人渠道，重大舆情不受此限。"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of the quiet hours, or none."""
        values: dict[str, Any] = super().clean() or {}
        if (values.get("quiet_from") is None) != (values.get("quiet_until") is None):
            self.add_error("quiet_until", _("请填写免打扰的起止时间。"))
        return values


@form_page
def profile(request: OfficerRequest) -> HttpResponse:
    """Change one's own profile."""
    require(request.user, Capability.SEE_DESK)
    officer = request.user
    text = ActText(
        title=_("我的设置"),
        submit=_("保存设置"),
        lead=_("职务、单位和角色由系统管理员设定。"),
        back=reverse("console:desk"),
    )
    start = {name: getattr(officer, name) for name in OF_OFFICER}
    form = ProfileForm(request.POST or None, initial=start)
    if request.method != "POST":
        context = {
            "act_title": text.title,
            "act_lead": text.lead,
            "action": request.get_full_path(),
            "form": form,
            "submit_label": text.submit,
            "back_url": text.back,
            "own": own_channel_facts(officer),
        }
        return render(request, "console/profile/profile.html", context)
    if not form.is_valid():
        return show_form(request, form, text, 0)
    try:
        _save(officer, form.cleaned_data)
    except Refused as error:
        return show_refusal(request, form, text, 0, error)
    answer = redirect_done(request, _("已保存。"), reverse("console:settings"))
    # The chosen language holds from here on; a later click in the top bar still wins.
    answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return answer


def _save(officer: Officer, values: dict[str, Any]) -> None:
    edit_profile(
        officer=officer,
        name=values["name"],
        phone=values["phone"],
        phone_shared=values["phone_shared"],
        language=values["language"],
        keys_off=values["keys_off"],
        quiet=QuietHours(values["major_only"], values["quiet_from"], values["quiet_until"]),
        now=clock.now(),
    )
