"""Manage official accounts and the media outlets that carry the bureau's answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.audit.house_text import house_label
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.collection.core.items import web_address
from huiying.work.responses.core.edition import bump_public_edition
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.outlets.account_hash import account_hash
from huiying.work.responses.outlets.models import MEDIA, OfficialAccount, Outlet


@transaction.atomic
def add_account(
    *,
    outlet: Outlet,
    name: str,
    officer: Officer,
    now: datetime,
    platform: str = "",
    address: str = "",
) -> OfficialAccount:
    """Add an account that the bureau holds in its own name, or a medium that carries it.

    Public pages do not name it before somebody else confirms it.

    Args:
        platform: Its public name; "" = that of the kind.
        address: Of the account itself; "" is allowed for a medium alone.

    Raises:
        PermissionDenied: If the officer may not keep the roster.
        Refused: If a part is missing, the address is none, or the account is there.
    """
    require(officer, Capability.MANAGE_RESPONDERS)
    platform, name, address = (
        " ".join(strip_unsafe(text).split()) for text in (platform, name, address)
    )
    platform = platform or _of_the_kind(outlet)
    if not name:
        raise Refused(_("请填写名称，读者可见。"))
    if address or outlet not in MEDIA:
        _readable(address)
    bureau_id = officer.bureau_id
    there = OfficialAccount.objects.filter(bureau_id=bureau_id, platform=platform, name=name)
    if there.exists():
        raise Refused(_("这个账号已经登记过。"))
    account = OfficialAccount.objects.create(
        bureau_id=bureau_id,
        outlet=outlet,
        platform=platform,
        name=name,
        address=address,
        added_at=now,
        added_by=officer,
    )
    _record(account, officer, "account.added", now)
    return account


@transaction.atomic
def confirm_account(*, account: OfficialAccount, officer: Officer, now: datetime) -> None:
    """Confirm name and address of an account that somebody else added; readers see it now.

    Raises:
        PermissionDenied: If the officer may not keep the roster.
        Refused: If he added it, or acts for who did, or it is retired or confirmed already.
    """
    require(officer, Capability.MANAGE_RESPONDERS)
    first, since = account.added_by, account.added_at
    if first is not None and not is_second_person(officer, first, since=since, now=now):
        raise Refused(_("登记人不得自行确认，须由另一人确认。"))
    rows = OfficialAccount.objects.filter(pk=account.pk, retired_at__isnull=True)
    if rows.filter(confirmed_at__isnull=True).update(confirmed_at=now) != 1:
        raise Refused(_("这个账号已经确认，或已经停用。"))
    account.confirmed_at = now
    _record(account, officer, "account.confirmed", now)


@transaction.atomic
def retire_account(*, account: OfficialAccount, officer: Officer, now: datetime) -> None:
    """Stop answering on an account; what stands there stays listed.

    Raises:
        PermissionDenied: If the officer may not keep the roster.
        Refused: If it is retired already.
    """
    require(officer, Capability.MANAGE_RESPONDERS)
    rows = OfficialAccount.objects.filter(pk=account.pk, retired_at__isnull=True)
    if rows.update(retired_at=now) != 1:
        raise Refused(_("这个账号已经停用。"))
    account.retired_at = now
    _record(account, officer, "account.retired", now)


def _of_the_kind(outlet: Outlet) -> str:
    """Return the public name of a kind: a name stands in Chinese, whoever adds it."""
    return house_label(outlet.label)


def _readable(address: str) -> None:
    if not web_address(address)[0]:
        raise Refused(_("网址须以 http:// 或 https:// 开头，读者能打开。"))


def _record(account: OfficialAccount, officer: Officer, verb: str, now: datetime) -> None:
    bump_public_edition(account.bureau_id)
    data = {"outlet": account.outlet, "address": account.address}
    record(account, verb, officer, now, **data, hash=account_hash(account))
