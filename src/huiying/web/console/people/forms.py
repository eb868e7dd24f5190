"""Forms of units and officers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.organisation.queries import unit_kinds
from huiying.base.accounts.roles.capabilities import Role, granted_roles

Choices = list[tuple[Any, str]]


def whole_number(text: str) -> int | None:
    """Turn a chosen value into a key; the empty choice is None."""
    return int(text) if text else None


def role_choices() -> list[tuple[str, str]]:
    """Return the roles that can be given here."""
    return [(role.value, str(role.label)) for role in granted_roles()]


class UnitForm(forms.Form):
    """A section, subordinate unit or outside agency."""

    name = forms.CharField(
        label=_("单位名称"),
        max_length=80,
        help_text=_("外单位写全称，如“××区水务局”：以其名义回应的，按此名称公开。"),
    )
    kind = forms.ChoiceField(label=_("性质"), choices=unit_kinds)
    duties = forms.CharField(
        label=_("职责"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明职责事项，系统据此建议通报单位。"),
    )
    contact = forms.CharField(
        label=_("联系岗位"),
        required=False,
        max_length=60,
        help_text=_("写岗位，如“办公室值班”，不写姓名。"),
    )
    phone = forms.CharField(
        label=_("联系电话"),
        required=False,
        max_length=40,
        help_text=_("通报未签收时，值班员据此电话催办。"),
    )
    is_office = forms.BooleanField(label=_("承担领导小组办公室工作"), required=False)


class EditUnitForm(UnitForm):
    """A unit that exists: it can also be put out of use."""

    conditional = ("reason",)

    active = forms.BooleanField(
        label=_("使用中"),
        required=False,
        help_text=_("停用后不得再通报该单位，已有通报和记录不变。"),
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=400,
        required=False,
        help_text=_("该单位有未到期时限，停用、更名或改变性质的必填；由另一人签署后生效。"),
    )


class PersonForm(forms.Form):
    """Who an officer is."""

    conditional = ("exemption",)

    name = forms.CharField(label=_("姓名"), max_length=40)
    title = forms.CharField(label=_("职务"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("值班电话"),
        max_length=30,
        required=False,
        help_text=_("仅系统管理员可见，经本人在“我的设置”同意后向本局同事显示。"),
    )
    unit = forms.TypedChoiceField(
        label=_("所在单位"), required=False, coerce=whole_number, empty_value=None
    )
    roles = forms.TypedMultipleChoiceField(
        label=_("角色"),
        coerce=Role,
        choices=role_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "授予组长、副组长、办公室、新闻发言人、审计员、系统管理员，取消审计员，"
            "须由另一位系统管理员或组长签署；新账号的各项角色均须第二人签署。签署前不生效。"
            "系统管理员、审计员和业务角色不得由一人兼任。"
        ),
    )
    reason = forms.CharField(
        label=_("授予理由"),
        max_length=400,
        required=False,
        help_text=_("供签署人审阅，如任职文件、分工调整，不写个人信息。"),
    )
    exemption = forms.CharField(
        label=_("兼任理由"),
        max_length=400,
        required=False,
        help_text=_(
            "系统管理员、审计员和业务角色由一人兼任的必填；经第二人签署后列入本局兼任豁免。"
        ),
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("不属于任何单位")), *units]  # type: ignore[attr-defined]


class AddOfficerForm(PersonForm):
    """A new officer."""

    username = forms.CharField(
        label=_("账号"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text=_("用于登录，设定后不得更改。限用字母、数字和 @ . + - _。"),
    )
    field_order = [
        "username",
        "name",
        "title",
        "phone",
        "unit",
        "roles",
        "reason",
        "exemption",
    ]


class EditOfficerForm(PersonForm):
    """An officer who exists: the account can also be switched off."""

    active = forms.BooleanField(
        label=_("可以登录"),
        required=False,
        help_text=_("关闭后即时不能登录，以往记录不变。"),
    )
    pass_to = forms.TypedChoiceField(
        label=_("在办事项移交"),
        required=False,
        coerce=whole_number,
        empty_value=None,
        help_text=_("停用、调整单位或取消角色时，时限、稿件和班次同时移交该人员。"),
    )

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("无须移交")), *colleagues]
        self.fields["pass_to"].choices = choices  # type: ignore[attr-defined]
