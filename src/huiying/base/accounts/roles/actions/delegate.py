"""Delegate a role for an absence (委托), and end the delegation.

Not lent on, not lent twice, not lent to somebody who is away himself: so a chain or a loop
cannot come to be. What a delegate may not approve is decided by ``signoff``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.hands import in_one_hand
from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.delegations import (
    lendable_roles,
    may_confirm,
    overlapping_delegations,
)
from huiying.base.accounts.roles.models import Delegation
from huiying.base.accounts.roles.queries import may, own_roles_of
from huiying.base.accounts.roles.separation import excludes
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused

LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class DelegationTerms:
    """Which role is lent, for how long, and why."""

    role: Role
    from_at: datetime
    until_at: datetime
    reason: str


@transaction.atomic
def delegate(
    *, principal: Officer, to: Officer, absence: DelegationTerms, by: Officer, now: datetime
) -> Delegation:
    """Lend a role of ``principal`` to another officer.

    Args:
        by: Who does it: the principal himself, or an administrator for him; then it counts
            once a second person has confirmed it.

    Raises:
        PermissionDenied: If it is neither.
        Refused: If the time, the role or the person is not possible.
    """
    _may_arrange(principal, by)
    lock_row(Bureau, principal.bureau_id, referable=True)
    for problem in (
        _wrong_time(absence, now),
        _wrong_person(principal, to, absence.role, by),
        _wrong_chain(principal, to, absence),
    ):
        if problem:
            raise Refused(problem)
    row = Delegation.objects.create(
        bureau_id=principal.bureau_id,
        principal=principal,
        delegate=to,
        role=absence.role,
        reason=masked_text(absence.reason.strip())[:200],
        from_at=absence.from_at,
        until_at=absence.until_at,
        made_at=now,
        made_by=by,
    )
    _record(row, by, "delegation.made", now)
    return row


@transaction.atomic
def confirm_delegation(*, delegation: Delegation, by: Officer, now: datetime) -> None:
    """Let a delegation count that somebody else made for the lender: the second person.

    Raises:
        Refused: If the officer may not confirm it, or it has ended or counts already.
    """
    if not may_confirm(delegation, by) or in_one_hand(by, delegation.made_by, now):
        raise Refused(_("须由委托人本人、另一位系统管理员或组长确认。"))
    rows = Delegation.objects.filter(
        pk=delegation.pk,
        confirmed_at__isnull=True,
        revoked_at__isnull=True,
        until_at__gt=now,
    )
    if rows.update(confirmed_at=now, confirmed_by=by) != 1:
        raise Refused(_("这份委托已经结束。"))
    delegation.refresh_from_db()
    _record(delegation, by, "delegation.confirmed", now)


@transaction.atomic
def revoke_delegation(*, delegation: Delegation, by: Officer, now: datetime) -> None:
    """End a delegation before its time; who stood in may give it back himself.

    Raises:
        PermissionDenied: If it is neither of the two nor an administrator.
        Refused: If it has ended already.
    """
    if by.pk != delegation.delegate_id:
        _may_arrange(delegation.principal, by)
    rows = Delegation.objects.filter(
        pk=delegation.pk, revoked_at__isnull=True, until_at__gt=now
    )
    if rows.update(revoked_at=now, revoked_by=by) != 1:
        raise Refused(_("这份委托已经结束。"))
    delegation.refresh_from_db()
    _record(delegation, by, "delegation.revoked", now)


def _may_arrange(principal: Officer, by: Officer) -> None:
    same = by.bureau_id == principal.bureau_id
    if not same or (by.pk != principal.pk and not may(by, Capability.MANAGE_PEOPLE)):
        raise PermissionDenied


def _wrong_time(absence: DelegationTerms, now: datetime) -> str:
    if absence.until_at <= max(absence.from_at, now):
        return _("结束时间须在开始和现在之后。")
    if absence.until_at - absence.from_at > LONGEST:
        return _("一次最多委托 %(days)s 天。") % {"days": LONGEST.days}
    if not absence.reason.strip():
        return _("请填写委托事由，如出差、学习、休假。")
    return ""


def _wrong_person(principal: Officer, to: Officer, role: Role, by: Officer) -> str:
    words = {"name": to.name, "role": role.label, "principal": principal.name}
    if role not in lendable_roles(principal):
        return _("%(principal)s无“%(role)s”角色可委托。代行的角色不得转委托。") % words
    if to.bureau_id != principal.bureau_id or not to.is_active or to.pk == principal.pk:
        return _("只能委托给本局另一位能登录的人。")
    if to.pk == by.pk:
        return _("不得将他人的角色委托给本人。")
    if role in own_roles_of(to):
        return _("%(name)s本人已是%(role)s，无需委托。") % words
    if excludes({*own_roles_of(to), role}):
        return _("系统管理员、审计员和检举控告经办人不得代行业务角色。请另选一位。")
    return ""


def _wrong_chain(principal: Officer, to: Officer, absence: DelegationTerms) -> str:
    """Say whether somebody in it is away or stands in for another at that time."""
    rows = list(overlapping_delegations(principal.bureau_id, absence.from_at, absence.until_at))
    if any(row.principal_id == principal.pk and row.role == absence.role for row in rows):
        return _("该时段内此角色已委托他人。请先撤销原委托。")
    if any(row.principal_id == to.pk for row in rows):
        return _("%(name)s在该时段亦不在岗，已委托他人。请另选一位。") % {"name": to.name}
    if any(row.delegate_id == principal.pk for row in rows):
        return _("%(name)s在该时段正代行他人职责。请先撤销该委托。") % {"name": principal.name}
    return ""


def _record(row: Delegation, by: Officer, verb: str, now: datetime) -> None:
    record(
        row,
        verb,
        by,
        now,
        role=row.role,
        to=f"officer:{row.delegate_id}",
        from_at=row.from_at.isoformat(),
        until_at=row.until_at.isoformat(),
        reason=row.reason,
        **{"from": f"officer:{row.principal_id}"},
    )
