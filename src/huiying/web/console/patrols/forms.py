"""Forms of patrols: a plan, and a note of what was found."""

from __future__ import annotations

from datetime import time

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.policy.time.patrols import EVERY_DAY, GRACE, USUAL_TIMES
from huiying.web.console.roster.forms import WEEKDAYS
from huiying.work.collection.patrols.actions.plan import PlanDetails


class PlanForm(forms.Form):
    """Where somebody looks, and when."""

    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=60,
        help_text=gettext_lazy("例如“本地论坛和短视频评论”。"),
    )
    places = forms.CharField(
        label=gettext_lazy("看哪些地方"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "一行一处，只写不登录就能看到的公开页面。看事情，不盯着某个人的账号。"
        ),
    )
    times = forms.CharField(
        label=gettext_lazy("每天几点"),
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
        label=gettext_lazy("过了几分钟算迟"),
        min_value=5,
        max_value=240,
        initial=GRACE.value,
        help_text=gettext_lazy("到下一次的时间还没有做，就记为漏巡，不能补登。"),
    )

    def clean_times(self) -> list[time]:
        """Return the times of day, however they are parted."""
        words = self.cleaned_data["times"].replace("，", " ").replace("、", " ").split()
        found = []
        for word in words:
            try:
                found.append(time.fromisoformat(word.replace("：", ":").zfill(5)))
            except ValueError as error:
                message = _("“%(word)s”不是时间。写成 08:30 这样。") % {"word": word[:10]}
                raise forms.ValidationError(message) from error
        return found

    def wanted(self) -> PlanDetails:
        """Return the plan that was typed."""
        return PlanDetails(**self.cleaned_data)


class NoteForm(forms.Form):
    """What was found, or why nobody looked."""

    note = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("只写事，不写发帖人。"),
    )
