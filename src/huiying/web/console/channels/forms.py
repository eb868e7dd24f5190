"""Forms of channels out of the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.outbox.queries import channel_kinds


def whole_number(text: str) -> int | None:
    """Turn a chosen value into a key; the empty choice is None."""
    return int(text) if text else None


class EditChannelForm(forms.Form):
    """A channel that exists; its target is never shown again."""

    conditional = ("recipient", "secret")

    name = forms.CharField(
        label=_("名称"), max_length=60, help_text=_("例如“值班手机”“水务局联络群”。")
    )
    unit = forms.TypedChoiceField(
        label=_("送达对象"), required=False, coerce=whole_number, empty_value=None
    )
    target = forms.CharField(
        label=_("地址"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    recipient = forms.CharField(
        label=_("收短信的号码"),
        required=False,
        max_length=40,
        help_text=_("仅短信须填：值班手机号，不得使用个人号码。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    secret = forms.CharField(
        label=_("签名密钥"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "钉钉、飞书机器人启用加签时填写；短信网关必填。保存后不再显示，不填则不修改。"
        ),
    )
    active = forms.BooleanField(label=_("使用中"), required=False)

    def __init__(
        self, *args: Any, units: list[tuple[Any, str]], masked: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("值班台")), *units]  # type: ignore[attr-defined]
        if masked:
            self.fields["target"].help_text = _("当前为 %(masked)s。不填则不修改。") % {
                "masked": masked
            }


class AddChannelForm(EditChannelForm):
    """A new channel."""

    kind = forms.ChoiceField(label=_("种类"), choices=channel_kinds, widget=forms.RadioSelect)
    field_order = ["name", "unit", "kind", "target"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["active"]
        self.fields["target"].required = True
        self.fields["target"].help_text = _(
            "电子邮件填邮箱；群机器人填群内复制的完整地址；短信填本局网关的 https:/"
            "/ 地址；Webhook 填 https:// 地址；自建推送填 ntfys:// 等地址。保存后不"
            "再完整显示。"
        )
