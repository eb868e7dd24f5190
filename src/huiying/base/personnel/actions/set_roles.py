"""Set an officer's roles: at once what one person may change, the rest by a second signature.

In:   an officer, the roles he is to have, why.    Out:  changed roles; a request, or none.
Cost: a few writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.actions.change_roles import (
    change_roles,
    exclusion_sentence,
    refuse_unfit,
)
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.accounts.roles.separation import KEPT_BY_TWO, PROTECTED, excludes, signs_roles
from huiying.base.accounts.roster.queries import leaves_a_hole
from huiying.base.audit.house_text import house_label, house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.personnel.models import RoleRequest
from huiying.base.personnel.queries import (
    exemption_for,
    request_content,
    role_signers,
    signing_roles,
)
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content

KIND = "roles"


@dataclass(frozen=True, slots=True)
class RolePlan:
    """What happens at once to an officer's roles, and what waits for a second signature."""

    at_once: frozenset[Role]  # the roles that he has until then
    added: frozenset[Role]
    removed: frozenset[Role]

    @property
    def after(self) -> frozenset[Role]:
        """The roles that he has when all is signed."""
        return (self.at_once - self.removed) | self.added


def plan_roles(
    held: frozenset[Role],
    wanted: frozenset[Role],
    *,
    exempted: bool = False,
    new_account: bool = False,
) -> RolePlan:
    """Part a change of roles into what one person may do and what two sign.

    Args:
        new_account: Somebody added, moved or enabled it, and nobody else confirmed it yet: two
            sign for every role.

    >>> plan = plan_roles(frozenset({Role.MEMBER}), frozenset({Role.LEADER}))
    >>> [*plan.at_once], [*plan.added]
    ([], [Role.LEADER])
    """
    new, removed = wanted - held, (held - wanted) & KEPT_BY_TWO
    left = (held & wanted) | removed
    whole = new_account or (excludes(left | new) and not exempted)
    signed = new if whole else new & set(PROTECTED)
    return RolePlan(left | (new - signed), signed, removed)


@transaction.atomic
def set_roles(
    *,
    officer: Officer,
    roles: frozenset[Role],
    active: bool,
    by: Officer,
    now: datetime,
    reason: str = "",
    exemption: str = "",
) -> RoleRequest | None:
    """Change roles as far as ``by`` may alone; ask for a second signature for the rest.

    Who enables an account again has its roles signed for again, and it is in his hand.

    Args:
        exemption: Why one person is to hold roles that exclude each other.

    Returns:
        The request that waits, if there is anything to sign.

    Raises:
        Refused: As ``change_roles``; if he alone keeps the desk within a day and is to be
            disabled: his shift is given to another first; if the roles exclude each other and
            nothing says why, or nobody could sign. Work roles of a new account wait until
            somebody can.
    """
    enabled = active and not officer.is_active  # gets its roles anew
    held = frozenset() if enabled else own_roles_of(officer)
    exempted = exemption_for(officer, roles) is not None
    plan = plan_roles(
        held, roles, exempted=exempted, new_account=enabled or bool(officer.hands)
    )
    if roles - held and officer.pk == by.pk:
        raise Refused(_("不得为本人授予角色，须由另一位系统管理员办理。"))
    refuse_unfit(held, plan.after)
    why = exemption.strip()[:400] if excludes(plan.after) and not exempted else ""
    if roles - held and excludes(plan.after) and not (exempted or why):
        raise Refused(exclusion_sentence())
    if officer.is_active and not active and leaves_a_hole(officer, now):
        raise Refused(_("此人正在值班或将于 24 小时内值班，停用后无人值班。请先办理调班。"))
    if plan.at_once != held or active != officer.is_active:
        change_roles(
            officer=officer,
            roles=plan.at_once,
            active=active,
            actor=by.audit_actor(),
            now=now,
            exempted=exempted,
        )
    if enabled:
        officer.save(update_fields=officer.put_in_hand_of(by, now))
    if not (plan.added or plan.removed or why):
        return None
    if officer.pk == by.pk:
        raise Refused(_("本人的角色不得由本人申请签署，须由另一位系统管理员办理。"))
    return _request(officer, plan, masked_text(reason.strip())[:400], why, by, now)


def _request(
    officer: Officer, plan: RolePlan, reason: str, why: str, by: Officer, now: datetime
) -> RoleRequest:
    row = RoleRequest(
        bureau_id=officer.bureau_id,
        officer=officer,
        before=sorted(plan.at_once),
        added=sorted(plan.added),
        removed=sorted(plan.removed),
        reason=reason,
        exemption=why,
        requested_by=by,
        requested_at=now,
    )
    if signing_roles(row) == signs_roles() and not role_signers(row, now):
        raise Refused(
            _(
                "授予该角色须由另一位系统管理员或组长签署，本局现无符合条件的人员。"
                "请在服务器上运行 huiying appoint，添加第二位系统管理员或组长。"
            )
        )
    row.signoff = _ask(row, plan, by, now)
    row.save()
    record(
        row,
        "officer.roles_requested",
        by,
        now,
        added=row.added,
        removed=row.removed,
        reason=reason,
        exemption=why,
    )
    return row


def _ask(row: RoleRequest, plan: RolePlan, by: Officer, now: datetime) -> SignoffRequest:
    """Put it before those who may sign; the label names roles and no person."""
    parts = [
        words % {"roles": "、".join(house_label(role.label) for role in sorted(roles))}
        for words, roles in (
            (house_text("授予%(roles)s"), plan.added),
            (house_text("取消%(roles)s"), plan.removed),
        )
        if roles
    ]
    if row.exemption:
        parts.append(house_text("兼任豁免"))
    return request_approval(
        bureau_id=row.bureau_id,
        kind=KIND,
        about_ref=f"officer:{row.officer_id}",
        label="；".join(parts),
        content_hash=hash_of_content(request_content(row, plan.at_once)),
        officer=by,
        clock=None,
        now=now,
    )
