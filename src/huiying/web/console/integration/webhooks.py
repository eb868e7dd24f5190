"""事件推送: add a webhook, change and confirm it, its secret, a trial, send again."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.integration.access import delivery_for, webhook_for
from huiying.base.integration.actions.deliver_events import send_event_again, try_webhook
from huiying.base.integration.actions.replace_secret import (
    ask_secret,
    confirm_secret,
    drop_secret,
)
from huiying.base.integration.actions.set_webhook import (
    WebhookTerms,
    add_webhook,
    confirm_webhook,
    edit_webhook,
)
from huiying.base.integration.models import Webhook, WebhookDelivery
from huiying.jobs import clock
from huiying.web.console.integration.forms import EditWebhookForm, WebhookForm
from huiying.web.console.integration.rows import (
    delivery_rows,
    event_words,
    masked_url,
    webhook_row,
)
from huiying.web.console.shared.acts import ActText, Outcome, Text, carry_out
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.one_time_display import issue_token, read_token, store_token
from huiying.web.shared.requests import OfficerRequest, form_page

TO = Capability.MANAGE_CHANNELS
SHOWN = 50  # deliveries
WEBHOOK = Target(row=webhook_for, back=lambda row: reverse("console:webhook", args=[row.pk]))


@never_cache
@form_page
def add(request: OfficerRequest) -> HttpResponse:
    """Add a webhook; lead to its secret."""
    require(request.user, TO)
    text = ActText(
        title=_("添加事件推送"),
        submit=_("添加事件推送"),
        lead=_("事件发生后向该地址推送类型、编号和链接，带签名；对方据编号另行读取。"),
        safe=_("经另一位系统管理员或组长确认前，仅发送测试。"),
        back=reverse("console:integration"),
    )
    form = WebhookForm(request.POST or None)

    def perform() -> Outcome:
        values = form.cleaned_data
        terms = WebhookTerms(values["name"], values["url"], values["events"])
        row = add_webhook(terms=terms, officer=request.user, now=clock.now())
        store_token(request, _whose(row), str(row.secret))
        sentence = _("已添加“%(name)s”，待确认。") % {"name": row.name}
        return sentence, reverse("console:webhook-secret-shown", args=[row.pk])

    return carry_out(request, form, text, 0, perform)


@require_GET
def webhook(request: OfficerRequest, pk: int) -> HttpResponse:
    """One webhook with what went to it."""
    row = webhook_for(request.user, pk, to=TO)
    context = {
        "row": webhook_row(row, request.user, clock.now()),
        "deliveries": delivery_rows(row, SHOWN),
    }
    return render(request, "console/integration/webhook.html", context)


def _edit_options(row: Webhook, _request: OfficerRequest) -> dict[str, object]:
    initial = {"name": row.name, "events": row.events, "active": row.active}
    return {"initial": initial, "masked": masked_url(row)}


@Act(
    WEBHOOK,
    TO,
    title=lambda row: _("修改事件推送“%(name)s”") % {"name": row.name},
    lead=gettext_lazy("更换地址或增加事项的，须经另一位系统管理员或组长重新确认。"),
    form=EditWebhookForm,
    options=_edit_options,
    submit=gettext_lazy("保存"),
)
def edit(row: Webhook, form: EditWebhookForm, by: By) -> Text:
    """Change a webhook, or switch it off and on."""
    values = form.cleaned_data
    terms = WebhookTerms(values["name"], values["url"], values["events"])
    edit_webhook(webhook=row, terms=terms, active=values["active"], **by.stamp)
    return _("已保存“%(name)s”。") % {"name": values["name"]}


@Act(
    Target(row=webhook_for, back="console:group"),
    Capability.SIGN_ROLES,
    title=lambda row: _("确认事件推送“%(name)s”") % {"name": row.name},
    lead=lambda row: (
        _("推送到 %(address)s，事项：%(events)s。")
        % {"address": masked_url(row), "events": event_words(row.events)}
    ),
    safe=gettext_lazy("请先由系统管理员发送测试，再与对方核实；未收到的，不得确认。"),
    form=Form,
    submit=gettext_lazy("确认这个地址"),
)
def confirm(row: Webhook, form: Form, by: By) -> Text:
    """Confirm, as a second person, where a webhook leads."""
    del form
    confirm_webhook(webhook=row, revision=by.known_revision, **by.stamp)
    return _("已确认“%(name)s”，此后发生的事件将推送。") % {"name": row.name}


@never_cache
@form_page
def secret(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for another secret, which is asked first; lead to it."""
    row = webhook_for(request.user, pk, to=TO)
    page = reverse("console:webhook", args=[row.pk])
    text = ActText(
        title=_("更换“%(name)s”的签名密钥") % {"name": row.name},
        lead=_(
            "经另一位系统管理员或组长确认前，原密钥继续有效，新密钥只用于测试；"
            "确认后 24 小时内新旧密钥同时签名。"
        )
        if row.was_confirmed
        else _("新密钥立即生效，随地址一并确认。"),
        submit=_("生成新密钥"),
        back=page,
    )
    return issue_token(
        request,
        text,
        lambda: ask_secret(webhook=row, officer=request.user, now=clock.now()),
        _whose(row),
        reverse("console:webhook-secret-shown", args=[row.pk]),
    )


@never_cache
@require_GET
def shown(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a secret to who made it, once, unless it was replaced since."""
    row = webhook_for(request.user, pk, to=TO)
    found = read_token(request, _whose(row))
    waits = bool(found) and found == row.next_secret
    context = {
        "row": row,
        "token": found if waits or found == row.secret else "",
        "waits": waits,
    }
    return render(request, "console/integration/webhook_secret.html", context)


@Act(
    Target(row=webhook_for, back="console:group"),
    Capability.SIGN_ROLES,
    title=lambda row: _("确认更换“%(name)s”的签名密钥") % {"name": row.name},
    lead=lambda row: (
        _("%(who)s申请更换。推送到 %(address)s。")
        % {"who": row.next_set_by.name if row.next_set_by else "—", "address": masked_url(row)}
    ),
    safe=gettext_lazy("请先与对方核实已收到新密钥并通过测试；未核实的，不得确认。"),
    form=Form,
    submit=gettext_lazy("确认更换密钥"),
)
def secret_confirm(row: Webhook, form: Form, by: By) -> Text:
    """Put the next secret in force, as a second person."""
    del form
    confirm_secret(webhook=row, revision=by.known_revision, **by.stamp)
    return _("已更换“%(name)s”的签名密钥，24 小时内新旧密钥同时签名。") % {"name": row.name}


@ButtonAct(WEBHOOK, TO)
def secret_drop(row: Webhook, by: By, _posted: QueryDict) -> Text:
    """Withdraw the next secret."""
    drop_secret(webhook=row, **by.stamp)
    return _("已撤回更换密钥的申请，原密钥继续有效。")


@ButtonAct(WEBHOOK, TO)
def test(row: Webhook, by: By, _posted: QueryDict) -> Text:
    """Queue a trial; the page shows what came of it."""
    try_webhook(webhook=row, **by.stamp)
    return _("测试已排队，数秒后刷新本页查看结果。")


@ButtonAct(
    Target(
        row=delivery_for, back=lambda row: reverse("console:webhook", args=[row.webhook_id])
    ),
    TO,
)
def resend(row: WebhookDelivery, by: By, _posted: QueryDict) -> Text:
    """Let an event go out again, under the same id."""
    send_event_again(delivery=row, **by.stamp)
    return _("已排队，将以同一编号重新发送。")


def _whose(row: Webhook) -> str:
    return f"webhook {row.pk}"
