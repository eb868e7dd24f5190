"""Forms of patrols: a plan, and a note of what was found."""

from __future__ import annotations

from datetime import time

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.policy.time.patrols import EVERY_DAY, GRACE, USUAL_TIMES
from huiying.web.console.roster.forms import WEEKDAYS
from huiying.work.collection.patrols.actions.plan import PlanDetails
from huiying.work.collection.patrols.place_lines import read_places


class PlanForm(forms.Form):
    """Where somebody looks, and when."""

    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=60,
        help_text=gettext_lazy("例如“本地论坛和短视频评论”。"),
    )
    places = forms.CharField(
        label=gettext_lazy("巡查范围"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "一行一处：名称 | 网址 | 平台，如“民生求助版 | https://bbs.example.cn/f3 | 论坛”。"
            "网址、平台可不填。仅限无需登录的公开页面；巡查事项，不针对个人账号。"
        ),
    )
    times = forms.CharField(
        label=gettext_lazy("巡查时间"),
        max_length=300,
        initial=" ".join(each.strftime("%H:%M") for each in USUAL_TIMES),
        help_text=gettext_lazy("例如 08:30 10:00，用空格分开。"),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("星期"),
        coerce=int,
        choices=WEEKDAYS,
        initial=sorted(EVERY_DAY),
        widget=forms.CheckboxSelectMultiple,
    )
    grace_minutes = forms.IntegerField(
        label=gettext_lazy("迟巡起算（分钟）"),
        min_value=5,
        max_value=240,
        initial=GRACE.value,
        help_text=gettext_lazy("至下一次巡查时间仍未完成的，记为漏巡，不得补登。"),
    )

    def clean_times(self) -> list[time]:
        """Return the times of day, however they are parted."""
        words = self.cleaned_data["times"].replace("，", " ").replace("、", " ").split()
        found = []
        for word in words:
            try:
                found.append(time.fromisoformat(word.replace("：", ":").zfill(5)))
            except ValueError as error:
                message = _("“%(word)s”时间格式有误，请按“08:30”填写。") % {"word": word[:10]}
                raise forms.ValidationError(message) from error
        return found

    def wanted(self) -> PlanDetails:
        """Return the plan that was typed."""
        data = self.cleaned_data
        return PlanDetails(**(data | {"places": read_places(data["places"])}))


class NoteForm(forms.Form):
    """What was found, or why nobody looked."""

    note = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("仅写事项，不写发帖人。"),
    )
