"""官方账号: the official accounts that release plans and replies refer to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.responders.forms import AccountForm
from huiying.web.console.shared.acts import (
    Text,
    act_button,
)
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.outlets.access import account_for
from huiying.work.responses.outlets.actions.manage_accounts import (
    add_account,
    confirm_account,
    retire_account,
)
from huiying.work.responses.outlets.models import OfficialAccount, Outlet
from huiying.work.responses.outlets.queries import accounts_with_counts

TO = Capability.MANAGE_RESPONDERS
BACK = "console:accounts"


@require_GET
def accounts(request: OfficerRequest) -> HttpResponse:
    """Show the list: own accounts first, then the media."""
    require(request.user, Capability.SEE_INCIDENTS)
    keeps = may(request.user, TO)
    rows = [
        _row(row, request.user, keeps=keeps)
        for row in accounts_with_counts(request.user.bureau_id)
    ]
    context = {
        "own": [row for row in rows if row.own],
        "media": [row for row in rows if not row.own],
        "acts": [act_button(_("登记官方账号…"), "console:account-add", main=True)]
        if keeps
        else [],
    }
    return render(request, "console/responders/accounts.html", context)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An official account, with how many plans and replies refer to it."""

    name: str
    platform: str
    own: bool
    address: str
    waits: bool  # for a second person; public pages do not name it
    retired_at: datetime | None
    answers: int
    replies: int
    acts: list[ActButton]


def _row(row: OfficialAccount, officer: Officer, *, keeps: bool) -> AccountRow:
    retire = act_button(_("停用账号"), "console:account-retire", row.pk, method="post")
    confirm = act_button(_("确认账号"), "console:account-confirm", row.pk, method="post")
    waits = row.confirmed_at is None and row.retired_at is None
    acts = [confirm] if waits and row.added_by_id != officer.pk else []
    return AccountRow(
        name=row.name,
        platform=row.platform,
        own=row.own,
        address=row.address,
        waits=waits,
        retired_at=row.retired_at,
        answers=row.answers,  # type: ignore[attr-defined]  # annotated
        replies=row.posted,  # type: ignore[attr-defined]  # annotated
        acts=[*acts, retire] if keeps and row.retired_at is None else [],
    )


BUREAU = Target(row=own_bureau, back=BACK)

ACCOUNT = Target(row=account_for, back=BACK)


@Act(
    BUREAU,
    TO,
    title=_("登记官方账号"),
    lead=_("登记本局自己的账号，和刊登本局回应的媒体。发布计划和回应人员只用这里的。"),
    safe=_("另一人确认以后，公开页面才写它，才能在上面回复。"),
    form=AccountForm,
    submit=_("登记这个账号"),
)
def account_add(_bureau: Bureau, form: AccountForm, by: By) -> Text:
    """Add an account of the bureau, or a medium."""
    values = form.cleaned_data
    account = add_account(
        outlet=Outlet(values["outlet"]),
        name=values["name"],
        platform=values["platform"],
        address=values["address"],
        **by.stamp,
    )
    return _("已登记“%(name)s”，等另一人确认。") % {"name": account.name}


@ButtonAct(ACCOUNT, TO)
def account_confirm(account: OfficialAccount, by: By, _posted: QueryDict) -> Text:
    """Confirm an account that somebody else added."""
    confirm_account(account=account, **by.stamp)
    return _("已确认，公开页面已列出。")


@ButtonAct(ACCOUNT, TO)
def account_retire(account: OfficialAccount, by: By, _posted: QueryDict) -> Text:
    """Stop planning and answering on an account."""
    retire_account(account=account, **by.stamp)
    return _("已停用。以前的发布和回复仍然列出。")
