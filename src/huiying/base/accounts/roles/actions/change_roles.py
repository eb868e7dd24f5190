"""Change an officer's roles: what one person may change, what two signed, what a command seeds.

In:   an officer, roles.    Out:  grants, each with its origin; recorded.
Cost: a few writes.

Nobody grants himself anything. What needs a second signature comes from ``personnel`` alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.capabilities import Role, granted_roles
from huiying.base.accounts.roles.models import Origin, RoleGrant
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.accounts.roles.separation import (
    KEPT_BY_TWO,
    PROTECTED,
    breaks_three,
    excludes,
    manages_people,
)
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused

ENOUGH_ADMINISTRATORS = 2  # from then on one of them signs what the other asks for


@dataclass(frozen=True, slots=True)
class SignedRoles:
    """What two persons signed about an officer's roles, and by which approved request."""

    added: frozenset[Role]
    removed: frozenset[Role]
    requested_by: Officer
    signed_by: Officer
    approval: int


@transaction.atomic
def change_roles(
    *,
    officer: Officer,
    roles: frozenset[Role],
    active: bool,
    actor: Actor,
    now: datetime,
    exempted: bool = False,
) -> None:
    """Replace an officer's roles, as far as one person may.

    Args:
        exempted: A recorded exemption lets this officer hold roles that exclude each other.

    Raises:
        Refused: If a role needs a second signature to be given or taken away, as every role of
            an account that is new or disabled does; the roles exclude each other, the officer
            would grant himself something, or no active administrator
            would be left.
    """
    # Two administrators who demote one another at once would lock the bureau out.
    lock_row(Bureau, officer.bureau_id, referable=True)
    held = own_roles_of(officer)
    if roles - held and actor == officer.audit_actor():
        raise Refused(_("不得为本人授予角色，须由另一位系统管理员办理。"))
    enabled = active and not officer.is_active  # its roles are granted anew
    refuse_unsigned(frozenset() if enabled else held, roles, exempted=exempted)
    new = enabled or Officer.objects.filter(pk=officer.pk).exclude(hands=[]).exists()
    if new and roles - (frozenset() if enabled else held):
        raise Refused(new_account_sentence())
    if not active and officer.is_active and roles & KEPT_BY_TWO:
        raise Refused(_("停用审计员的账号，须先经第二人签署取消其审计员角色。"))
    for role in {Role.ADMINISTRATOR, manages_people()}:
        others = _active_grants(officer.bureau_id, role).exclude(officer=officer)
        was_last = role in held or role == Role.ADMINISTRATOR
        if was_last and not (active and role in roles) and not others.exists():
            words = _("这是唯一的%(role)s，不得停用或取消。请先指定另一位。")
            raise Refused(words % {"role": role.label})
    RoleGrant.objects.filter(officer=officer).exclude(role__in=roles).delete()
    grant(officer, roles, Origin.DIRECT, now)
    officer.is_active = active
    officer.save(update_fields=["is_active"])
    record(officer, "officer.roles_changed", actor, now, roles=sorted(roles), active=active)


@transaction.atomic
def apply_signed_roles(*, officer: Officer, signed: SignedRoles, now: datetime) -> None:
    """Grant and take away what two persons signed.

    Raises:
        Refused: If the roles are none that this installation grants together.
    """
    held = own_roles_of(officer)
    refuse_unfit(held, (held | signed.added) - signed.removed)
    RoleGrant.objects.filter(officer=officer, role__in=signed.removed).delete()
    grant(
        officer,
        signed.added,
        Origin.SIGNED,
        now,
        requested_by=signed.requested_by,
        signed_by=signed.signed_by,
        approval=signed.approval,
    )
    record(
        officer,
        "officer.roles_signed",
        signed.signed_by,
        now,
        added=sorted(signed.added),
        removed=sorted(signed.removed),
        requested_by=f"officer:{signed.requested_by.pk}",
    )


