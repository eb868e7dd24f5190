"""Forms of evidence packets: for whom, how much may be shown, which days."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.work.closing.packets.models import Profile


class RecipientForm(forms.Form):
    """For whom a packet is."""

    recipient = forms.CharField(
        label=_("交付对象"),
        max_length=120,
        help_text=_("写明单位，如“市信访局督查处”。写入证据包和审计记录。"),
    )


class PacketForm(RecipientForm):
    """For whom, and how much it shows."""

    profile = forms.ChoiceField(
        label=_("内容范围"),
        choices=Profile.choices,
        initial=Profile.OUTSIDE,
        widget=forms.RadioSelect,
        help_text=_(
            "对外版未列入的内容只列校验值，仍可证明未被改动。完整版须经领导签批后生成。"
        ),
    )


class PeriodPacketForm(RecipientForm):
    """For whom, and the days."""

    first_day = forms.DateField(
        label=_("起始日"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    last_day = forms.DateField(
        label=_("截止日"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("当日的记录次日零点后才能证明，最迟选昨天。"),
    )
