"""官方账号: the official accounts that release plans and replies refer to.

In:   requests of officers who see incidents.    Out:  the list, with what stands on each.
Cost: one query with its counts; the acts as theirs.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.responders.forms import AccountForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    act_button,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.responses.outlets.access import account_for
from huiying.work.responses.outlets.actions.manage_accounts import add_account, retire_account
from huiying.work.responses.outlets.models import OfficialAccount, Outlet
from huiying.work.responses.outlets.queries import accounts_with_counts

TO = Capability.MANAGE_RESPONDERS
BACK = "console:accounts"


@require_GET
def accounts(request: OfficerRequest) -> HttpResponse:
    """Show the list: own accounts first, then the media."""
    require(request.user, Capability.SEE_INCIDENTS)
    keeps = may(request.user, TO)
    rows = [_row(row, keeps=keeps) for row in accounts_with_counts(request.user.bureau_id)]
    context = {
        "own": [row for row in rows if row["own"]],
        "media": [row for row in rows if not row["own"]],
        "acts": [
            act_button(_("登记官方账号…"), reverse("console:account-add"), "ask", main=True)
        ]
        if keeps
        else [],
    }
    return render(request, "console/responders/accounts.html", context)


def _row(row: OfficialAccount, *, keeps: bool) -> dict[str, Any]:
    url = reverse("console:account-retire", args=[row.pk])
    retire = act_button(_("停用账号"), url, "post")
    return {
        "name": row.name,
        "platform": row.platform,
        "own": row.own,
        "address": row.address,
        "retired_at": row.retired_at,
        "answers": row.answers,  # type: ignore[attr-defined]  # annotated
        "replies": row.posted,  # type: ignore[attr-defined]  # annotated
        "acts": [retire] if keeps and row.retired_at is None else [],
    }


@form_page
def account_add(request: OfficerRequest) -> HttpResponse:
    """Add an account of the bureau, or a medium."""
    require(request.user, TO)
    asked = ActText(
        title=_("登记官方账号"),
        submit=_("登记这个账号"),
        lead=_("登记本局自己的账号，和刊登本局回应的媒体。发布计划和回应人员只用这里的。"),
        safe=_("登记不会发布任何内容。"),
        back=reverse(BACK),
    )
    form = AccountForm(request.POST or None)

    def deed() -> Outcome:
        values = form.cleaned_data
        account = add_account(
            outlet=Outlet(values["outlet"]),
            name=values["name"],
            platform=values["platform"],
            address=values["address"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已登记“%(name)s”。") % {"name": account.name}, reverse(BACK)

    return carry_out(request, form, asked, 0, deed, refusals=Refused)


@require_POST
def account_retire(request: OfficerRequest, pk: int) -> HttpResponse:
    """Stop planning and answering on an account."""
    account = account_for(request.user, pk, to=TO)
    try:
        retire_account(account=account, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, reverse(BACK))
    return redirect_done(request, _("已停用。以前的发布和回复仍然列出。"), reverse(BACK))
