"""Forms of the risk register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.web.console.shared.forms import ReasonForm, day_field, unchosen
from huiying.web.shared.widgets import text_area
from huiying.work.prevention.risks.actions.keep_dates import DateInput
from huiying.work.prevention.risks.input import RiskInput
from huiying.work.prevention.risks.models import RiskOrigin

SCALE = [
    (1, _("1 很低")),
    (2, _("2 较低")),
    (3, _("3 中等")),
    (4, _("4 较高")),
    (5, _("5 很高")),
]


def _scale(label: Any, **options: Any) -> forms.TypedChoiceField:
    """Return a field without a choice made: the system proposes no number."""
    choices = [("", _("请选择")), *SCALE]
    return forms.TypedChoiceField(label=label, coerce=int, choices=choices, **options)


class RiskForm(forms.Form):
    """A matter, who owns it, how probable and how grave, what is done against it."""

    title = forms.CharField(
        label=_("风险点"),
        max_length=80,
        help_text=_("写事项，例如“供热开栓后室温不达标反映集中”；不写人，不写信访群体。"),
    )
    description = forms.CharField(
        label=_("可能引发的舆情和原因"), max_length=2000, widget=text_area(4)
    )
    topic = forms.ChoiceField(label=_("事项领域"))
    owner = forms.TypedChoiceField(label=_("责任人"), coerce=int)
    probability = _scale(_("发生可能性"))
    impact = _scale(
        _("影响程度"),
        help_text=_("等级由两者相乘得出：15 以上高风险，6 以上中风险，其余低风险。"),
    )
    signs = forms.CharField(
        label=_("苗头"),
        max_length=2000,
        required=False,
        widget=text_area(2),
        help_text=_("监测、巡查时留意的词语和情况。"),
    )
    measures = forms.CharField(label=_("防范措施"), max_length=2000, widget=text_area(4))
    residual_probability = _scale(_("落实措施后的可能性"))
    residual_impact = _scale(_("落实措施后的影响程度"))
    next_review = day_field(
        _("下次复核"), help_text=_("高风险 31 日内，中风险 92 日内，低风险 183 日内。")
    )

    def __init__(
        self, *args: Any, topics: Sequence[str], owners: Sequence[Officer], **kwargs: Any
    ) -> None:
        """Take the topics of the rule book, and who can own a risk."""
        super().__init__(*args, **kwargs)
        self.owners = {one.pk: one for one in owners}
        named = [(one.pk, f"{one.unit.name} {one.name}") for one in owners if one.unit]
        self.fields["topic"].choices = unchosen(  # type: ignore[attr-defined]
            [(one, one) for one in topics]
        )
        self.fields["owner"].choices = unchosen(named)  # type: ignore[attr-defined]

    def wanted(self) -> RiskInput:
        """Return the risk that was typed."""
        names = set(RiskInput.__dataclass_fields__)
        values = {key: value for key, value in self.cleaned_data.items() if key in names}
        return RiskInput(**{**values, "owner": self.owners[self.cleaned_data["owner"]]})


class RegisterForm(RiskForm):
    """A new risk, and what made somebody register it."""

    origin = forms.TypedChoiceField(
        label=_("来由"),
        coerce=RiskOrigin,
        choices=RiskOrigin.choices,
        initial=RiskOrigin.JUDGEMENT,
    )
    origin_ref = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)


class ChangeForm(RiskForm):
    """A changed risk, and why."""

    reason = forms.CharField(label=_("修改理由"), max_length=400, widget=text_area(2))


class ReviewForm(forms.Form):
    """复核，无变化: what was looked at, and when next."""

    note = forms.CharField(
        label=_("复核情况"),
        max_length=400,
        widget=text_area(3),
        help_text=_("看了什么、现状如何。情况有变化的，请用“修改”。"),
    )
    next_review = day_field(_("下次复核"))


class DayReasonForm(ReasonForm):
    """Another day of review, and why."""

    next_review = day_field(_("下次复核"))
    field_order = ["next_review", "reason"]


class OwnerForm(ReasonForm):
    """更换责任人: who, and why."""

    owner = forms.TypedChoiceField(label=_("责任人"), coerce=int)
    field_order = ["owner", "reason"]

    def __init__(self, *args: Any, owners: Sequence[Officer], **kwargs: Any) -> None:
        """Take who can own the risk."""
        super().__init__(*args, **kwargs)
        self.owners = {one.pk: one for one in owners}
        named = [(one.pk, f"{one.unit.name} {one.name}") for one in owners if one.unit]
        self.fields["owner"].choices = unchosen(named)  # type: ignore[attr-defined]


class DateForm(forms.Form):
    """A date of each year."""

    title = forms.CharField(label=_("时间节点"), max_length=60)
    topic = forms.ChoiceField(label=_("事项领域"))
    month = forms.IntegerField(label=_("月"), min_value=1, max_value=12)
    day = forms.IntegerField(label=_("日"), min_value=1, max_value=31)
    days_ahead = forms.IntegerField(label=_("提前天数"), min_value=1, max_value=180, initial=30)
    basis = forms.CharField(
        label=_("依据"),
        max_length=120,
        required=False,
        help_text=_("不填的，记为“本局经验，须由本局核定”。"),
    )

    def __init__(self, *args: Any, topics: Sequence[str], **kwargs: Any) -> None:
        """Take the topics of the rule book."""
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = unchosen(  # type: ignore[attr-defined]
            [(one, one) for one in topics]
        )

    def values(self) -> DateInput:
        """Return the date that was typed."""
        names = set(DateInput.__dataclass_fields__)
        return DateInput(**{k: v for k, v in self.cleaned_data.items() if k in names})


class EditDateForm(DateForm):
    """A date of each year, in use or not."""

    active = forms.BooleanField(label=_("在用"), required=False)
