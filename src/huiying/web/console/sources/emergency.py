"""应急监测: start it, prolong it, end it; what runs stands on the pages of monitoring.

In:   requests of who triages.    Out:  a form, acts, the note of what runs.
Cost: one query.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    act_button,
    carry_out,
)
from huiying.web.console.shared.declared_acts import ButtonAct, By, Target
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.web.shared.time_words import moment_text
from huiying.work.collection.emergency.access import emergency_for
from huiying.work.collection.emergency.actions.end import end_emergency
from huiying.work.collection.emergency.actions.start import MOST_HOURS, start_emergency
from huiying.work.collection.emergency.models import EmergencyMonitoring
from huiying.work.collection.emergency.queries import emergency_of

TO = Capability.TRIAGE
BACK = "console:sources"


@dataclass(frozen=True, slots=True)
class EmergencyNote:
    """What runs, or nothing; and what this officer may do about it."""

    what: str
    why: str
    acts: tuple[ActButton, ...]


def emergency_note(officer: Officer) -> EmergencyNote:
    """Return the note of a bureau; without words when nothing runs."""
    now = clock.now()
    row = emergency_of(officer.bureau_id, now)
    start = act_button(
        _("延长应急监测…") if row else _("应急监测…"), "console:emergency-start", method="get"
    )
    acts = [start] if may(officer, TO) else []
    if row is None:
        return EmergencyNote("", "", tuple(acts))
    if acts:
        acts.append(
            act_button(_("结束应急监测"), "console:emergency-end", row.pk, method="post")
        )
    what = _("应急监测：至 %(until)s，各来源至少每 %(minutes)s 分钟采集一次。") % {
        "until": moment_text(row.until, now),
        "minutes": row.minutes,
    }
    why = _("%(reason)s（%(by)s，%(at)s 启动；到时自动恢复原间隔）") % {
        "reason": row.reason,
        "by": row.by.name,
        "at": moment_text(row.started_at, now),
    }
    return EmergencyNote(what, why, tuple(acts))


class EmergencyForm(forms.Form):
    """How often, for how long, why."""

    minutes = forms.TypedChoiceField(
        label=gettext_lazy("采集间隔"),
        coerce=int,
        choices=[
            (2, gettext_lazy("2 分钟")),
            (5, gettext_lazy("5 分钟")),
            (10, gettext_lazy("10 分钟")),
        ],
        initial=5,
    )
    hours = forms.IntegerField(
        label=gettext_lazy("时长（小时）"), min_value=1, max_value=MOST_HOURS, initial=12
    )
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("写明事项或事件编号。"),
    )


@form_page
def start(request: OfficerRequest) -> HttpResponse:
    """Start it, or prolong what runs."""
    require(request.user, TO)
    text = ActText(
        title=_("应急监测"),
        submit=_("启动"),
        lead=_("在所定时长内缩短各来源的采集间隔，到时自动恢复。已在进行的，以本次设定为准。"),
        safe=_("仍遵守网站要求的间隔和 robots.txt；间隔本来更短的来源不变。"),
        back=reverse(BACK),
    )
    form = EmergencyForm(request.POST or None)

    def perform() -> Outcome:
        now = clock.now()
        row = start_emergency(**form.cleaned_data, officer=request.user, now=now)
        words = _("应急监测已启动，至 %(until)s。") % {"until": moment_text(row.until, now)}
        return words, reverse(BACK)

    return carry_out(request, form, text, 0, perform)


EMERGENCY = Target(row=emergency_for, back=BACK, about=lambda _row: _("应急监测"))


@ButtonAct(EMERGENCY, TO)
def end(emergency: EmergencyMonitoring, by: By, _posted: QueryDict) -> Text:
    """End it before its time."""
    end_emergency(emergency=emergency, **by.stamp)
    return _("应急监测已结束，各来源恢复原间隔。")
