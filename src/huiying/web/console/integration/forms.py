"""Forms of integration: what another system may read, what it is told."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.base.integration.events import EventType
from huiying.base.integration.networks import MOST_NETWORKS, parse_networks
from huiying.base.integration.scopes import Scope
from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.forms import day_field


class TokenForm(forms.Form):
    """Name, purpose, what is read, until when, from where."""

    name = forms.CharField(
        label=_("名称"), max_length=60, help_text=_("例如“区城运中心数据平台”。不写人名。")
    )
    purpose = forms.CharField(label=_("用途"), max_length=200)
    scopes = forms.MultipleChoiceField(
        label=_("可读取的内容"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("事件和台账不公开，须经组长签署。"),
    )
    ends_on = day_field(_("有效期至"), help_text=_("当日 24 时失效，最长一年。"))
    networks = forms.CharField(
        label=_("限定网络"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_("每行一个，如 10.2.3.0/24。不填则不限。"),
    )

    def clean_ends_on(self) -> datetime:
        """Return the end of the day."""
        day = self.cleaned_data["ends_on"]
        return datetime.combine(day, time.max, tzinfo=LOCAL)

    def clean_networks(self) -> list[str]:
        """Return the networks as they are stored."""
        try:
            return parse_networks(self.cleaned_data["networks"])
        except ValueError as error:
            message = _("网络有误。请按“10.2.3.0/24”填写，最多 %(most)s 个。")
            raise forms.ValidationError(message % {"most": MOST_NETWORKS}) from error


class WebhookForm(forms.Form):
    """Name, address and what is told."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("不写人名。"))
    url = forms.CharField(
        label=_("推送地址"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("https:// 地址。保存后不再完整显示。"),
    )
    events = forms.MultipleChoiceField(
        label=_("推送的事项"),
        choices=EventType.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只推送类型、编号和链接，不含内容和人员。"),
    )


class EditWebhookForm(WebhookForm):
    """A webhook that exists; its address is never shown again."""

    active = forms.BooleanField(label=_("使用中"), required=False)

    def __init__(self, *args: Any, masked: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].required = False
        self.fields["url"].help_text = gettext("当前为 %(masked)s。不填则不修改。") % {
            "masked": masked
        }
