"""Messages that failed or may have been sent twice: retry, or record a manual delivery."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Stale
from huiying.base.outbox.access import message_for
from huiying.base.outbox.actions.deliver import send_again, settle_manually
from huiying.base.outbox.models import Message, MessageState
from huiying.base.outbox.queries import dead_letters, possibly_sent_twice
from huiying.jobs import clock
from huiying.web.console.messages.forms import ManualDeliveryForm
from huiying.web.console.notices.forms import DeliveredForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    act_button,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.casework.notices.access import notice_for
from huiying.work.casework.notices.actions.record_delivery import record_manual_delivery
from huiying.work.casework.notices.models import Notice, ProofKind

BACK = "console:messages"
SHOWN = 100
TO = Capability.NOTIFY
PAGES = {
    "notice": "console:notice",
    "supervision": "console:supervision",
    "instruction": "console:instruction",
    "petition": "console:petition",
}
"""What a message is about → the page of it."""


@require_GET
def messages(request: OfficerRequest) -> HttpResponse:
    """List the dead messages and those that may have been sent, newest first."""
    require(request.user, TO)
    bureau = request.user.bureau_id
    context = {
        "dead": [_row(message) for message in dead_letters(bureau)[:SHOWN]],
        "maybe": [_row(message) for message in possibly_sent_twice(bureau)[:SHOWN]],
        "shown": SHOWN,
    }
    return render(request, "console/messages/messages.html", context)


@require_POST
def again(request: OfficerRequest, pk: int) -> HttpResponse:
    """再试一次: from the first attempt on."""
    message = message_for(request.user, pk, to=TO)
    _notice(request, message)
    if not send_again(message=message, officer=request.user, now=clock.now()):
        return redirect_refused(request, _stale(), reverse(BACK))
    return redirect_done(request, _("已重新排队，数秒后刷新本页查看结果。"), reverse(BACK))


@form_page
def mark_delivered(request: OfficerRequest, pk: int) -> HttpResponse:
    """已用别的办法通知: for a notice it is a recorded delivery at once."""
    message = message_for(request.user, pk, to=TO)
    notice = _notice(request, message)
    text = ActText(
        title=_("已另行通知"),
        lead=message.subject,
        safe=_("同时登记为通报送达，时限按登记时间停止计时。") if notice else "",
        submit=_("登记并移出清单"),
        back=reverse(BACK),
    )
    form: Form = (DeliveredForm if notice else ManualDeliveryForm)(request.POST or None)

    def perform() -> Outcome:
        _settle(request, message, notice, form.cleaned_data, clock.now())
        return _("已登记。"), reverse(BACK)

    return carry_out(request, form, text, 0, perform)


def _settle(
    request: OfficerRequest,
    message: Message,
    notice: Notice | None,
    values: dict[str, Any],
    now: datetime,
) -> None:
    if notice is not None:
        record_manual_delivery(
            message=message,
            notice=notice,
            kind=ProofKind(values["kind"]),
            who=values["who"],
            at=values["at"] or now,
            officer=request.user,
            now=now,
        )
    elif not settle_manually(message=message, how=values["how"], officer=request.user, now=now):
        raise _stale()


def _stale() -> Stale:
    return Stale(_("该消息已被处理，本次操作未执行。"))


def _notice(request: OfficerRequest, message: Message) -> Notice | None:
    """Return the notice that a message tells of, if the officer may act on it."""
    if message.about_kind != "notice":
        return None
    return notice_for(request.user, message.about_ref, to=TO)


def _row(message: Message) -> dict[str, Any]:
    pk, acts = message.pk, []
    if message.state == MessageState.DEAD:
        acts = [
            act_button(_("再试一次"), "console:message-again", pk, method="post"),
            act_button(_("登记另行通知…"), "console:message-by-hand", pk),
        ]
    channel = message.channel
    return {
        "id": pk,
        "subject": message.subject,
        "channel": channel.name,
        "kind": channel.get_kind_display(),
        "unit": channel.unit.name if channel.unit else _("值班台"),
        "state": message.get_state_display(),
        "attempts": message.attempts,
        "error": message.last_error,
        "queued_at": message.queued_at,
        "maybe_at": message.maybe_sent_at,
        "urgent": message.urgent,
        "url": reverse(PAGES[message.about_kind], args=[message.about_ref])
        if message.about_kind in PAGES
        else "",
        "acts": acts,
    }
