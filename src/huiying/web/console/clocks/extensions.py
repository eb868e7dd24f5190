"""延期: the holder applies for an extension; another person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.clocks.models import Clock
from huiying.jobs import clock as door
from huiying.policy.time.extensions import not_extendable_because
from huiying.web.console.clocks.access import clock_in_sight, subject_of
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    act_button,
    carry_out,
)
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Target
from huiying.web.console.shared.forms import moment_field
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.web.shared.clock_rows import clock_facts, rule_words
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.web.shared.time_words import moment_text
from huiying.work.casework.extensions.access import extension_for
from huiying.work.casework.extensions.actions.extend import EXTENSION_KIND, ask_extension
from huiying.work.casework.extensions.applications import (
    decides,
    extension_hash,
    extension_outcome,
    extensions_of,
    may_ask_extension,
    waits,
)
from huiying.work.casework.extensions.models import Extension

DECIDE = Capability.APPROVE  # an act: nobody who keeps out (回避) asks or decides


class ExtendForm(forms.Form):
    """Until when, and why."""

    until = moment_field(gettext_lazy("延期至"))
    reason = forms.CharField(
        label=gettext_lazy("延期理由"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("写明办理进度和待完成事项。不得写个人信息。"),
    )


@form_page
def extend(request: OfficerRequest, pk: int) -> HttpResponse:
    """申请延期: the holder's form; what the law forbids to move says so."""
    clock = clock_in_sight(request, pk, to=DECIDE)
    back = reverse("console:clock", args=[pk])
    text = ActText(
        title=_("申请延期：%(name)s") % {"name": rule_words(clock.name, clock.amount)},
        lead=_("当前时限为 %(due)s。由组长、副组长或定时限的人员决定，不得审批本人申请。")
        % {"due": moment_text(clock.due_at, door.now())},
        safe=_("审批期间继续计时；到期前未获同意的，按原时限执行。"),
        submit=_("提交申请"),
        back=back,
    )
    form = ExtendForm(request.POST or None)

    def perform() -> Outcome:
        row = ask_extension(
            clock=clock,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=door.now(),
        )
        return _("已申请延期（%(number)s），等另一个人决定。") % {"number": row.number}, back

    return carry_out(request, form, text, 0, perform)


@require_GET
def extension(request: OfficerRequest, number: str) -> HttpResponse:
    """One application: old end, new end, why, who decides."""
    row = extension_for(request.user, number)
    now, waiting = door.now(), waits(row)
    digest = extension_hash(row)
    mine = (
        waiting and decides(request.user, row.clock) and row.requested_by_id != request.user.pk
    )
    context = {
        "row": extension_row(row),
        "subject": subject_of(request.user, row.clock),
        "name": rule_words(row.clock.name, row.clock.amount),
        "basis": translate_rule(row.clock.basis),
        "holder": row.clock.holder,
        "clock": clock_facts(row.clock, now),
        "clock_url": reverse("console:clock", args=[row.clock_id]),
        "hash": digest if waiting else row.signoff.content_hash,
        "changed": waiting and digest != row.signoff.content_hash,
        "may_decide": mine and digest == row.signoff.content_hash,
        "waits": waiting,
        "overdue": waiting and now > row.due_before,
    }
    return render(request, "console/clocks/extension.html", context)


EXTENSION = Target(
    row=extension_for, back=lambda row: reverse("console:extension", args=[row.number])
)


def _granted(moved: bool) -> Text:  # noqa: FBT001 - what the act returned
    return (
        _("已同意延期，时限已改。")
        if moved
        else _("已同意，但决定时已超时：原时限不变，超时照记。")
    )


grant = approve_act(EXTENSION_KIND, EXTENSION, DECIDE, done=_granted)
"""同意 exactly what was on the screen."""

send_back = return_act(
    EXTENSION_KIND,
    EXTENSION,
    DECIDE,
    title=gettext_lazy("不同意延期"),
    lead=gettext_lazy("申请人可见理由，时限不变。"),
    done=gettext_lazy("已退回，时限不变。"),
)
"""不同意, with a reason."""


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """One application for more time: old and new end, why, how it ended."""

    number: str
    url: str
    before: datetime
    after: datetime
    reason: str
    requested_by: str
    requested_at: datetime
    outcome: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExtensionPanel:
    """Applications for more time, the act that asks, or why there is none."""

    rows: list[ExtensionRow]
    act: ActButton | None
    line: str


def extension_row(row: Extension) -> ExtensionRow:
    """Return one application as a line: number, old and new end, why, how it ended."""
    return ExtensionRow(
        number=row.number,
        url=reverse("console:extension", args=[row.number]),
        before=row.due_before,
        after=row.due_after,
        reason=row.reason,
        requested_by=row.requested_by.name,
        requested_at=row.requested_at,
        outcome=extension_outcome(row),
        decided_by=row.signoff.decided_by.name if row.signoff.decided_by else "",
        decided_at=row.signoff.decided_at,
    )


def extension_panel(clock: Clock, officer: Officer) -> ExtensionPanel:
    """Return what a clock's own page says of more time: applications, the act, or why not."""
    never = not_extendable_because(clock.kind)
    rows = list(extensions_of(clock.pk))
    asks = may_ask_extension(officer, clock) and not any(waits(row) for row in rows)
    url = reverse("console:clock-extend", args=[clock.pk])
    return ExtensionPanel(
        rows=[extension_row(row) for row in rows],
        act=act_button(_("申请延期…"), url) if asks else None,
        line=_(never) or _("须在到期前申请，由另一人决定；到期前获同意的，按新时限执行。"),
    )
