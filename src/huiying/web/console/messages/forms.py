"""Forms of messages that did not go out."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ManualDeliveryForm(forms.Form):
    """已用别的办法通知: how, when the message is about no notice."""

    how = forms.CharField(
        label=_("通知方式"),
        max_length=200,
        help_text=_("如“电话，值班班长接听”。写岗位，不得写个人信息。"),
    )
