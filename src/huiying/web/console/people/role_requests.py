"""Sign a change of roles that somebody else asked for, or return it.

In:   requests with CONFIRM_ACCOUNTS.    Out:  what was asked for and by whom; the decision.
Cost: a few queries.
"""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.personnel.access import role_request_for
from huiying.base.personnel.actions.sign_roles import decide_roles
from huiying.base.personnel.models import RoleRequest, as_roles
from huiying.base.personnel.queries import may_sign_roles, role_request_hash, uses_account
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.web.console.people.pending_roles import next_address
from huiying.web.console.people.signature_page import signature_page
from huiying.web.shared.requests import OfficerRequest, form_page


@form_page
def role_request(request: OfficerRequest, signoff_id: int) -> HttpResponse:
    """Show a change of roles, and take the second signature."""
    row = role_request_for(request.user, signoff_id, to=Capability.CONFIRM_ACCOUNTS)
    now = clock.now()
    return signature_page(
        request,
        row,
        "console/people/role_request.html",
        shown_hash=role_request_hash(row),
        agree=_("同意变更"),
        decide=partial(decide_roles, row, officer=request.user, now=now),
        may_sign=lambda: may_sign_roles(row, request.user, now),
        done=(_("已同意，角色即时生效。"), _("未同意，角色未作更改。")),
        back=lambda: next_address(request.user),
        context=lambda: _context(row),
    )


def _context(row: RoleRequest) -> dict[str, object]:
    pending = row.signoff.decision == Decision.PENDING
    return {
        "held": [role.label for role in sorted(as_roles(row.before))],
        "added": [role.label for role in sorted(as_roles(row.added))],
        "removed": [role.label for role in sorted(as_roles(row.removed))],
        "new_account": pending and bool(row.officer.hands),
        "used": uses_account(row.officer),
    }
