"""Sign a change of roles that somebody else asked for, or return it.

In:   requests with CONFIRM_ACCOUNTS.    Out:  what was asked for and by whom; the decision.
Cost: a few queries.
"""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.personnel.access import role_request_for
from huiying.base.personnel.actions.sign_roles import decide_roles
from huiying.base.personnel.models import RoleRequest, as_roles
from huiying.base.personnel.queries import may_sign_roles, role_request_hash, uses_account
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.web.console.people.pending_roles import next_address
from huiying.web.console.shared.acts import redirect_done
from huiying.web.console.shared.forms import DecisionForm
from huiying.web.shared.requests import OfficerRequest, form_page


class SignRolesForm(DecisionForm):
    """Yes, or no with a reason, to exactly what was on the screen."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


@form_page
def role_request(request: OfficerRequest, signoff_id: int) -> HttpResponse:
    """Show a change of roles, and take the second signature."""
    row = role_request_for(request.user, signoff_id, to=Capability.CONFIRM_ACCOUNTS)
    form = SignRolesForm(
        request.POST or None,
        yes=("yes", _("同意变更")),
        no=("no", _("不同意")),
        why=_("不同意的须填写。"),
        initial={"hash": role_request_hash(row)},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            decide_roles(
                row,
                approve=form.approves,
                reason=form.cleaned_data["reason"],
                shown_hash=form.cleaned_data["hash"],
                officer=request.user,
                now=clock.now(),
            )
        except Refused as error:
            form.add_error(None, str(error))
            row.signoff.refresh_from_db()
            status = 409
        else:
            done = _("已同意，角色即时生效。") if form.approves else _("未同意，角色未作更改。")
            return redirect_done(request, done, next_address(request.user))
    return render(
        request, "console/people/role_request.html", _context(row, request, form), status=status
    )


def _context(row: RoleRequest, request: OfficerRequest, form: forms.Form) -> dict[str, object]:
    pending = row.signoff.decision == Decision.PENDING
    return {
        "row": row,
        "held": [role.label for role in sorted(as_roles(row.before))],
        "added": [role.label for role in sorted(as_roles(row.added))],
        "removed": [role.label for role in sorted(as_roles(row.removed))],
        "pending": pending,
        "new_account": pending and bool(row.officer.hands),
        "used": uses_account(row.officer),
        "form": form if pending and may_sign_roles(row, request.user, clock.now()) else None,
        "action": request.get_full_path(),
    }
