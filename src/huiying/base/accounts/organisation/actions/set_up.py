"""Set up the organisation: bureau, units, officers, roles."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit, UnitKind
from huiying.base.accounts.roles.actions.change_roles import (
    grant,
    new_account_sentence,
    refuse_unsigned,
    seed_roles,
)
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import Origin
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused


@transaction.atomic
def add_bureau(
    *, slug: str, name: str, district: str, actor: Actor, now: datetime, sandbox: bool = False
) -> Bureau:
    """Make a bureau. Raises Refused if the short name is taken."""
    if Bureau.objects.filter(slug=slug).exists():
        raise Refused(_("短名“%(slug)s”已被使用。请换一个。") % {"slug": slug})
    bureau = Bureau.objects.create(
        slug=slug, name=name, district=district, created_at=now, sandbox=sandbox
    )
    record(bureau, "bureau.made", actor, now)
    return bureau


@transaction.atomic
def add_unit(
    *,
    bureau: Bureau,
    name: str,
    kind: str,
    duties: str,
    actor: Actor,
    now: datetime,
    is_office: bool = False,
    contact: str = "",
    phone: str = "",
) -> Unit:
    """Add a section, subordinate unit or agency. Raises Refused on a name used before.

    Args:
        contact, phone: The post to call, and its telephone; they stay out of the record.
    """
    if not name.strip():
        raise Refused(_("请填写单位名称。"))
    if Unit.objects.filter(bureau=bureau, name=name.strip()).exists():
        raise Refused(_("本局已有“%(name)s”。") % {"name": name.strip()})
    unit = Unit.objects.create(
        bureau=bureau,
        name=name.strip(),
        kind=UnitKind(kind),
        duties=duties.strip(),
        is_office=is_office,
        contact=contact.strip(),
        phone=phone.strip(),
    )
    record(unit, "unit.added", actor, now)
    return unit


@transaction.atomic
def edit_unit(
    *,
    unit: Unit,
    name: str,
    kind: str,
    duties: str,
    active: bool,
    actor: Actor,
    now: datetime,
    is_office: bool | None = None,
    contact: str | None = None,
    phone: str | None = None,
) -> None:
    """Change a unit; what is None stays as it is. Raises Refused on a name used before.

    The record says which name and kind it had: by them it is asked before a release.
    """
    check_name(unit, name)
    before = _shown_as(unit)
    unit.name, unit.kind, unit.duties, unit.active = name.strip(), kind, duties.strip(), active
    unit.is_office = unit.is_office if is_office is None else is_office
    unit.contact = unit.contact if contact is None else contact.strip()
    unit.phone = unit.phone if phone is None else phone.strip()
    unit.save(
        update_fields=["name", "kind", "duties", "active", "is_office", "contact", "phone"]
    )
    record(unit, "unit.changed", actor, now, before=before, after=_shown_as(unit))


def check_name(unit: Unit, name: str) -> None:
    """Refuse a unit a name that is empty or another's."""
    taken = Unit.objects.filter(bureau_id=unit.bureau_id, name=name.strip()).exclude(pk=unit.pk)
    if not name.strip() or taken.exists():
        raise Refused(_("单位名称为空或已被使用。"))


def _shown_as(unit: Unit) -> dict[str, str | bool]:
    return {
        "name": unit.name,
        "kind": str(unit.kind),
        "active": unit.active,
        "is_office": unit.is_office,
        "duties": unit.duties,
    }


@transaction.atomic
def add_officer(
    *,
    bureau: Bureau,
    username: str,
    name: str,
    password: str | None,
    roles: frozenset[Role],
    actor: Actor,
    now: datetime,
    unit: Unit | None = None,
    title: str = "",
    phone: str = "",
    phone_shared: bool = False,
    bootstrap: bool = False,
    temporary: bool = False,
    by: Officer | None = None,
) -> Officer:
    """Add an officer with roles; without a password he cannot sign in until one is set.

    Args:
        phone: Of the office; phone_shared: colleagues may see it.
        bootstrap: A command seeds a bureau that has no two administrators yet; only then are
            roles granted here that need a second signature.
        temporary: The password is another's, and is to be changed at the first sign-in.
        by: The administrator, who grants no role with it (``set_roles`` asks a second person);
            the account is in his hand too until somebody else confirms it.

    Raises:
        Refused: If the account name is taken, the password is weak, the unit belongs to
            another bureau, or the roles are not to be granted like this, as by one person.
    """
    if Officer.objects.filter(username__iexact=username).exists():
        raise Refused(_("账号“%(username)s”已被使用。请换一个。") % {"username": username})
    if unit is not None and unit.bureau_id != bureau.pk:
        raise Refused(_("该单位不属于本局。"))
    if roles and by is not None:
        raise Refused(new_account_sentence())
    officer = Officer(
        bureau=bureau,
        unit=unit,
        username=username,
        name=name,
        title=title,
        phone=phone,
        phone_shared=phone_shared,
    )
    if not bootstrap:
        officer.put_in_hand_of(by, now)
    if password is None:
        officer.set_unusable_password()
    else:
        try:
            validate_password(password, officer)
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        officer.set_password(password)
        officer.must_change_password, officer.password_set_at = temporary, now
    officer.save()
    if bootstrap:
        seed_roles(officer=officer, roles=roles, actor=actor, now=now)
    else:
        refuse_unsigned(frozenset(), roles)
        grant(officer, roles, Origin.DIRECT, now)
    verb = "officer.seeded" if bootstrap else "officer.added"
    record(officer, verb, actor, now, roles=sorted(roles))
    return officer
