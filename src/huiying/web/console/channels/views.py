"""Message channels: list, add, change, send a test."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.outbox.access import alarm_for, channel_for
from huiying.base.outbox.actions.alarm import take_alarm
from huiying.base.outbox.actions.set_channel import (
    add_channel,
    confirm_channel,
    edit_channel,
    try_channel,
)
from huiying.base.outbox.models import BoardAlarm, Channel, Message
from huiying.base.outbox.queries import (
    all_channels,
    last_trials,
    masked_target,
    may_confirm,
    target_to_confirm,
)
from huiying.base.rulebook.queries import book_of
from huiying.jobs import clock
from huiying.policy.procedure.delivery import Proof
from huiying.web.console.channels.accounts import account_rows
from huiying.web.console.channels.forms import AddChannelForm, EditChannelForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    act_button,
    carry_out,
)
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.rulebook_words import CHANNELS, translate_rule
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.reasons import in_language
from huiying.web.shared.requests import OfficerRequest, form_page

BACK = "console:channels"
TO = Capability.MANAGE_CHANNELS
WITHOUT_CHANNEL = ("console", "phone", "paper")


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel: its masked address, the last trial, what proves a delivery, the act."""

    channel: Channel
    target: str
    trial: Message | None
    proofs: str
    confirm: ActButton | None


@require_GET
def channels(request: OfficerRequest) -> HttpResponse:
    """List the channels of the duty desk and of the units."""
    require(request.user, TO)
    now = clock.now()
    trials = last_trials(request.user.bureau_id)
    proofs = book_of(request.user.bureau_id, now).delivery_proofs
    rows = [
        ChannelRow(
            channel=row,
            target=masked_target(row),
            trial=trials.get(row.pk),
            proofs=_proof_words(proofs.get(row.proof_row, frozenset())),
            confirm=act_button(_("确认…"), "console:channel-confirm", row.pk)
            if may_confirm(row, request.user, now)
            else None,
        )
        for row in all_channels(request.user.bureau_id)
    ]
    manual_ways = [
        (translate_rule(CHANNELS[name]), _proof_words(proofs.get(name, frozenset())))
        for name in WITHOUT_CHANNEL
    ]
    context = {
        "rows": rows,
        "manual_ways": manual_ways,
        "accounts": account_rows(request.user.bureau_id),
        "desk": [row for row in rows if row.channel.unit_id is None],
    }
    return render(request, "console/channels/channels.html", context)


@form_page
def add(request: OfficerRequest) -> HttpResponse:
    """Add a channel."""
    require(request.user, TO)
    text = ActText(
        title=_("添加渠道"),
        submit=_("添加渠道"),
        lead=_("渠道收下消息不等于送达：打开链接并确认后视为送达，时限停止计时。"),
        back=reverse(BACK),
    )
    form = AddChannelForm(request.POST or None, units=_unit_choices(request))

    def perform() -> Outcome:
        values = form.cleaned_data
        channel = add_channel(
            bureau=request.user.bureau,
            unit=_unit(request, values["unit"]),
            kind=values["kind"],
            name=values["name"],
            target=values["target"],
            secret=values["secret"],
            recipient=values["recipient"],
            actor=request.user.audit_actor(),
            by=request.user,
            now=clock.now(),
        )
        message = _("已添加“%(name)s”。请发送测试，核实能否收到。") % {"name": channel.name}
        return f"{message}{_waits(channel)}", reverse(BACK)

    return carry_out(request, form, text, 0, perform)


