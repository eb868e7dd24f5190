"""Every request for roles that waits, on one page; those that are ticked are signed.

In:   requests with SIGN_ROLES.    Out:  the list; a signature of each request that is ticked.
Cost: a few queries, and two for each request.

Each is bound to what was on the screen and signed for itself: one that is refused stops none of
the others. What lets one person hold roles that exclude each other is read and signed alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.personnel.actions.sign_roles import decide_roles
from huiying.base.personnel.models import RoleRequest, as_roles
from huiying.base.personnel.queries import (
    may_sign_roles,
    pending_role_requests,
    role_request_hash,
)
from huiying.jobs import clock
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


@form_page
def role_requests(request: OfficerRequest) -> HttpResponse:
    """Show what waits, and sign what is ticked."""
    require(request.user, Capability.SIGN_ROLES)
    if request.method == "POST":
        _sign_ticked(request)
        return redirect(next_address(request.user))
    rows = [_pending(row, request.user) for row in _oldest_first(request.user)]
    context = {"rows": rows, "ticks": any(one.signs and not one.alone for one in rows)}
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
