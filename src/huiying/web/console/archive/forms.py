"""Forms of the archive: 全宗号, retention periods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.policy.closing.archive import ArchivePeriod, needs_second_signature
from huiying.web.console.shared.rulebook_words import translate_rule


class FondsForm(forms.Form):
    """The number that the archives gave the bureau."""

    fonds = forms.CharField(
        label=_("全宗号"),
        max_length=12,
        help_text=_("由同级档案主管部门编给本机关，1 至 12 位大写字母或数字。"),
    )


class PeriodForm(forms.Form):
    """永久, 30 年 or 10 年, and why when it is another one than holds."""

    conditional = ("reason",)

    period = forms.ChoiceField(label=_("保管期限"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("与建议或现行期限不同的，须写明理由；缩短期限须另一人签署。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one), translate_rule(one.label)) for one in ArchivePeriod]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]


class ReportPeriodForm(PeriodForm):
    """The periods that a report may be filed for: none is shorter than the rules set."""

    def __init__(self, *args: Any, proposed: ArchivePeriod | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        period = self.fields["period"]
        period.choices = [  # type: ignore[attr-defined]
            (str(one), translate_rule(one.label))
            for one in ArchivePeriod
            if not needs_second_signature(one, proposed)
        ]
        self.fields["reason"].help_text = _("长于规则规定的，须写明理由。")
