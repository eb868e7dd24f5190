"""暂停, 恢复: pause and resume a clock on a legal ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.actions.pause import (
    end_of,
    grounds_of,
    pause_clock,
    resume_clock,
)
from huiying.base.clocks.models import Clock
from huiying.base.clocks.queries import pauses_of
from huiying.jobs import clock as door
from huiying.policy.time.pauses import PauseGround, PauseRule
from huiying.web.console.clocks.access import clock_in_sight
from huiying.web.console.shared.acts import ActText, Outcome, act_button, carry_out
from huiying.web.console.shared.forms import ReasonForm, day_field
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.web.shared.clock_rows import rule_words
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.reasons import in_language
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.web.shared.time_words import moment_text


class PauseForm(ReasonForm):
    """On which ground of the law, why in this matter, what was asked for, until when."""

    ground = forms.ChoiceField(label=gettext_lazy("暂停依据"), widget=forms.RadioSelect)
    asked = forms.CharField(
        label=gettext_lazy("要求补充或办理的事项"),
        max_length=200,
        help_text=gettext_lazy("写明向谁要求什么，如“请来件人补充住址”。不得写个人信息。"),
    )
    until = day_field(
        gettext_lazy("暂停至"), help_text=gettext_lazy("至当日 24 时；期满自动恢复计时。")
    )
    field_order = ["ground", "asked", "until", "reason"]

    def __init__(self, *args: Any, rules: tuple[PauseRule, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (
                str(rule.ground),
                _("%(ground)s（%(basis)s；累计不超过 %(most)s 日）")
                % {
                    "ground": translate_rule(rule.ground.label),
                    "basis": translate_rule(rule.basis),
                    "most": rule.most.value,
                },
            )
            for rule in rules
        ]


@form_page
def pause(request: OfficerRequest, pk: int) -> HttpResponse:
    """Stop a petition's legal period on a ground of the law."""
    clock = clock_in_sight(request, pk, to=Capability.PAUSE_CLOCK)
    require(request.user, Capability.PAUSE_CLOCK)
    rules = grounds_of(clock)
    text = ActText(
        title=_("暂停“%(name)s”") % {"name": rule_words(clock.name, clock.amount)},
        lead=_(
            "暂停期间不计入期限，期满自动恢复并顺延。法规规定的情形由一人办理，不得超过所列日数。"
        )
        if rules
        else _("法规未规定此类时限可以暂停。通报和公开回应时限不得暂停。"),
        safe=_("暂停人、时间和依据均记入审计记录，并在时限页列示。"),
        submit=_("暂停计时"),
        back=_back(clock),
        danger=True,
    )
    form = PauseForm(request.POST or None, rules=rules)

    def perform() -> Outcome:
        pause_clock(
            clock=clock,
            ground=form.cleaned_data["ground"],
            reason=form.cleaned_data["reason"],
            asked=form.cleaned_data["asked"],
            until=form.cleaned_data["until"],
            officer=request.user,
            now=door.now(),
        )
        return _("已暂停计时，期满自动恢复并顺延。"), _back(clock)

    return carry_out(request, form, text, 0, perform)


@form_page
def resume(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let it go on; it ends as many days later as it stood."""
    clock = clock_in_sight(request, pk, to=Capability.PAUSE_CLOCK)
    require(request.user, Capability.PAUSE_CLOCK)
    text = ActText(
        title=_("恢复“%(name)s”") % {"name": rule_words(clock.name, clock.amount)},
        lead=_("即时恢复计时，期限按暂停天数顺延。"),
        submit=_("恢复计时"),
        back=_back(clock),
    )
    form = ReasonForm(request.POST or None)

    def perform() -> Outcome:
        now = door.now()
        resume_clock(
            clock=clock, reason=form.cleaned_data["reason"], officer=request.user, now=now
        )
        due = moment_text(clock.due_at, now)
        return _("已恢复，期限到 %(due)s。") % {"due": due}, _back(clock)

    return carry_out(request, form, text, 0, perform)


@dataclass(frozen=True, slots=True)
class PauseRow:
    """A stretch in which a clock stood; to_at: None = it stands still."""

    from_at: datetime
    to_at: datetime | None
    ground: str
    basis: str
    standing: str
    reason: str
    asked: str
    until_at: datetime
    by: str
    ended_by: str
    ended_why: str


def pause_rows(clock: Clock) -> list[PauseRow]:
    """Return in which stretches a clock stood, for its page."""
    return [
        PauseRow(
            from_at=row.from_at,
            to_at=row.to_at,
            ground=translate_rule(PauseGround(row.ground).label),
            basis=translate_rule(row.basis),
            standing=row.get_standing_display(),
            reason=row.reason,
            asked=row.asked,
            until_at=end_of(row),
            by=row.by.name,
            ended_by=row.ended_by.name if row.ended_by else "",
            ended_why=in_language(row.ended_why),
        )
        for row in pauses_of(clock)
    ]


def pause_acts(request: OfficerRequest, clock: Clock) -> list[ActButton]:
    """Return what may be done: nothing with nearly every clock."""
    if clock.stopped_at is not None or not may(request.user, Capability.PAUSE_CLOCK):
        return []
    if clock.paused_at is not None:
        return [act_button(_("恢复计时…"), "console:clock-resume", clock.pk)]
    if not grounds_of(clock):
        return []
    return [act_button(_("依法暂停…"), "console:clock-pause", clock.pk)]


def _back(clock: Clock) -> str:
    return reverse("console:clock", args=[clock.pk])