@form_page
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a channel or switch it off."""
    channel = channel_for(request.user, pk, to=TO)
    text = ActText(
        title=_("修改渠道“%(name)s”") % {"name": channel.name},
        submit=_("保存渠道"),
        back=reverse(BACK),
    )
    form = EditChannelForm(
        request.POST or None,
        initial={"name": channel.name, "unit": channel.unit_id or "", "active": channel.active},
        units=_unit_choices(request, channel),
        masked=masked_target(channel),
    )

    def perform() -> Outcome:
        values = form.cleaned_data
        edit_channel(
            channel=channel,
            unit=_unit(request, values["unit"]),
            name=values["name"],
            target=values["target"],
            secret=values["secret"],
            recipient=values["recipient"],
            active=values["active"],
            actor=request.user.audit_actor(),
            by=request.user,
            now=clock.now(),
        )
        message = _("已保存“%(name)s”。") % {"name": channel.name}
        return f"{message}{_waits(channel)}", reverse(BACK)

    return carry_out(request, form, text, 0, perform)


CHANNEL = Target(row=channel_for, back=BACK)


@ButtonAct(CHANNEL, TO)
def test(channel: Channel, by: By, _posted: QueryDict) -> Text:
    """Queue a trial; the list shows what came of it."""
    try_channel(channel=channel, actor=by.officer.audit_actor(), now=by.now)
    if settings.DEMO:
        return _("测试已排队。演示不会向外发出任何消息，只显示过程。")
    return _("测试已排队，数秒后刷新本页查看结果。")


@Act(
    Target(row=channel_for, back="console:group"),
    Capability.SIGN_ROLES,
    title=lambda channel: _("确认渠道“%(name)s”") % {"name": channel.name},
    lead=lambda channel: (
        _("通到%(unit)s：%(kind)s，%(target)s。")
        % {
            "unit": channel.unit.name if channel.unit else _("值班台"),
            "kind": channel.get_kind_display(),
            "target": target_to_confirm(channel),
        }
    ),
    safe=gettext_lazy("请先由系统管理员发送测试，再致电该单位核实；未收到的，不得确认。"),
    form=Form,
    submit=gettext_lazy("确认这个渠道"),
)
def confirm(channel: Channel, form: Form, by: By) -> Text:
    """Confirm, as a second person, that a unit's channel leads to the unit."""
    del form
    confirm_channel(channel=channel, revision=by.known_revision, **by.stamp)
    if channel.unit_id is None:
        return _("已确认“%(name)s”，计为值班台的告警渠道。") % {"name": channel.name}
    return _("已确认“%(name)s”，通报和链接可以从它发出。") % {"name": channel.name}


@Act(
    Target(row=alarm_for, back="console:desk"),
    Capability.TRIAGE,
    title=gettext_lazy("核对告警设置变更"),
    lead=lambda alarm: in_language(alarm.reason) or alarm.text,
    safe=gettext_lazy("核对后不再显示，留有记录。变更不当的，请联系系统管理员恢复。"),
    form=Form,
    submit=gettext_lazy("已核对"),
)
def change_seen(alarm: BoardAlarm, form: Form, by: By) -> Text:
    """Say that somebody on duty has seen what one person changed."""
    del form
    taken = take_alarm(alarm=alarm, **by.stamp)
    return _("已核对。") if taken else _("该变更已由他人核对。")


def _waits(channel: Channel) -> str:
    if not channel.needs_second_person:
        return ""
    if channel.unit_id is None:
        return _("经另一位系统管理员或组长确认前，不计为值班台的告警渠道。")
    return _("经另一位系统管理员或组长确认前，仅发送测试消息。")


def _proof_words(proofs: Collection[Proof]) -> str:
    """Say what counts as delivery; acceptance by the other side is never among it."""
    words = [translate_rule(proof.label) for proof in sorted(proofs)]
    return _("、").join(words) or _("不能证明送达")


def _unit(request: OfficerRequest, pk: int | None) -> Any:
    return None if pk is None else unit_for(request.user, pk, to=TO)


def _unit_choices(request: OfficerRequest, channel: Any = None) -> list[tuple[Any, str]]:
    choices: list[tuple[Any, str]] = [
        (unit.pk, unit.name) for unit in units_of(request.user.bureau_id)
    ]
    if channel is not None and channel.unit_id not in {None, *(key for key, _name in choices)}:
        choices.append((channel.unit_id, channel.unit.name))
    return choices
