"""Forms of the petitioner's rights: correction, application for erasure, what is proposed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiying.policy.petitions.erasure import ErasureGround, RefusalGround
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.widgets import text_area
from huiying.work.petitions.core.submission import MAX_TEXT
from huiying.work.petitions.core.texts import MAX_TITLE
from huiying.work.petitions.erasure.actions.ask import MAX_IDENTITY
from huiying.work.petitions.erasure.actions.decide import ErasureProposal
from huiying.work.petitions.petitions.actions.correct_text import TextCorrection


class CorrectionForm(ReasonForm):
    """更正: the working text as it should be, and what was wrong."""

    title = forms.CharField(label=_("标题"), max_length=MAX_TITLE)
    text = forms.CharField(
        label=_("工作文本"),
        max_length=MAX_TEXT,
        widget=text_area(12),
        help_text=_("承办单位只见此文本。原文不变，仍加密保存。"),
    )
    field_order = ("title", "text", "reason")

    def correction(self) -> TextCorrection:
        """Return it as the act wants it."""
        data = self.cleaned_data
        return TextCorrection(data["title"], data["text"], data["reason"])


class ErasureRequestForm(forms.Form):
    """登记删除申请: how it was checked that who came may ask."""

    identity = forms.CharField(
        label=_("核对身份的方式"),
        max_length=MAX_IDENTITY,
        help_text=_("如：核对有效证件原件，与登记信息一致。不得写姓名和证件号码。"),
    )


class ErasureProposalForm(ReasonForm):
    """办理意见: to erase or to refuse, on one ground of the law; the reason is told."""

    ground = forms.ChoiceField(label=_("意见和法律依据"), widget=forms.RadioSelect)
    field_order = ("ground", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            *((f"+{one}", f"{_now('删除')}：{_now(one.label)}") for one in ErasureGround),
            *((f"-{one}", f"{_now('不予删除')}：{_now(one.label)}") for one in RefusalGround),
        ]
        self.fields["reason"].help_text = _("须告知申请人，不得写个人信息。")

    def proposal(self) -> ErasureProposal:
        """Return it as the act wants it."""
        chosen = self.cleaned_data["ground"]
        kind = ErasureGround if chosen.startswith("+") else RefusalGround
        return ErasureProposal(kind(chosen[1:]), self.cleaned_data["reason"])
