"""读取令牌: ask for one, sign it, have its secret made, end it."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.integration.access import token_for
from huiying.base.integration.actions.grant_token import TokenTerms, ask_token, sign_token
from huiying.base.integration.actions.use_token import end_token, make_secret
from huiying.base.integration.models import IntegrationToken
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.integration.forms import TokenForm
from huiying.web.console.integration.rows import scope_words
from huiying.web.console.shared.acts import ActText, Outcome, Text, carry_out
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.one_time_display import issue_token, read_token_of_digest
from huiying.web.shared.requests import OfficerRequest, form_page

BACK = "console:integration"
TO = Capability.MANAGE_CHANNELS


@form_page
def add(request: OfficerRequest) -> HttpResponse:
    """Ask for a token; one that reads only what is public can be made at once."""
    require(request.user, TO)
    text = ActText(
        title=_("申请读取令牌"),
        submit=_("提交申请"),
        lead=_("其他系统凭令牌读取，不能写入。任何令牌都读不到人员姓名、信访人和检举控告。"),
        safe=_("内容确定后不能修改；需要变更的，另行申请。"),
        back=reverse(BACK),
    )
    form = TokenForm(request.POST or None)

    def perform() -> Outcome:
        values = form.cleaned_data
        terms = TokenTerms(
            name=values["name"],
            purpose=values["purpose"],
            scopes=values["scopes"],
            ends_at=values["ends_on"],
            networks=values["networks"],
        )
        row = ask_token(terms=terms, officer=request.user, now=clock.now())
        if row.needs_signature:
            return _("已提交“%(name)s”，待组长签署。") % {"name": row.name}, reverse(BACK)
        return _("已登记“%(name)s”，可以生成令牌。") % {"name": row.name}, reverse(BACK)

    return carry_out(request, form, text, 0, perform)


def _terms(token: IntegrationToken) -> str:
    values = {
        "scopes": scope_words(token.scopes),
        "until": token.ends_at.astimezone(LOCAL).date().isoformat(),
        "networks": _("、").join(token.networks) or _("不限"),
        "purpose": token.purpose,
        "who": token.asked_by.name,
    }
    return (
        _(
            "%(who)s申请。用途：%(purpose)s。可读取：%(scopes)s。"
            "有效期至 %(until)s，限定网络：%(networks)s。"
        )
        % values
    )


@Act(
    Target(row=token_for, back="console:group"),
    Capability.SIGN_ROLES,
    title=lambda token: _("签署读取令牌“%(name)s”") % {"name": token.name},
    lead=_terms,
    safe=gettext_lazy("签署后由申请人生成令牌，对方系统可持续读取，直至到期或收回。"),
    form=Form,
    submit=gettext_lazy("同意并签署"),
)
def sign(token: IntegrationToken, form: Form, by: By) -> Text:
    """Sign, as the leader, that another system may read what is not public."""
    del form
    sign_token(token=token, **by.stamp)
    return _("已签署“%(name)s”，可由申请人生成令牌。") % {"name": token.name}


@never_cache
@form_page
def make(request: OfficerRequest, pk: int) -> HttpResponse:
    """生成或更换, which is asked first; lead to the token."""
    token = token_for(request.user, pk, to=TO)
    text = ActText(
        title=_("生成“%(name)s”的令牌") % {"name": token.name},
        lead=_("令牌只显示一次。此前生成的令牌立即失效。"),
        submit=_("生成令牌"),
        back=reverse(BACK),
    )
    return issue_token(
        request,
        text,
        lambda: make_secret(token=token, officer=request.user, now=clock.now()),
        f"integration {token.pk}",
        reverse("console:integration-token", args=[token.pk]),
    )


@never_cache
@require_GET
def shown(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a token to who made it, once, unless it was replaced or ended."""
    token = token_for(request.user, pk, to=TO)
    digest = "" if token.ended_at else token.digest or ""
    context = {
        "row": token,
        "token": read_token_of_digest(request, f"integration {token.pk}", digest),
        "url": request.build_absolute_uri("/api/v1/"),
        "described_url": reverse("api:v1:openapi-json"),
    }
    return render(request, "console/integration/token.html", context)


TOKEN = Target(row=token_for, back=BACK)


@Act(
    TOKEN,
    TO,
    title=lambda token: _("收回读取令牌“%(name)s”") % {"name": token.name},
    lead=gettext_lazy("对方系统立即不能读取。"),
    safe=gettext_lazy("已读取的内容不受影响；收回后不能恢复，可另行申请。"),
    form=ReasonForm,
    submit=gettext_lazy("收回令牌"),
    danger=True,
)
def end(token: IntegrationToken, form: ReasonForm, by: By) -> Text:
    """收回, with a reason."""
    end_token(token=token, reason=form.cleaned_data["reason"], **by.stamp)
    return _("令牌已收回。")


@Act(
    Target(row=token_for, back="console:group"),
    Capability.SIGN_ROLES,
    title=lambda token: _("不同意读取令牌“%(name)s”") % {"name": token.name},
    lead=_terms,
    safe=gettext_lazy("令牌不能生成，也不能再签署。"),
    form=ReasonForm,
    submit=gettext_lazy("不同意"),
)
def refuse(token: IntegrationToken, form: ReasonForm, by: By) -> Text:
    """Refuse to sign, with a reason: the token ends."""
    end_token(token=token, reason=form.cleaned_data["reason"], **by.stamp)
    return _("未予签署，令牌已终止。")
