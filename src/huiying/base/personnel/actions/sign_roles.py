"""Sign a change of roles, or return it: the second person.

In:   a request, what was on the screen.    Out:  roles granted and taken away, or a return.
Cost: a few writes.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.actions.change_roles import SignedRoles, apply_signed_roles
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.personnel.actions.confirm_account import confirm_account
from huiying.base.personnel.actions.set_roles import KIND
from huiying.base.personnel.models import RoleRequest, as_roles
from huiying.base.personnel.queries import may_sign_roles, role_request_hash, uses_account
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision, SignoffRequest


@transaction.atomic
def decide_roles(
    row: RoleRequest,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Grant and take away what was asked for, or return it with a reason.

    Of an account that is new and that its officer uses already, the signature confirms that
    too; else that is said for itself, once he does (``confirm_account``).

    Raises:
        Refused: If the officer asked for it, they are his own roles, he is neither an
            administrator nor the leader himself, or one person could act with his account and
            that of who asked; if it is returned without a reason.
        Stale: If it was decided, or the roles changed since it was asked for.
    """
    lock_row(Bureau, row.bureau_id, referable=True)
    if not may_sign_roles(row, officer, now):
        raise Refused(
            _(
                "须由另一位系统管理员或组长本人签署（新账号的业务角色也可由副组长、办公室人员签署）："
                "不得为申请人或角色所属人员，且三者的账号不由对方或同一人添加、调整、启用后未经"
                "确认，近期也未由其重设过口令或双因素认证。"
            )
        )
    done = ROLES_KIND.decide(
        row,
        row.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    row.signoff = done
    if done.decision == Decision.APPROVED:
        signed = SignedRoles(
            as_roles(row.added), as_roles(row.removed), row.requested_by, officer, done.pk
        )
        apply_signed_roles(officer=row.officer, signed=signed, now=now)
        if row.officer.hands and uses_account(row.officer):
            confirm_account(officer=row.officer, by=officer, now=now)
    else:
        record(row, "officer.roles_returned", officer, now, reason=done.reason)


def _may_decide(request: SignoffRequest, officer: Officer) -> bool:
    if not may(officer, Capability.CONFIRM_ACCOUNTS):
        return False
    rows = RoleRequest.objects.select_related("officer", "requested_by")
    row = rows.filter(signoff=request).first()
    at = officer.as_of or request.requested_at
    return row is not None and may_sign_roles(row, officer, at)


ROLES_KIND = SignoffKind[RoleRequest](
    name=KIND,
    content_hash=role_request_hash,
    approve=partial(decide_roles, approve=True, reason=""),
    send_back=partial(decide_roles, approve=False),
    changed=gettext_lazy("申请之后此人的角色有变，未签署。请重新申请。"),
    authors=lambda row: (row.officer_id,),
    may_decide=_may_decide,
)