@transaction.atomic
def appoint_by_command(*, officer: Officer, role: Role, actor: Actor, now: datetime) -> None:
    """Grant one role by a command on the machine, and record it as such.

    Raises:
        Refused: As ``seed_roles``; if the officer holds the role.
    """
    if not seed_roles(officer=officer, roles=frozenset({role}), actor=actor, now=now):
        raise Refused(_("此人已是%(role)s。") % {"role": role.label})
    record(officer, "officer.roles_seeded", actor, now, roles=[role])


@transaction.atomic
def seed_roles(
    *, officer: Officer, roles: frozenset[Role], actor: Actor, now: datetime
) -> frozenset[Role]:
    """Grant roles by a command on the machine, to a bureau that has no two administrators yet.

    Returns:
        The roles that the officer did not hold before.

    Raises:
        Refused: If an officer does it, the bureau has two administrators, or the roles
            exclude each other.
    """
    lock_row(Bureau, officer.bureau_id, referable=True)
    who = manages_people()
    enough = _active_grants(officer.bureau_id, who).count() >= ENOUGH_ADMINISTRATORS
    if actor.ref.startswith("officer:") or enough:
        words = _("本局已有两位%(role)s：角色在“人员与单位”授予，由第二人签署。")
        raise Refused(words % {"role": who.label})
    held = own_roles_of(officer)
    refuse_unfit(held, held | roles)
    if excludes(held | roles):
        raise Refused(exclusion_sentence())
    for role in sorted(roles - held):
        origin = Origin.BOOTSTRAP if role in PROTECTED else Origin.DIRECT
        grant(officer, {role}, origin, now)
    return roles - held


def refuse_unsigned(
    held: frozenset[Role], roles: frozenset[Role], *, exempted: bool = False
) -> None:
    """Refuse a change of roles that one person may not make alone.

    Raises:
        Refused.
    """
    added, removed = roles - held, held - roles
    refuse_unfit(held, roles)
    if asked := (added & set(PROTECTED)) | (removed & KEPT_BY_TWO):
        words = _("、").join(str(role.label) for role in sorted(asked))
        raise Refused(_("授予或取消“%(roles)s”须由第二人签署。") % {"roles": words})
    if added and excludes(roles) and not exempted:
        raise Refused(exclusion_sentence())


def refuse_unfit(held: Collection[Role], roles: Collection[Role]) -> None:
    """Refuse to add what nobody may hold here, whoever signs for it.

    Raises:
        Refused: If somebody would be two of the three administrators where they are parted, or
            a security administrator where they are not.
    """
    added = set(roles) - set(held)
    if added and breaks_three(roles):
        raise Refused(three_sentence())
    if not added <= set(granted_roles()):
        words = _("未启用三员分设（HUIYING_THREE_ADMINISTRATORS），不设%(role)s。")
        raise Refused(words % {"role": Role.SECURITY.label})


def grant(
    officer: Officer, roles: Iterable[Role], origin: Origin, now: datetime, **signed: Any
) -> None:
    """Store the grants that an officer does not have yet."""
    held = set(officer.grants.values_list("role", flat=True))
    RoleGrant.objects.bulk_create(
        RoleGrant(
            bureau_id=officer.bureau_id,
            officer=officer,
            role=role,
            granted_at=now,
            origin=origin,
            **signed,
        )
        for role in sorted(roles)
        if role not in held
    )
    officer.__dict__.pop("_roles", None)


def _active_grants(bureau_id: int, role: Role) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(bureau_id=bureau_id, role=role, officer__is_active=True)


def new_account_sentence() -> str:
    """Say that nobody alone lets a new account read or do anything."""
    return _("新添加、调整单位或重新启用的账号，其角色须经第二人签署后生效。")


def three_sentence() -> str:
    """Say which rule keeps the three administrators apart, and that nothing else counts."""
    return _(
        "本系统已启用三员分设（GB/T 22239-2019 第三级 8.1.5、8.1.7）：系统管理员、安全管理员、"
        "审计员（审计管理员）须由三人分别担任，不得兼任，也不得豁免。"
    )


def exclusion_sentence() -> str:
    """Say which roles exclude each other, and the way to hold them all the same."""
    return _(
        "系统管理员、审计员和业务角色不得由一人兼任。确需兼任的，须写明兼任理由并由第二人签署。"
    )
