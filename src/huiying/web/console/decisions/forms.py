"""Forms of the assessment of a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.policy.prevention.decisions import Conclusion, DecisionKind, Method
from huiying.policy.prevention.levels import SCALE
from huiying.web.console.shared.forms import ReasonForm, day_field, unchosen
from huiying.web.shared.files import StoredFileField
from huiying.web.shared.widgets import text_area

Choices = list[tuple[Any, str]]
PROBABILITY = ("", _("很低"), _("较低"), _("中等"), _("较高"), _("很高"))
IMPACT = ("", _("很小"), _("较小"), _("中等"), _("较大"), _("很大"))


def text_field(label: Any, *, rows: int = 3, most: int = 4_000, **more: Any) -> forms.CharField:
    """Return a field of several lines that may stay empty."""
    return forms.CharField(
        label=label, required=False, max_length=most, widget=text_area(rows), **more
    )


class DecisionForm(forms.Form):
    """评估卷: what is planned, for whom, what was asked, what came of it."""

    title = forms.CharField(label=_("决策事项"), max_length=120)
    lead_unit = forms.TypedChoiceField(label=_("承办单位"), coerce=int)
    kind = forms.ChoiceField(label=_("决策类别"))
    planned_on = day_field(_("计划实施日期"))
    emergency = text_field(
        _("紧急决策理由"),
        rows=2,
        most=400,
        help_text=_(
            "突发事件应急处置等紧急决策不适用本程序（《重大行政决策程序暂行条例》第三条）"
            "：写明依据，由领导签署后存卷；其他决策不填。"
        ),
    )
    scope = text_field(_("决策内容和实施范围"))
    affected = text_field(
        _("受影响的群体"),
        rows=2,
        help_text=_("按地点或事项写群体，如“北门小区业主”，不写个人。"),
    )
    comment_from = day_field(_("公开征求意见开始"), required=False)
    comment_to = day_field(_("公开征求意见结束"), required=False)
    comment_exception = text_field(_("不足 30 日或不公开征求意见的法定理由"), rows=2, most=400)
    comment_result = text_field(_("意见采纳情况"))
    legality_by = forms.CharField(
        label=_("合法性审查部门"),
        required=False,
        max_length=80,
        help_text=_("填写部门或岗位，不写姓名。"),
    )
    legality_from = day_field(_("合法性审查开始"), required=False)
    legality_to = day_field(_("合法性审查结束"), required=False)
    legality_opinion = text_field(_("合法性审查意见"))
    plan = forms.TypedChoiceField(
        label=_("处置预案"), required=False, coerce=int, empty_value=None
    )
    conclusion = forms.ChoiceField(label=_("评估结论"), required=False)
    grounds = text_field(_("结论依据"))

    def __init__(self, *args: Any, units: Choices, plans: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("lead_unit", unchosen(units))
        self._offer("kind", unchosen((one.value, gettext(one.label)) for one in DecisionKind))
        self._offer("plan", [("", gettext("暂未关联")), *plans])
        results = [(one.value, gettext(one.label)) for one in Conclusion]
        self._offer("conclusion", [("", gettext("暂不填写")), *results])

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class MethodForm(forms.Form):
    """评估方法: which, when, with what result."""

    method = forms.ChoiceField(label=_("评估方法"))
    used_on = day_field(_("开展日期"))
    summary = forms.CharField(
        label=_("情况和结果"),
        max_length=4_000,
        widget=text_area(4),
        help_text=_("写明范围、份数和主要意见，不写个人信息。"),
    )
    file = StoredFileField(label=_("结果材料"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        methods = unchosen((one.value, gettext(one.label)) for one in Method)
        self.fields["method"].choices = methods  # type: ignore[attr-defined]


def _scale(words: tuple[Any, ...]) -> Choices:
    return [(value, f"{value} · {words[value]}") for value in SCALE]


class PointForm(forms.Form):
    """风险点: before and after measures; what is watched for; question and answer."""

    doubt = forms.CharField(label=_("可能出现的疑虑"), max_length=400, widget=text_area(2))
    probability = forms.TypedChoiceField(label=_("可能性（措施前）"), coerce=int)
    impact = forms.TypedChoiceField(label=_("影响程度（措施前）"), coerce=int)
    measures = text_field(_("防范化解措施"))
    unit = forms.TypedChoiceField(
        label=_("责任单位"), required=False, coerce=int, empty_value=None
    )
    after_probability = forms.TypedChoiceField(
        label=_("可能性（措施后）"), required=False, coerce=int, empty_value=None
    )
    after_impact = forms.TypedChoiceField(
        label=_("影响程度（措施后）"), required=False, coerce=int, empty_value=None
    )
    phrases = text_field(
        _("跟踪词"),
        most=500,
        help_text=_(
            "决策公布后据此统计帖文和信访事项。一行一个；一行内用空格隔开的词须同时出现。"
            "保存前显示近 30 日命中条数。"
        ),
    )
    question = text_field(_("备答问题"), rows=2, most=400)
    answer = text_field(_("备答内容"))
    tried = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = ("", gettext("暂未评估"))
        for name, words in (("probability", PROBABILITY), ("impact", IMPACT)):
            self._offer(name, unchosen(_scale(words)))
            self._offer(f"after_{name}", [blank, *_scale(words)])
        self._offer("unit", [("", gettext("暂未明确")), *units])

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def phrase_list(self) -> list[str]:
        """Return the phrases, one a line."""
        return [one.strip() for one in self.cleaned_data["phrases"].splitlines() if one.strip()]


class DissentForm(forms.Form):
    """不同意见, word for word."""

    source = forms.CharField(
        label=_("提出意见的单位或群体"),
        max_length=80,
        help_text=_("写单位或群体，不写个人。"),
    )
    text = forms.CharField(
        label=_("意见原文"),
        max_length=4_000,
        widget=text_area(4),
        help_text=_("如实载明，登记后不得修改或撤销。"),
    )


class AnnounceForm(forms.Form):
    """公布: when and where."""

    on = day_field(_("公布日期"))
    where = forms.CharField(label=_("公布的地点或网址"), max_length=500)


class LinkForm(ReasonForm):
    """关联事件: which incident, which foreseen doubt, why."""

    incident = forms.ChoiceField(label=_("事件"))
    place = forms.TypedChoiceField(
        label=_("对应的风险点"),
        coerce=int,
        help_text=_("由人工判断；评估时未列出的，选“未预见”。"),
    )
    field_order = ["incident", "place", "reason"]

    def __init__(self, *args: Any, incidents: Choices, points: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incident"].choices = unchosen(incidents)  # type: ignore[attr-defined]
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", gettext("请选择")),
            *points,
            (0, gettext("未预见")),
        ]
