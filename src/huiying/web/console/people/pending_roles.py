"""Every request for roles and new account that waits, on one page; those ticked are signed.

In:   requests with CONFIRM_ACCOUNTS.    Out:  the lists; a signature of each that is ticked.
Cost: a few queries, and two for each request.

Each is bound to what was on the screen and signed for itself: one that is refused stops none of
the others. What lets one person hold roles that exclude each other is read and signed alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import officer_for
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.personnel.actions.confirm_account import confirm_account
from huiying.base.personnel.actions.sign_roles import decide_roles
from huiying.base.personnel.models import RoleRequest, as_roles
from huiying.base.personnel.queries import (
    accounts_confirmed_by,
    accounts_to_confirm,
    may_sign_roles,
    pending_role_requests,
    role_request_hash,
    uses_account,
)
from huiying.jobs import clock
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.requests import OfficerRequest, form_page


@dataclass(frozen=True, slots=True)
class PendingRoles:
    """One request that waits (``console/people/role_requests.html``).

    Attributes:
        hash: Of what is shown, which a signature is bound to.
        signs: The reader may sign it; alone: on its own page only.
    """

    row: RoleRequest
    held: list[str]
    added: list[str]
    removed: list[str]
    hash: str
    signs: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account that nobody confirmed yet: whether its officer uses it, and the reader may."""

    officer: Officer
    used: bool
    mine: bool


@Act(
    Target(row=officer_for, back="console:role-requests"),
    Capability.CONFIRM_ACCOUNTS,
    title=lambda officer: _("确认“%(name)s”的账号") % {"name": officer.name},
    lead=lambda officer: (
        _(
            "账号 %(username)s，%(unit)s。确认前，凡须两人的签署，"
            "该账号与添加、调整、启用它的人员视为一人。"
        )
        % {
            "username": officer.username,
            "unit": officer.unit.name if officer.unit else _("不属于任何单位"),
        }
    ),
    safe=gettext_lazy(
        "请先当面或致电核实：确有此人、在岗，口令由本人设定，账号由本人使用。确认人记入审计记录。"
    ),
    form=Form,
    submit=gettext_lazy("确认本人已接管"),
)
def confirm(officer: Officer, form: Form, by: By) -> Text:
    """Confirm, as a second person, that an officer exists and uses his account."""
    del form
    confirm_account(officer=officer, by=by.officer, now=by.now)
    return _("已确认%(name)s的账号。") % {"name": officer.name}


@form_page
def role_requests(request: OfficerRequest) -> HttpResponse:
    """Show what waits, and sign what is ticked."""
    require(request.user, Capability.CONFIRM_ACCOUNTS)
    if request.method == "POST":
        _sign_ticked(request)
        return redirect(next_address(request.user))
    rows = [_pending(row, request.user) for row in _oldest_first(request.user)]
    mine = {row.pk for row in accounts_confirmed_by(request.user, clock.now())}
    context = {
        "rows": rows,
        "ticks": any(one.signs and not one.alone for one in rows),
        "accounts": [
            NewAccount(row, uses_account(row), row.pk in mine)
            for row in accounts_to_confirm(request.user.bureau_id)
        ],
    }
    return render(request, "console/people/role_requests.html", context)


def next_address(officer: Officer) -> str:
    """Return where the officer goes on: to what else waits for his signature, or his desk."""
    now = clock.now()
    left = any(may_sign_roles(row, officer, now) for row in _oldest_first(officer))
    return reverse("console:role-requests" if left else "console:desk")


def _oldest_first(officer: Officer) -> list[RoleRequest]:
    rows = pending_role_requests(officer.bureau_id).select_related("officer__unit")
    return list(rows.order_by("requested_at", "pk"))


def _pending(row: RoleRequest, officer: Officer) -> PendingRoles:
    def words(values: list[str]) -> list[str]:
        return [str(role.label) for role in sorted(as_roles(values))]

    return PendingRoles(
        row,
        words(row.before),
        words(row.added),
        words(row.removed),
        role_request_hash(row),
        signs=may_sign_roles(row, officer, clock.now()),
        alone=bool(row.exemption),
    )


def _sign_ticked(request: OfficerRequest) -> None:
    """Sign each that is ticked, and say how many were and why one was not."""
    ticked, signed = set(request.POST.getlist("request")), 0
    for row in _oldest_first(request.user):
        if str(row.signoff_id) not in ticked or row.exemption:
            continue
        try:
            decide_roles(
                row,
                approve=True,
                reason="",
                shown_hash=request.POST.get(f"hash-{row.signoff_id}", ""),
                officer=request.user,
                now=clock.now(),
            )
        except Refused as error:
            words = _("%(name)s的角色未签署：%(reason)s")
            messages.error(request, words % {"name": row.officer.name, "reason": error})
        else:
            signed += 1
    if signed:
        words = ngettext(
            "已签署 %(count)s 份，角色即时生效。", "已签署 %(count)s 份，角色即时生效。", signed
        )
        messages.success(request, words % {"count": signed})
    elif not ticked:
        messages.warning(request, _("请先勾选要签署的申请。"))
