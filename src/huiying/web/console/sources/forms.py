"""Forms of sources, one per kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.console.shared.forms import MomentField, ReasonForm
from huiying.web.shared.place_names import community_choices, platform_choices
from huiying.work.collection.sources.labels import FEED, PAGE
from huiying.work.collection.sources.models import FETCHED, Intake
from huiying.work.collection.sources.settings import SourceSettings

PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class PauseForm(ReasonForm):
    """Why, and until when; without an end a source is stopped for good."""

    until = MomentField(
        label=_("恢复时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("到时自动恢复采集，最长 30 日；不再使用的不填，须由另一人签署。"),
    )


class SourceForm(forms.Form):
    """What is asked of every source; address and rules only where something is fetched."""

    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("如“云川论坛·民生版”。"))
    channel = forms.ChoiceField(
        label=_("平台"),
        help_text=_("用于按平台统计传播。平台名单在规则中维护，缺项通过规则修改稿补充。"),
    )
    community = forms.ChoiceField(
        label=_("社区或版块"),
        required=False,
        help_text=_("帖文未注明时采用。缺项请先在“社区名单”登记。"),
    )
    intake = forms.ChoiceField(
        label=_("收件渠道"),
        required=False,
        help_text=_(
            "群众发给本局的信箱、留言和工单：检举控告自动隔离，不成为帖文；其余同时登记为"
            "信访事项。设定后不能改为公开信息。"
        ),
    )
    address = forms.CharField(
        label=_("网址"),
        max_length=500,
        widget=forms.URLInput(attrs={**PLAIN, "placeholder": "https://"}),
    )
    link_pattern = forms.CharField(
        label=_("链接规则"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=PLAIN),
        help_text=_("网址须匹配的正则表达式，如 /news/\\d+\\.html。"),
    )
    link_selector = forms.CharField(
        label=_("CSS 选择器"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=PLAIN),
        help_text=_("仅采集页面该部分的链接，如 ul.news。"),
    )
    interval_minutes = forms.IntegerField(
        label=_("采集间隔（分钟）"),
        min_value=2,
        max_value=1440,
        initial=10,
        help_text=_("重大舆情须在 30 分钟内通报，间隔宜在 20 分钟以内。"),
    )

    def __init__(
        self, *args: Any, kind: str, bureau_id: int, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = platform_choices(bureau_id, now)  # type: ignore[attr-defined]
        self.fields["community"].choices = [  # type: ignore[attr-defined]
            ("", _("不分社区")),
            *community_choices(bureau_id),
        ]
        if kind != PAGE:
            del self.fields["link_pattern"], self.fields["link_selector"]
        self.fields["intake"].choices = [("", _("按平台确定")), *Intake.choices]  # type: ignore[attr-defined]
        if kind in FETCHED:
            del self.fields["intake"]
        if kind not in {FEED, PAGE}:
            del self.fields["address"], self.fields["interval_minutes"]

    def facts(self) -> SourceSettings:
        """Return what was typed."""
        return SourceSettings(**self.cleaned_data)
