"""Forms of the roster: a line, an account, a reply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.console.shared.forms import MomentField, unchosen
from huiying.work.responses.outlets.models import Outlet

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
Choices = list[tuple[int, str]]


class LineForm(forms.Form):
    """What the public roster would say of somebody."""

    who = forms.TypedChoiceField(label=_("拟邀人员"), coerce=int)
    work_name = forms.CharField(
        label=_("工作用名"), max_length=40, help_text=_("读者可见，可与姓名不同。")
    )
    unit = forms.TypedChoiceField(label=_("单位"), coerce=int)
    role = forms.CharField(
        label=_("岗位"), max_length=40, help_text=_("例如“新闻发言人”“网上信访回应岗”。")
    )
    covers = forms.CharField(
        label=_("回应范围"), max_length=120, help_text=_("例如“来访、登记”。")
    )

    def __init__(self, *args: Any, people: Choices, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = unchosen(people)  # type: ignore[attr-defined]
        self.fields["unit"].choices = unchosen(units)  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    """An account that the bureau holds in its own name, or a medium that carries its words."""

    outlet = forms.ChoiceField(
        label=_("账号类别"), choices=Outlet.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("公开的名称"),
        max_length=80,
        help_text=_("如“云川信访”“云川日报”。不登记个人账号。"),
    )
    platform = forms.CharField(
        label=_("平台"),
        max_length=40,
        required=False,
        help_text=_("选“其他账号”时填写，如“云川论坛”；其他可不填。"),
    )
    address = forms.CharField(
        label=_("网址"),
        max_length=300,
        required=False,
        help_text=_("本局账号必填；报纸、电视、发布会可不填。"),
    )

    conditional = ("platform", "address")


class ReplyForm(forms.Form):
    """One release, as it stands on one account; there is no field for other words."""

    release = forms.TypedChoiceField(
        label=_("所发回应"), coerce=int, help_text=_("文字就是审定发布的文字。")
    )
    account = forms.TypedChoiceField(label=_("使用账号"), coerce=int)
    address = forms.CharField(
        label=_("发布位置"), max_length=500, help_text=_("读者能打开的网址。")
    )
    posted_at = MomentField(label=_("发布时间"), widget=MOMENT)

    def __init__(self, *args: Any, releases: Choices, accounts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"].choices = unchosen(releases)  # type: ignore[attr-defined]
        self.fields["account"].choices = unchosen(accounts)  # type: ignore[attr-defined]
