"""我的设置: one's own name, phone, language and keys.

In:   requests of any officer about himself.    Out:  one act.
Cost: two queries.
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiying.base.accounts.access import require
from huiying.base.accounts.actions.edit_officer import CannotEditOfficer
from huiying.base.accounts.actions.edit_profile import edit_profile
from huiying.base.accounts.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.acts import Asked, ask, cannot, done
from huiying.web.requests import OfficerRequest


class ProfileForm(forms.Form):
    """What an officer may say about himself."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    phone = forms.CharField(
        label=gettext_lazy("值班电话"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("单位电话即可。只给本局管理员看。"),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("界面语言"),
        required=False,
        choices=[("", gettext_lazy("随浏览器")), *settings.LANGUAGES],
    )
    keys_off = forms.BooleanField(
        label=gettext_lazy("关闭单键操作"),
        required=False,
        help_text=gettext_lazy("用语音输入或容易误碰时关闭；每个按键都有看得见的按钮。"),
    )


@require_http_methods(["GET", "POST"])
def own(request: OfficerRequest) -> HttpResponse:
    """Change one's own profile."""
    require(request.user, Capability.SEE_DESK)
    officer = request.user
    asked = Asked(
        title=_("我的设置"),
        submit=_("保存我的设置"),
        lead=_("职务、单位和角色由系统管理员设定。"),
        back=reverse("console:desk"),
    )
    names = ("name", "phone", "language", "keys_off")
    start = {name: getattr(officer, name) for name in names}
    form = ProfileForm(request.POST or None, initial=start)
    if request.method != "POST" or not form.is_valid():
        return ask(request, form, asked, 0)
    try:
        edit_profile(officer=officer, now=clock.now(), **form.cleaned_data)
    except CannotEditOfficer as error:
        return cannot(request, form, asked, 0, error)
    answer = done(request, _("已保存。"), reverse("console:settings"))
    # The chosen language holds from here on; a later click in the top bar still wins.
    answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return answer
