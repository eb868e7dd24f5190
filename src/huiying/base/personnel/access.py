"""The only way a screen gets a request for roles.

In:   an officer, a key, a capability.    Out:  the row, or Http404 / PermissionDenied.
Cost: one query.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.personnel.models import RoleRequest, SettingChange, SignInReset


def role_request_for(
    officer: Officer, signoff_id: int, *, to: Capability = Capability.SIGN_ROLES
) -> RoleRequest:
    """Return a request for roles in the officer's bureau, by its request to approve."""
    rows = RoleRequest.objects.select_related(
        "officer__unit", "requested_by", "signoff__decided_by"
    )
    return row_for(officer, rows, to=to, signoff_id=signoff_id)


def setting_change_for(
    officer: Officer, signoff_id: int, *, to: Capability = Capability.SIGN_ROLES
) -> SettingChange:
    """Return a change that waits for a second person, by its request to approve."""
    rows = SettingChange.objects.select_related("requested_by", "signoff__decided_by")
    return row_for(officer, rows, to=to, signoff_id=signoff_id)


def reset_for(
    officer: Officer, signoff_id: int, *, to: Capability = Capability.CONFIRM_ACCOUNTS
) -> SignInReset:
    """Return a request for a reset in the officer's bureau, by its request to approve."""
    rows = SignInReset.objects.select_related(
        "officer__unit", "requested_by", "signoff__decided_by"
    )
    return row_for(officer, rows, to=to, signoff_id=signoff_id)
